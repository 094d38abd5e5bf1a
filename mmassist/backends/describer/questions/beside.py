"""Which things stand beside a thing, by their boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.text import words
from mmassist.backends.describer.view import INTERACTIVE, TEXTS, Placed
from mmassist.values import Box, Role

OPPOSITE = {"below": "above", "above": "below", "left": "right", "right": "left"}

_NEIGHBOURS = INTERACTIVE | TEXTS
_NEIGHBOURS |= {Role.LIST, Role.TREE, Role.TABLE, Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL, Role.PROGRESS_BAR, Role.HEADING, Role.MENU}
_NEIGHBOURS |= {Role.LIST_ITEM, Role.TREE_ITEM, Role.CELL, Role.COLUMN_HEADER, Role.STATUS_BAR, Role.IMAGE, Role.ICON}
_MOST_SIDE = 4

Distance = Callable[[Box, Box], float]


def _below(box: Box, other: Box) -> float:
    """How far `other` is below `box`, negative where it is not: it must stand under some part of it."""
    over = min(box.right, other.right) - max(box.x, other.x)
    return max(0, other.y - box.bottom) if over > 0 and other.y >= box.centre[1] and other.centre[1] > box.bottom else -1


def _right(box: Box, other: Box) -> float:
    """How far `other` is right of `box`, negative where it is not: half of the lower one must be level with the other."""
    level = min(box.bottom, other.bottom) - max(box.y, other.y)
    is_level = level * 2 >= min(box.height, other.height) > 0
    return max(0, other.x - box.right) if is_level and other.x >= box.centre[0] and other.centre[0] > box.right else -1


SIDES: Mapping[str, Distance] = {
    "below": _below,
    "above": lambda box, other: _below(other, box),
    "right": _right,
    "left": lambda box, other: _right(other, box),
}
"""How far the second box is on that side of the first, in pixels; negative where it is not there."""


def on_side(placed: Placed, side: str, among: Iterable[Placed]) -> list[Placed]:
    """Those of `among` that stand on that side of a thing, the nearest first."""
    box = placed.item.box
    if box is None:
        return []
    far = [(SIDES[side](box, other.item.box), other.order, other) for other in among if other.item.box]
    return [other for distance, _, other in sorted(far, key=lambda one: one[:2]) if distance >= 0]


def neighbours(scope: Scope, placed: Placed, side: str) -> list[Placed]:
    """What can be named right beside a thing: the nearest, and above or below it what stands in one row with that."""
    found = _outermost(scope, on_side(placed, side, _nameable(scope, placed)))
    if not found or side in {"left", "right"}:
        return found[:1]
    box = found[0].item.box
    row = [other for other in found if other is found[0] or (box and other.item.box and _is_level(box, other.item.box))]
    return sorted(row[:_MOST_SIDE], key=lambda one: one.item.box.x if one.item.box else 0)


def _nameable(scope: Scope, placed: Placed) -> list[Placed]:
    """All but what holds the thing, what it holds, and the labels of fields, which go by their names.

    Where the tree tells of the window, what only the pixels show is left out: often it is what a control shows, misread.
    """
    own = {*scope.view.path(placed.index), *scope.view.below(placed.index)}
    labels = scope.view.field_labels
    return [
        other
        for other in scope.view.placed
        if other.role in _NEIGHBOURS
        and other.index not in own
        and not (other.item.is_mere_text and not scope.only_pixels)
        and not (other.role in TEXTS and words(other.item.name or other.item.value) in labels)
        and (scope.context.name(other.index) or other.item.value.strip() or other.role in INTERACTIVE)
    ]


def _is_level(box: Box, other: Box) -> bool:
    return abs(box.centre[1] - other.centre[1]) * 2 < min(box.height, other.height)


def _outermost(scope: Scope, things: Sequence[Placed]) -> list[Placed]:
    """A list rather than its entries."""
    indices = {placed.index for placed in things}
    return [placed for placed in things if not any(above in indices for above in scope.view.path(placed.item.parent))]
