"""How a window is laid out, told by the order in which its program names what stands side by side. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from mmassist.values import Item

# Letters looked at of each text; of the height of the lower of two things what both share where they stand level.
_LETTERS, _LEVEL = 40, 0.5


def is_laid_from_right(items: Sequence[Item]) -> bool:
    """Whether most of what stands side by side is named from right to left, in a window with text that runs so. `items`: in the tree's
    order. A window of another script may name its buttons backwards and is read from the left all the same."""
    if not any(_runs_from_right(item.name) or _runs_from_right(item.value) for item in items):
        return False
    beside: dict[int, list[Item]] = {}
    for item in items:
        beside.setdefault(item.parent, []).append(item)
    steps = [step for siblings in beside.values() for one, after in pairwise(siblings) if (step := _step(one, after))]
    return sum(steps) < 0


def _runs_from_right(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text[:_LETTERS])


def _step(one: Item, after: Item) -> int:
    """1 where what is named next stands on the right, -1 on the left, 0 where the two are not beside each other."""
    if one.box is None or after.box is None:
        return 0
    level = min(one.box.bottom, after.box.bottom) - max(one.box.y, after.box.y)
    if level < _LEVEL * min(one.box.height, after.box.height):
        return 0
    return 1 if after.box.x >= one.box.right else -1 if after.box.right <= one.box.x else 0
