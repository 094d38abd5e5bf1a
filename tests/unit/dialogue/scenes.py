"""Small scenes for the tests of what is looked up in them."""

from __future__ import annotations

from mmassist.values import Box, Item, Role, Scene, Source, Target, TextLine, Window


def label(text: str) -> Item:
    """A text that the accessibility tree tells."""
    return control(text, Role.LABEL)


def control(name: str, role: Role = Role.BUTTON, value: str = "", pixels_say: str = "") -> Item:
    """A control that the accessibility tree tells."""
    return Item(role, name, Source.OUTLINE, value=value, pixels_say=pixels_say)


def cell(text: str, row: int, column: int) -> Item:
    """A cell of a table."""
    return Item(Role.CELL, text, Source.OUTLINE, row=row, column=column, parent=0)


def line(text: str, y: int = 0, x: int = 10, confidence: float = 0.97, height: int = 18, block: int = 0) -> TextLine:
    """A line that was read from the pixels."""
    return TextLine(text, Box(x, y, 8 * len(text), height), confidence, block)


def scene(*things: Item | TextLine | str, title: str = "Reader") -> Scene:
    """A scene of items, or of lines, or of both; a bare text is a label of the tree."""
    items = tuple(label(thing) if isinstance(thing, str) else thing for thing in things if not isinstance(thing, TextLine))
    lines = tuple(thing for thing in things if isinstance(thing, TextLine))
    window = Window(1, title, "reader", None, Box(0, 0, 800, 600))
    return Scene(Target(), window, (800, 600), items, lines, has_outline=bool(items), text_read=True)
