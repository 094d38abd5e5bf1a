"""Puts lines of text into the order in which people read them: by columns and blocks, rows of a table together. Pure.

Recursive XY-cut (Nagy and Seth, 1984) with three questions asked before each cut: is the edge a row of its own or a table (a menu, a row of
buttons), does a heading stand across, and are these columns of text or the cells of a table? Where a program tells an order, it is
heard on all. What is written from right to left is looked at in a mirror.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

import numpy as np

from mmassist.perception.flow import NARROWEST, ends, flows, is_rightwards
from mmassist.values import Box, TextLine

Indices: TypeAlias = list[int]

# In median line heights: the gutter between columns, the space between blocks, the space that sets a row apart.
_GUTTER, _BLOCK, _APART = 1.2, 0.9, 0.3
# The gutter between columns that the program tells apart: its boxes may hold several lines, which makes the height a tall one.
_TOLD_GUTTER = 0.25
# And between columns of prose, which their words tell.
_PROSE_GUTTER = 0.7
# Cells: this share of the lines stands level with a line of another column, give or take this part of its height.
_CELLS, _LEVEL = 0.6, 0.2
# Prose: this share of a column's lines fills this share of its width, which is this many line heights at least.
_PROSE, _FULL, _WIDE = 0.6, 0.8, 10
# In columns of prose what stands apart is further from it than this many times the space between two lines, and so many line heights.
_LEADING, _FURTHER = 1.5, 0.2
# What belongs to a column of prose begins at its edge, or set in by so many line heights at most.
_EDGE = 2.5


def ordered(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """The lines in reading order, each once, with `block` counted from 0. Does not depend on the order they come in."""
    given = sorted(lines, key=lambda line: (line.box.y, line.box.x, line.box.height, line.box.width, line.text, line.confidence))
    blocks = blocks_of([line.box for line in given], texts=[line.text for line in given])
    return tuple(replace(given[at], block=number) for number, block in enumerate(blocks) for at in block)


def blocks_of(boxes: Sequence[Box], told: Sequence[int] = (), texts: Sequence[str] = (), *, from_right: bool = False) -> list[Indices]:
    """Indices of `boxes`, grouped into blocks (a paragraph, a row) in reading order.

    `told`: for each box its place in the program's own order, -1 where the program does not know it. That order decides only what
    the places leave open: it tells columns from rows. `texts`: what stands in each box, as far as it is known. `from_right`: whether the
    window is laid out from right to left, whatever script these texts are in.
    """
    if not boxes:
        return []
    if from_right or is_rightwards(texts):
        boxes = [replace(box, x=-box.right) for box in boxes]
    page = _Page(boxes, told or [-1] * len(boxes), texts or [""] * len(boxes))
    blocks: list[Indices] = []
    stack = [list(range(len(boxes)))]
    while stack:
        parts = page.cut(stack.pop())
        if len(parts) == 1:
            blocks.append(page.by_rows(parts[0]))
        else:
            stack.extend(reversed(parts))
    return blocks


class _Page:
    """The boxes, the height of a line among them, the program's order, and what stands in them."""

    def __init__(self, boxes: Sequence[Box], told: Sequence[int], texts: Sequence[str]) -> None:
        self._boxes = boxes
        self._height = median(max(1, box.height) for box in boxes)
        self._told = told
        self._texts = texts
        self._across = [(box.x, box.x + box.width) for box in boxes]
        self._down = [(box.y, box.y + box.height) for box in boxes]
        self._middle = [box.y + box.height / 2 for box in boxes]

    def cut(self, part: Indices) -> list[Indices]:
        """`part` in pieces, in reading order; itself where there is nothing to cut."""
        narrow = self._columns(part, _TOLD_GUTTER)
        if len(narrow) > 1 and self._told_apart(narrow) and self._are_columns(narrow):
            return narrow
        columns, prose = self._columns(part, _GUTTER), self._prose(part)
        if len(columns) > 1 or prose:
            columns = prose or columns
            rows = self._bands(part, self._apart(prose))
            if len(rows) > 1 and (pieces := self._peeled(rows, prose) or self._parted(rows, prose)):
                return pieces
            if self._are_columns(columns):
                return columns
        return self._bridged(part) or self._together(self._bands(part, _BLOCK))

    def _bridged(self, part: Indices) -> list[Indices]:
        """Columns parted at headings and the like that stand across the space between them; empty where there are none."""
        rows = self._bands(part, _APART)
        rest = [at for row in rows if len(row) > 1 for at in row]
        columns = self._prose(rest) or self._columns(rest, _GUTTER)
        if len(columns) < 2:
            return []
        reach = [max(self._across[at][1] for at in column) for column in columns[:-1]]
        starts = [min(self._across[at][0] for at in column) for column in columns[1:]]
        pieces: list[Indices] = [[]]
        for row in rows:
            left, right = self._across[row[0]]
            gutters = zip(reach, starts, strict=True)
            if len(row) == 1 and any(left < end and start - right <= _GUTTER * self._height for end, start in gutters):
                pieces += [row, []]
            else:
                pieces[-1] += row
        found = [piece for piece in pieces if piece]
        parted = [self._prose(piece) or self._columns(piece, _GUTTER) for piece in found]
        return found if len(found) > 1 and any(len(columns) > 1 and self._are_columns(columns) for columns in parted) else []

    def _together(self, bands: list[Indices]) -> list[Indices]:
        """Bands with those put together that the same columns of prose run through: a space across all columns is chance."""
        merged = bands[:1]
        for band in bands[1:]:
            both = [*merged[-1], *band]
            if len(self._columns(merged[-1], _PROSE_GUTTER)) > 1 and self._prose(both):
                merged[-1] = both
            else:
                merged.append(band)
        return merged

    def _prose(self, part: Indices) -> list[Indices]:
        """The columns of prose that it consists of, empty where it is anything else. Between them a narrow gutter is enough."""
        for gutter in (_PROSE_GUTTER, _GUTTER):
            columns = self._columns(part, gutter)
            if len(columns) > 1 and all(self._is_prose(column) for column in columns):
                return columns
        return []

    def _apart(self, prose: list[Indices]) -> float:
        """What parts two rows, in line heights: among columns of prose more than their lines are apart."""
        gaps = [max(0, self._down[after][0] - self._down[at][1]) for column in prose for at, after in pairwise(self._downwards(column))]
        return max(_APART, _LEADING * median(gaps) / self._height + _FURTHER) if gaps else _APART

    def _downwards(self, column: Indices) -> Indices:
        return sorted(column, key=lambda at: self._middle[at])

    def by_rows(self, part: Indices) -> Indices:
        """Top to bottom, and what stands at one height from left to right."""
        rows: list[Indices] = []
        for at in sorted(part, key=lambda at: (self._middle[at], self._across[at])):
            if rows and self._level(rows[-1][0], at, 0.4):
                rows[-1].append(at)
            else:
                rows.append([at])
        return [at for row in rows for at in sorted(row, key=lambda at: self._boxes[at].x)]

    def _peeled(self, rows: list[Indices], prose: list[Indices]) -> list[Indices]:
        """The rows and tables at the top and at the bottom that go across the columns, each on its own, around the rest; empty if none.

        `prose`: the columns, if they are of prose; then what stands over each of them is theirs.
        """
        order = sorted(self._told[at] for row in rows for at in row if self._told[at] >= 0)
        place = {told: at for at, told in enumerate(order)}
        whole = [self._goes_across(row, prose) and self._told_together(row, place) for row in rows]
        alone = [bool(prose) and len(row) == 1 for row in rows]
        top = _leading(whole, alone)
        bottom = len(rows) - (_leading(whole[::-1], alone[::-1]) if top < len(rows) else 0)
        if top == 0 and bottom == len(rows):
            return []
        rest = [at for row in rows[top:bottom] for at in row]
        return [*rows[:top], *([rest] if rest else []), *rows[bottom:]]

    def _goes_across(self, band: Indices, prose: list[Indices]) -> bool:
        if not prose:
            return self._is_row(band)
        cells = self._columns(band, _GUTTER)
        if len(cells) < 2 or self._stands_over(cells, prose):
            return False
        return self._is_row(band) or not self._are_columns(cells)

    def _stands_over(self, cells: list[Indices], columns: list[Indices]) -> bool:
        """Whether each cell begins where a column does or a little further in, as headings of columns and lines of theirs do."""
        edges = [min(self._across[at][0] for at in column) for column in columns]
        lefts = [min(self._across[at][0] for at in cell) for cell in cells]
        owners = [[at for at, edge in enumerate(edges) if 0 <= left - edge <= _EDGE * self._height] for left in lefts]
        return all(owners) and len({at for found in owners for at in found}) == len(cells)

    def _parted(self, rows: list[Indices], prose: list[Indices]) -> list[Indices]:
        """Columns of prose parted at a heading that stands between them alone; empty where there is none."""
        if not prose:
            return []
        of = {at: number for number, column in enumerate(prose) for at in column}
        for cut in range(1, len(rows)):
            heading = self._heading(rows[cut], of, prose)
            above = [at for row in rows[:cut] for at in row]
            below = [at for row in rows[cut:] for at in row if at != heading]
            if heading >= 0 and all(len({of[at] for at in part}) == len(prose) for part in (above, below)):
                return [above, [heading], below]
        return []

    def _heading(self, band: Indices, of: dict[int, int], prose: list[Indices]) -> int:
        """What the band begins with, if nothing stands beside it in another column and it is no line of its own column's text; else -1."""
        top = min(band, key=lambda at: (self._down[at], at))
        beside = any(of[at] != of[top] and self._down[at][0] < self._middle[top] for at in band)
        column = [self._boxes[at] for at in prose[of[top]]]
        is_full = self._boxes[top].width > _FULL * (max(box.right for box in column) - min(box.x for box in column))
        return top if len(band) == 1 or not (beside or is_full or ends(self._texts[top])) else -1

    def _is_row(self, band: Indices) -> bool:
        return all(self._level(band[0], at, 0.4) for at in band[1:]) and len(self._columns(band, _GUTTER)) > 1

    def _told_together(self, row: Indices, place: dict[int, int]) -> bool:
        """Whether the program tells the row without anything else in between."""
        places = [place[self._told[at]] for at in row if self._told[at] >= 0]
        return not places or max(places) - min(places) < len(places)

    def _told_apart(self, columns: list[Indices]) -> bool:
        """Whether the program tells one whole column after the other, from left to right, each from top to bottom."""
        told = [[at for at in sorted(column, key=lambda at: self._middle[at]) if self._told[at] >= 0] for column in columns]
        order = [self._told[at] for column in told for at in column]
        return all(told) and all(one < next_ for one, next_ in pairwise(order))

    def _are_columns(self, columns: list[Indices]) -> bool:
        """Whether `columns` are read one after the other: text beside text. Cells of a table stand level with one another."""
        told = self._told_apart(columns)
        if not told and any(len(column) < 2 for column in columns):
            return False
        number = np.concatenate([np.full(len(column), at) for at, column in enumerate(columns)])
        boxes = [self._boxes[at] for column in columns for at in column]
        middles = np.array([box.y + box.height / 2 for box in boxes])
        heights = np.array([box.height for box in boxes])
        level = np.abs(middles[:, None] - middles) <= _LEVEL * np.minimum(heights[:, None], heights)
        beside = int((level & (number[:, None] != number)).any(axis=1).sum())
        if beside < _CELLS * len(boxes):
            return True
        return all(self._is_wide(column) if told else self._is_prose(column) for column in columns)

    def _is_wide(self, column: Indices) -> bool:
        """Whether sentences have room: a column of captions or of figures is narrow."""
        boxes = [self._boxes[at] for at in column]
        return max(box.right for box in boxes) - min(box.x for box in boxes) > _WIDE * min(max(1, box.height) for box in boxes)

    def _is_prose(self, column: Indices) -> bool:
        boxes = [self._boxes[at] for at in column]
        width = max(box.right for box in boxes) - min(box.x for box in boxes)
        full = sum(box.width > _FULL * width for box in boxes)
        if width > _WIDE * self._height and full >= _PROSE * len(boxes):
            return True
        lines = [(self._texts[at], self._boxes[at].width > _FULL * width) for at in self._downwards(column)]
        return width > NARROWEST * self._height and flows(lines)

    def _level(self, one: int, other: int, tolerance: float) -> bool:
        height = min(self._boxes[one].height, self._boxes[other].height)
        return abs(self._middle[one] - self._middle[other]) <= tolerance * height

    def _bands(self, part: Indices, gap: float) -> list[Indices]:
        return _runs(part, self._down, gap * self._height)

    def _columns(self, part: Indices, gap: float) -> list[Indices]:
        return _runs(part, self._across, gap * self._height)


def _leading(whole: Sequence[bool], alone: Sequence[bool]) -> int:
    """How many rows from the first on are whole, with what stands alone between them."""
    count = 0
    for at, (is_whole, is_alone) in enumerate(zip(whole, alone, strict=True), 1):
        if is_whole:
            count = at
        elif not is_alone:
            break
    return count


def _runs(part: Indices, spans: Sequence[tuple[int, int]], gap: float) -> list[Indices]:
    """`part` parted wherever no span covers more than `gap` pixels."""
    runs: list[Indices] = []
    reach = 0.0
    for at in sorted(part, key=lambda at: (spans[at], at)):
        start, end = spans[at]
        if runs and start - reach <= gap:
            runs[-1].append(at)
            reach = max(reach, end)
        else:
            runs.append([at])
            reach = end
    return runs
