"""What a turn saw, merged from tree and pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mmassist.values.captured import Target, TextLine, Window
from mmassist.values.controls import Role, State
from mmassist.values.geometry import Box


class Source(StrEnum):
    """Where an item is known from."""

    OUTLINE = "outline"
    PIXELS = "pixels"
    BOTH = "both"


class PictureKind(StrEnum):
    """What a picture as a whole looks like. `PHOTO`: or a drawing; `WINDOW`: a program's window with controls."""

    PHOTO = "photo"
    CHART = "chart"
    DOCUMENT = "document"
    CODE = "code"
    TABLE = "table"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a scene. `box`: picture's space. `pixels_say`: what the pixels show where they disagree with `name` or `value`.

    `parent`: index into the scene's items, -1 at the top. `confidence`: 1 for the tree, the recogniser's for pixels. `named`: how sure the
    name of a control that only pixels show is; its `confidence` holds that too. `guessed`: the name is only what its icon looks like.
    `address`: what a spreadsheet calls a cell, "B3"; its name is what it shows then. The other fields are as in `Node`.
    """

    role: Role
    name: str
    source: Source
    states: frozenset[State] = frozenset()
    value: str = ""
    description: str = ""
    box: Box | None = None
    parent: int = -1
    level: int = 0
    row: int = -1
    column: int = -1
    pixels_say: str = ""
    confidence: float = 1.0
    named: float = 1.0
    guessed: bool = False
    address: str = ""

    @property
    def is_mere_text(self) -> bool:
        """A text that only the pixels show, and no control."""
        return self.source is Source.PIXELS and self.role is Role.TEXT

    @property
    def is_by_look(self) -> bool:
        """A control that only the pixels show."""
        return self.source is Source.PIXELS and self.role is not Role.TEXT


def column_letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A to Z, AA and so on."""
    said = ""
    while column >= 0:
        said, column = chr(ord("A") + column % 26) + said, column // 26 - 1
    return said


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn saw: items and lines in reading order, boxes in the picture's space.

    `size`: (width, height) of the picture. `focus`: index into `items`, or -1. `text_read`: whether OCR has run to its end, so
    that "there is no text" may be said. `outline_complete`: whether the tree was read to its end. `illegible`: where there is text that
    could not be read, lines in a script that the recogniser was not taught among it. `origin`: where the picture's top left lies in the
    desktop's space. `looks_like`: what the whole looks like, where no tree tells what it is, and that is sure.
    """

    target: Target
    window: Window | None
    size: tuple[int, int]
    items: tuple[Item, ...]
    lines: tuple[TextLine, ...] = ()
    focus: int = -1
    has_outline: bool = False
    outline_complete: bool = True
    text_read: bool = False
    illegible: tuple[Box, ...] = ()
    origin: tuple[int, int] = (0, 0)
    looks_like: PictureKind | None = None
