"""What is known of a rendered screen, and how it is cut to the pictures that a detector learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.degrade import Picture

MOST = 128
"""Elements that a picture may hold."""

_VISIBLE = 0.4
"""Of an element that is cut by the edge, the part that must be left for it to count."""


@dataclass(frozen=True, slots=True)
class Element:
    """`box`: x, y, width, height in pixels of the picture. `states` are among STATES."""

    role: str
    box: tuple[int, int, int, int]
    states: frozenset[str]
    label: str


@dataclass(frozen=True, slots=True)
class Screen:
    """`picture` [height, width, 3], RGB."""

    picture: Picture
    elements: tuple[Element, ...]


def cut(screen: Screen, side: int, rng: np.random.Generator) -> Screen:
    """A square of a screen that is at least as large, with some element in it; what is cut off too far is no element there."""
    height, width = screen.picture.shape[:2]
    left, top = _corner(screen, side, rng, width - side, height - side)
    kept = []
    for element in screen.elements:
        x, y, wide, high = element.box
        first_x, first_y = max(x, left), max(y, top)
        last_x, last_y = min(x + wide, left + side), min(y + high, top + side)
        if last_x > first_x and last_y > first_y and (last_x - first_x) * (last_y - first_y) >= _VISIBLE * wide * high:
            box = (first_x - left, first_y - top, last_x - first_x, last_y - first_y)
            kept.append(Element(element.role, box, element.states, element.label))
    return Screen(np.ascontiguousarray(screen.picture[top : top + side, left : left + side]), tuple(kept[:MOST]))


def _corner(screen: Screen, side: int, rng: np.random.Generator, most_left: int, most_top: int) -> tuple[int, int]:
    if not screen.elements:
        return int(rng.integers(0, most_left + 1)), int(rng.integers(0, most_top + 1))
    x, y, wide, high = screen.elements[int(rng.integers(len(screen.elements)))].box
    middle_x, middle_y = x + wide // 2, y + high // 2
    left = middle_x - int(rng.integers(0, side))
    top = middle_y - int(rng.integers(0, side))
    return min(max(left, 0), most_left), min(max(top, 0), most_top)


def arrays_of(screens: Sequence[Screen]) -> dict[str, NDArray[np.int32] | NDArray[np.uint8]]:
    """`pictures` [n, side, side, 3]; `boxes` [n, MOST, 4]; `roles` [n, MOST], -1 for none; `states` [n, MOST], a bit for each."""
    boxes = np.zeros((len(screens), MOST, 4), np.int32)
    roles = np.full((len(screens), MOST), -1, np.int32)
    states = np.zeros((len(screens), MOST), np.uint8)
    for row, screen in enumerate(screens):
        for at, element in enumerate(screen.elements):
            boxes[row, at] = element.box
            roles[row, at] = ROLES.index(element.role)
            states[row, at] = sum(1 << bit for bit, state in enumerate(STATES) if state in element.states)
    return {"pictures": np.stack([screen.picture for screen in screens]), "boxes": boxes, "roles": roles, "states": states}
