"""What a text is made of when it is read: headings, paragraphs, entries, rows, fields, and lines that stand for themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mmassist.values import Box


class Kind(StrEnum):
    """`LINE`: of a terminal or a program's source, which is never joined with the next; `ENTRY`: of a list."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"
    ROW = "row"
    FIELD = "field"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Cell:
    """`header`: of its column, empty where it is not known."""

    header: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as it is shown. `start`: where it begins in the passage's text; `box`: picture's space, None where it is not known."""

    start: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """`text`: one line of plain text, as it is said. `block`: passages that belong together share a number: what stands under one
    heading, a table, a list. `confidence`: 1 for the tree, else the recogniser's for the line that it read least surely."""

    kind: Kind
    text: str
    lines: tuple[Piece, ...] = (Piece(0),)
    block: int = 0
    cells: tuple[Cell, ...] = ()
    confidence: float = 1.0

    @property
    def box(self) -> Box | None:
        """Around all lines whose place is known."""
        return around([line.box for line in self.lines])

    def within(self, block: int) -> Passage:
        """The same as a part of a block."""
        return replace(self, block=block)


def around(boxes: list[Box | None]) -> Box | None:
    """The smallest box that holds them all, None where there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    x, y = min(box.x for box in known), min(box.y for box in known)
    return Box(x, y, max(box.right for box in known) - x, max(box.bottom for box in known) - y)
