"""Where things stand in the picture, in words."""

from __future__ import annotations

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.view import Placed

_PLACES = (("top_left", "top", "top_right"), ("left", "centre", "right"), ("bottom_left", "bottom", "bottom_right"))


def place(context: Context, members: list[Placed]) -> str:
    """ "at the top right" for things that stand close together, or "" where they spread or their boxes are unknown."""
    boxes = [placed.item.box for placed in members if placed.item.box]
    width, height = context.view.scene.size
    if not boxes or len(boxes) < len(members) or width <= 0 or height <= 0:
        return ""
    left, right = min(box.x for box in boxes) / width, max(box.right for box in boxes) / width
    top, bottom = min(box.y for box in boxes) / height, max(box.bottom for box in boxes) / height
    if left < -0.1 or top < -0.1 or right > 1.1 or bottom > 1.1 or bottom - top > 0.5:
        return ""
    row = min(2, int((top + bottom) / 2 * 3))
    if right - left > 0.6:
        return context.phrases.place(_PLACES[row][1]) if row != 1 else ""
    return context.phrases.place(_PLACES[row][min(2, int((left + right) / 2 * 3))])
