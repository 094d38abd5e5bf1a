"""Passages of what only the picture shows: lines put together to paragraphs, what stands side by side to rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median, quantiles

from mmassist.backends.describer.pixels import Piece as Seen
from mmassist.backends.describer.reading.joining import goes_on, joined
from mmassist.backends.describer.reading.passage import Cell, Kind, Passage, Piece, around
from mmassist.values import Box

# In line heights: how much two lines differ that are not of one paragraph, the blank between two cells, how far a paragraph is set in,
# and how far from a header's left edge its cells may begin. In steps to the next line: that to another paragraph.
_OTHER_SIZE, _CELLS, _SET_IN, _UNDER, _FURTHER = 1.3, 1.2, 0.7, 2.0, 1.4
# In line heights: what is left to the right of a line where the next word had room, beyond that word; and how high a heading is, against
# the usual line. Words in an entry of a list.
_ROOM, _HEADING, _ENTRY = 1.0, 1.3, 3
_LEVEL = 0.4
_CAPTION = 40
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands level: cells from left to right, each of one piece or of several that stand close."""

    cells: tuple[tuple[Seen, ...], ...]

    @property
    def pieces(self) -> tuple[Seen, ...]:
        return tuple(piece for cell in self.cells for piece in cell)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(" ".join(piece.text for piece in cell) for cell in self.cells)

    @property
    def box(self) -> Box | None:
        return around([piece.box for piece in self.pieces])

    @property
    def lefts(self) -> tuple[int, ...]:
        return tuple(cell[0].box.x if cell[0].box else 0 for cell in self.cells)

    @property
    def block(self) -> int:
        return self.cells[0][0].block


def passages_shown(found: Sequence[Seen]) -> Iterator[Passage]:
    """`found`: in reading order. Blocks are counted from 0."""
    number = 0
    usual = median([piece.box.height for piece in found if piece.box] or [1])
    for has_cells, group in groupby(_rows(found), key=lambda row: len(row.cells) > 1):
        rows = list(group)
        runs = [rows] if has_cells else [list(run) for _, run in groupby(rows, key=lambda row: row.block)]
        for run in runs:
            yield from (passage.within(number) for passage in (_told_by_rows(run) if has_cells else _paragraphs(run, usual)))
            number += 1


def _rows(found: Sequence[Seen]) -> Iterator[_Row]:
    row: list[Seen] = []
    for piece in found:
        if row and not _goes_on(row[-1], piece):
            yield _row(row)
            row = []
        row.append(piece)
    if row:
        yield _row(row)


def _goes_on(one: Seen, other: Seen) -> bool:
    """Whether the next piece stands to the right of one, level with it, and belongs to the same row."""
    if one.box is None or other.box is None:
        return False
    level = abs(one.box.centre[1] - other.box.centre[1]) <= _LEVEL * min(one.box.height, other.box.height)
    return level and other.box.x >= one.box.right - one.box.height // 2


def _row(pieces: Sequence[Seen]) -> _Row:
    cells: list[list[Seen]] = []
    for piece in pieces:
        before = cells[-1][-1].box if cells else None
        if before is not None and piece.box is not None and piece.box.x - before.right <= _CELLS * before.height:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return _Row(tuple(tuple(cell) for cell in cells))


def _told_by_rows(rows: Sequence[_Row]) -> Iterator[Passage]:
    headers = _headers(rows)
    for at, row in enumerate(rows):
        is_pair = len(row.cells) == 2 and row.texts[0].rstrip().endswith(":")
        names = ["" if at == 0 or headers is None else _above(headers, left) for left in row.lefts]
        cells = tuple(Cell(name, text) for name, text in zip(names, row.texts, strict=True))
        lines = (Piece(0, row.box),)
        confidence = min(piece.confidence for piece in row.pieces)
        if is_pair:
            yield Passage(Kind.FIELD, " ".join(row.texts), lines, 0, (), confidence)
        else:
            yield Passage(Kind.ROW, row_text(cells), lines, 0, cells, confidence)


