"""What a helper points at, in the scene that they see. Pure."""

from __future__ import annotations

from mmassist.backends.describer.walk import Kind, stops
from mmassist.values import Box, Scene

_NEAR = 24
"""Pixels: a finger or a mouse that misses a thing by less means it."""


def pointed_at(scene: Scene, x: float, y: float) -> int:
    """The index of the smallest thing there, or else of the nearest; -1 where nothing is near. `x`, `y`: picture's space."""
    found = [(index, box) for index in stops(scene, Kind.ITEM) if (box := scene.items[index].box) is not None]
    within = [(box.area, index) for index, box in found if box.contains(x, y)]
    if within:
        return min(within)[1]
    near = [(away, index) for index, box in found if (away := _away(box, x, y)) <= _NEAR]
    return min(near)[1] if near else -1


def _away(box: Box, x: float, y: float) -> float:
    return max(box.x - x, x - box.right, box.y - y, y - box.bottom, 0.0)
