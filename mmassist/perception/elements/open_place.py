"""Where in a window its tree tells nothing: a canvas, the view of another computer, or all of it. Pure."""

from __future__ import annotations

import numpy as np

from mmassist.values import Box, Item, Pixels, Role, Scene

# They hold things, and by themselves tell nothing of what is in their place.
_HOLDERS = frozenset(
    {Role.WINDOW, Role.APPLICATION, Role.DIALOG, Role.ALERT, Role.DOCUMENT, Role.GROUP, Role.UNKNOWN, Role.CANVAS, Role.TAB_LIST}
)
_CELLS = 16
_LARGE = 0.4
"""Of the picture, what such a place takes up at least; between the controls of an ordinary window there is less room."""
# Grey levels between neighbours, and the share of pixels that differ so: below it the place is mere ground.
_STEP, _DRAWN = 16, 0.002


def open_place(scene: Scene) -> Box | None:
    """The largest rectangle of the picture (its space) in which nothing is that a tree tells, where it is large; all of it without a tree.
    None where the tree was not read to its end, or does not tell where its things are."""
    width, height = scene.size
    told = [item for item in scene.items if not item.is_mere_text]
    if not scene.has_outline:
        return Box(0, 0, width, height)
    things = [item for item in told if not _is_empty_holder(item)]
    if not scene.outline_complete or any(item.box is None and item.role not in _HOLDERS for item in things) or not width or not height:
        return None
    free = [[True] * _CELLS for _ in range(_CELLS)]
    for item in things:
        if item.box is not None:
            _cover(free, item.box, width, height)
    left, top, right, bottom = _largest(free)
    place = Box(left * width // _CELLS, top * height // _CELLS, (right - left) * width // _CELLS, (bottom - top) * height // _CELLS)
    return place if place.area >= _LARGE * width * height else None


def is_drawn(pixels: Pixels, place: Box) -> bool:
    """Whether anything is to be seen there. `pixels`: [height, width, 4]; a millisecond at 1080p."""
    green = pixels[place.y : place.bottom : 4, place.x : place.right, 1].astype(np.int16)
    return bool(green.size) and float((np.abs(np.diff(green, axis=1)) >= _STEP).mean()) >= _DRAWN


def _is_empty_holder(item: Item) -> bool:
    return item.role in _HOLDERS and not item.value.strip()


def _cover(free: list[list[bool]], box: Box, width: int, height: int) -> None:
    left, right = box.x * _CELLS // width, -(-box.right * _CELLS // width)
    for row in free[max(0, box.y * _CELLS // height) : -(-box.bottom * _CELLS // height)]:
        row[max(0, left) : right] = [False] * (min(right, _CELLS) - max(0, left))


def _largest(free: list[list[bool]]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom, in cells, of the largest rectangle that is free; row by row over the heights of what is free above."""
    best, area = (0, 0, 0, 0), 0
    heights = [0] * _CELLS
    for at, row in enumerate(free):
        heights = [height + 1 if is_free else 0 for height, is_free in zip(heights, row, strict=True)]
        for left in range(_CELLS):
            least = _CELLS
            for right in range(left, _CELLS):
                least = min(least, heights[right])
                if least * (right - left + 1) > area:
                    area = least * (right - left + 1)
                    best = left, at + 1 - least, right + 1, at + 1
    return best