def row_text(cells: Sequence[Cell]) -> str:
    """ "budget-4.txt, Size 12 KB": the first cell names the row, and is told without its header."""
    told = [
        f"{cell.header} {cell.text}" if at and cell.header not in ("", cell.text) else cell.text
        for at, cell in enumerate(cells)
        if cell.text
    ]
    return ", ".join(told)


def _headers(rows: Sequence[_Row]) -> _Row | None:
    """The first row if it names the columns: no figure stands in it, and below one of its words nothing but figures do."""
    if len(rows) < 2 or any(_DIGIT.search(text) for text in rows[0].texts):
        return None
    first, rest = rows[0], rows[1:]
    for left, name in zip(first.lefts, first.texts, strict=True):
        below = [text for row in rest for at, text in zip(row.lefts, row.texts, strict=True) if _above(first, at) == name]
        if left >= 0 and len(below) == len(rest) and all(_DIGIT.search(text) for text in below):
            return first
    return None


def _above(headers: _Row, left: int) -> str:
    """The header of a cell that begins at `left`, "" where none stands above it."""
    box = headers.box
    reach = _UNDER * (box.height if box else 1)
    apart, name = min((abs(at - left), text) for at, text in zip(headers.lefts, headers.texts, strict=True))
    return name if apart <= reach else ""


def _paragraphs(rows: Sequence[_Row], usual: float) -> Iterator[Passage]:
    """Lines of one block: another paragraph begins where the letters are of another size, further below, or set in, and after a line that
    had room for its first word. `usual`: height of a line in the whole picture."""
    lines = [_Line(" ".join(row.texts), row.box, min(piece.confidence for piece in row.pieces)) for row in rows]
    are_entries = median(len(line.text.split()) for line in lines) <= _ENTRY and not any(
        goes_on(a.text, b.text) for a, b in pairwise(lines)
    )
    setting = _Setting.of(lines)
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and (are_entries or setting.begins(line, paragraph[-1])):
            yield _paragraph(paragraph, usual)
            paragraph = []
        paragraph.append(line)
    yield _paragraph(paragraph, usual)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    box: Box | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the lines of a block are set: from where to where, the height of a line, and how far from one to the next. Pixels."""

    left: int
    right: int
    height: float
    step: float

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Setting:
        known = [line.box for line in lines if line.box]
        if not known:
            return cls(0, 0, 1, 1)
        steps = [after.centre[1] - box.centre[1] for box, after in pairwise(known)]
        # Where most paragraphs are of one or two lines, the usual step is that between paragraphs: the nearer ones count.
        step = quantiles(steps, n=4)[0] if len(steps) > 1 else min(steps, default=1)
        return cls(min(box.x for box in known), max(box.right for box in known), median(box.height for box in known), step)

    def begins(self, line: _Line, before: _Line) -> bool:
        """Whether a line begins another paragraph than the one before it is of."""
        box, above = line.box, before.box
        if box is None or above is None or goes_on(before.text, line.text):
            return False
        small, large = sorted((box.height, above.height))
        is_set_in = box.x - self.left > _SET_IN * self.height and above.x - self.left <= _SET_IN * self.height
        word = box.width * (line.text + " ").index(" ") / max(1, len(line.text))
        had_room = self.right - above.right > word + _ROOM * self.height
        return had_room or large > _OTHER_SIZE * small or is_set_in or box.centre[1] - above.centre[1] > _FURTHER * self.step


def _paragraph(lines: Sequence[_Line], usual: float) -> Passage:
    text, starts = joined([line.text for line in lines])
    pieces = tuple(Piece(start, line.box) for start, line in zip(starts, lines, strict=True))
    is_heading = len(lines) == 1 and lines[0].box is not None and lines[0].box.height > _HEADING * usual
    kind = Kind.HEADING if is_heading else Kind.PARAGRAPH
    return Passage(kind, text, pieces, confidence=min(line.confidence for line in lines))
