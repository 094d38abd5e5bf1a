"""Builders of scenes: a window is written as the tree that it is.

`scene("Title", "program", button("OK", State.FOCUSED))` places each part below the one before it, so that all have boxes; parts
with `hidden=True` (what is in a closed menu or on another tab) have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mmassist.values import Box, Item, Role, Scene, Source, State, Target, TargetKind, TextLine, Window

SIZE = (800, 600)


@dataclass(frozen=True)
class Part:
    """An item and what it holds."""

    item: Item
    children: tuple[Part, ...] = ()
    hidden: bool = False


def part(role: Role, name: str = "", *rest: State | Part, value: str = "", hidden: bool = False, **fields: Any) -> Part:
    states = frozenset(one for one in rest if isinstance(one, State))
    children = tuple(one for one in rest if isinstance(one, Part))
    item = replace(Item(role, name, Source.OUTLINE, states, value), **fields)
    return Part(item, children, hidden)


def button(name: str, *states: State) -> Part:
    return part(Role.BUTTON, name, *states)


def label(text: str) -> Part:
    return part(Role.LABEL, text)


def text_field(name: str, value: str = "", *states: State) -> Part:
    return part(Role.TEXT_FIELD, name, State.EDITABLE, *states, value=value)


def menus(*names: str) -> Part:
    entry = part(Role.MENU_ITEM, "Hidden entry", hidden=True)
    return part(Role.MENU_BAR, "", *(part(Role.MENU, name, entry) for name in names))


def table(headers: list[str], rows: list[list[str]], selected: int = -1) -> Part:
    cells = [
        part(Role.CELL, text, *([State.SELECTED] if row == selected else []), row=row, column=column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return part(Role.TABLE, "", *(part(Role.COLUMN_HEADER, header) for header in headers), *cells)


def in_view(container: Part, height: int, top: int = 0) -> Part:
    """A list or table that is `height` pixels high, its rows 20 pixels each from its `top` on; those that don't show are left out."""
    around = Box(10, 100, 300, height)
    columns: dict[int, int] = {}
    placed = []
    for at, child in enumerate(container.children):
        row = child.item.row if child.item.row >= 0 else at
        column = columns[row] = columns.get(row, -1) + 1
        box = Box(10 + 60 * column, around.y + top + 20 * row, 60, 20)
        if around.intersection(box):
            placed.append(replace(child, item=replace(child.item, box=box)))
    return replace(container, item=replace(container.item, box=around), children=tuple(placed))


@dataclass
class _Placing:
    items: list[Item] = field(default_factory=list)

    def place(self, parts: tuple[Part, ...], parent: int) -> None:
        for one in parts:
            index = len(self.items)
            box = one.item.box or (None if one.hidden else Box(10, 10 + 20 * index, 120, 18))
            self.items.append(replace(one.item, parent=parent, box=box))
            self.place(one.children, index)


def window(title: str, program: str, *, dialog: bool = False) -> Window:
    return Window(7, title, program, 4711, Box(0, 0, *SIZE), dialog)


def scene(title: str, program: str, *parts: Part, dialog: bool = False, complete: bool = True, text_read: bool = True) -> Scene:
    """A window with a tree; the focus is where `State.FOCUSED` is."""
    placing = _Placing()
    placing.place(parts, -1)
    items = tuple(placing.items)
    focus = next((index for index, item in enumerate(items) if State.FOCUSED in item.states), -1)
    front = window(title, program, dialog=dialog)
    return Scene(Target(), front, SIZE, items, (), focus, has_outline=True, outline_complete=complete, text_read=text_read)


def with_pixels(base: Scene, *texts: str, confidence: float = 0.95) -> Scene:
    """The scene with lines that only the picture shows, each a block of its own."""
    lines = tuple(TextLine(text, Box(400, 10 + 20 * at, 200, 18), confidence, at) for at, text in enumerate(texts))
    items = tuple(Item(Role.TEXT, line.text, Source.PIXELS, box=line.box, confidence=line.confidence) for line in lines)
    return replace(base, items=base.items + items, lines=lines)


def with_pixels_at(base: Scene, text: str, box: Box, confidence: float = 0.95) -> Scene:
    """The scene with one more text that only the picture shows."""
    line = TextLine(text, box, confidence, len(base.lines))
    shown = Item(Role.TEXT, text, Source.PIXELS, box=box, confidence=confidence)
    return replace(base, items=(*base.items, shown), lines=(*base.lines, line))


def picture(*blocks: str, title: str = "", program: str = "", path: str = "", text_read: bool = True) -> Scene:
    """A scene of pixels alone. A block is one string, its lines parted by line breaks; `path` makes it an image file's."""
    lines = tuple(
        TextLine(text, Box(10, 10 + 100 * number + 20 * at, 300, 18), 0.95, number)
        for number, block in enumerate(blocks)
        for at, text in enumerate(block.splitlines())
    )
    target = Target(TargetKind.IMAGE, path=path) if path else Target()
    front = None if path else window(title, program)
    return Scene(target, front, SIZE, _items(lines), lines, text_read=text_read)


def _items(lines: tuple[TextLine, ...]) -> tuple[Item, ...]:
    return tuple(Item(Role.TEXT, line.text, Source.PIXELS, box=line.box, confidence=line.confidence) for line in lines)


def walk(items: tuple[Item, ...]) -> Iterator[str]:
    """All texts of the items."""
    for item in items:
        yield from (item.name, item.value, item.description, item.pixels_say)
