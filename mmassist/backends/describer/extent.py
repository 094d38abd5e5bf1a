"""Whether the rows in view are all the rows that there are. Programs tell of long lists only what is on the screen."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import Enum, auto

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.view import View
from mmassist.values import Box, Item, Role

_BESIDE = 24
"""Pixels between a list and the scroll bar that belongs to it."""


class Extent(Enum):
    """`ALL`: as far as can be told; `CUT`: the program was not read to its end; `IN_VIEW`: there may be more above or below."""

    ALL = auto()
    CUT = auto()
    IN_VIEW = auto()


def extent(view: View, container: int, rows: Sequence[Item]) -> Extent:
    """How much of a list, tree or table `rows` are: its entries, or the cells of a table, the first one first.

    Only some of them may know their number; if the first one does and it is not 0, there are others above.
    """
    page = next((view.scene.items[index].box for index in view.path(container) if view.scene.items[index].role is Role.DOCUMENT), None)
    # The tables of a page are as large as their rows; a spreadsheet is not.
    is_page = page is not None and not any(item.address and item.name for item in rows)
    is_cut = (
        _reaches_beyond(view, container, page, rows) if page and is_page else _fills(view, container, rows) or _scrolls(view, container)
    )
    if rows and (rows[0].row > 0 or is_cut):
        return Extent.IN_VIEW
    return Extent.ALL if view.scene.outline_complete else Extent.CUT


def counted(context: Context, how: Extent, number: int, noun: str) -> str:
    """ "12 rows", "at least 12 rows", "12 rows in view"."""
    count = context.phrases.count(number, noun)
    if how is Extent.ALL:
        return count
    return context.phrases.say("in_view" if how is Extent.IN_VIEW else "at_least", of=number, count=count)


def _reaches_beyond(view: View, container: int, page: Box, rows: Sequence[Item]) -> bool:
    """Whether a list or table of a page, which is as large as its entries, is not in sight as a whole: the page ends before it, or the part
    of the page that it is scrolled in, so that its last rows are not told."""
    around = view.scene.items[container].box
    common = around.intersection(page) if around else None
    if around is None or common is None:
        return False
    boxes = [item.box for item in rows if item.box]
    return common != around or (bool(boxes) and around.bottom - max(box.bottom for box in boxes) > _pitch(boxes))


def _fills(view: View, container: int, rows: Sequence[Item]) -> bool:
    """Whether there is no room left for another row below the last one, or the first one is cut at the top."""
    around = view.scene.items[container].box
    boxes = [item.box for item in rows if item.box]
    if around is None or not boxes:
        return False
    first, last = min(boxes, key=lambda box: box.y), max(boxes, key=lambda box: box.bottom)
    if around.intersection(first) is None or around.intersection(last) is None:
        return False
    return first.y < around.y or around.bottom - last.bottom < _pitch(boxes)


def _pitch(boxes: Sequence[Box]) -> int:
    """From one row to the next."""
    tops = sorted({box.y for box in boxes})
    steps = [below - above for above, below in itertools.pairwise(tops)]
    return min(steps, default=boxes[0].height)


def _scrolls(view: View, container: int) -> bool:
    """Whether an upright scroll bar stands in it or right beside it."""
    around = view.scene.items[container].box
    if around is None:
        return False
    near = Box(around.x - _BESIDE, around.y, around.width + 2 * _BESIDE, around.height)
    bars = [item.box for item in view.scene.items if item.role is Role.SCROLL_BAR and item.box]
    upright = [bar for bar in bars if bar.height > 2 * bar.width]
    return any((common := near.intersection(bar)) and common.height * 2 >= around.height for bar in upright)
