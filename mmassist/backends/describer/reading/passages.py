"""The passages of a scene: what its tree tells as text, and what only the picture shows, in reading order. Pure.

Of a window that is there for one long text (an editor, a browser, a terminal) it is that text alone; of any other all but its menus, bars
and buttons. What a password field holds is in no passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mmassist.backends.describer import controls, pixels
from mmassist.backends.describer.columns import columns, in_columns
from mmassist.backends.describer.context import Context
from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.questions.grid import Grid, grids, is_number_of_row
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import wording
from mmassist.backends.describer.reading.joining import joined, unwrapped
from mmassist.backends.describer.reading.passage import Cell, Kind, Passage, Piece, around
from mmassist.backends.describer.reading.shown import passages_shown, row_text
from mmassist.backends.describer.scraps import without_scraps
from mmassist.backends.describer.text import clean, words
from mmassist.backends.describer.view import CHOICES, FIELDS, MENUS, TEXTS, Placed
from mmassist.values import Box, Role, Scene

_LONG = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_CHROME = frozenset({Role.MENU, Role.MENU_BAR, Role.TOOL_BAR, Role.STATUS_BAR})
_WORDY = TEXTS | {Role.HEADING, Role.LINK, Role.LIST_ITEM, Role.TREE_ITEM, Role.ALERT}
_ENTRIES = frozenset({Role.LIST_ITEM, Role.TREE_ITEM})
_INSIDE = TEXTS | {Role.LINK, Role.HEADING}
_LONGEST = 20_000
# Of the window: what a text takes up that the window is there for; and how long it is where its place is not known.
_MAIN, _MUCH = 0.3, 200


def passages(scene: Scene, language: str = "en") -> tuple[Passage, ...]:
    """In reading order. A few milliseconds for 500 items. Raises ValueError for a language that the describer does not speak."""
    context = context_of(scene, language=language)
    if pixels.is_terminal(scene.window) and not scene.has_outline:
        return tuple(_as_shown(pixels.rows(pixels.pieces(context))))
    if not scene.has_outline:
        return tuple(passages_shown(pixels.pieces(context)))
    long = _long_text(context)
    if long is not None and long.item.value.strip():
        return tuple(_of_value(long))
    return tuple(_blocks(_Walk(Scope(context, wording(language)), _main(context, long)).passages()))


def is_long_text(scene: Scene) -> bool:
    """Whether the window is there for one long text that its program tells, so that the picture need not be read first."""
    return scene.has_outline and _long_text(context_of(scene)) is not None


def is_whole_text(scene: Scene) -> bool:
    """Whether it is such a text, of which the program tells also what is scrolled out of sight."""
    long = _long_text(context_of(scene)) if scene.has_outline else None
    return long is not None and bool(long.item.value.strip())


def _long_text(context: Context) -> Placed | None:
    """The text area, document or terminal with text in it that has the focus, or else the largest, if it is the window's main thing."""
    view = context.view
    focused = set(view.path(view.scene.focus))
    found = [placed for placed in view.with_role(_LONG) if _holds_text(context, placed)]
    chosen = [placed for placed in found if placed.index in focused] or sorted(found, key=lambda placed: -_area(placed.item.box))
    return next((placed for placed in chosen if _is_main(context, placed)), None)


def _holds_text(context: Context, placed: Placed) -> bool:
    view = context.view
    if placed.item.value.strip():
        return True
    inside = (view.scene.items[index] for index in view.below(placed.index))
    return any(item.role in TEXTS | {Role.HEADING} and not view.is_hidden(item) and (item.name or item.value).strip() for item in inside)


def _is_main(context: Context, placed: Placed) -> bool:
    width, height = context.view.scene.size
    box = placed.item.box
    if box is None:
        return placed.role is Role.DOCUMENT or len(placed.item.value) >= _MUCH
    return box.area >= _MAIN * width * height


def _area(box: Box | None) -> int:
    return box.area if box else 0


def _main(context: Context, long: Placed | None) -> Sequence[Placed]:
    """What is read, in reading order, columns behind their headings."""
    view = context.view
    inside = set(view.below(long.index)) if long is not None else None
    placed = [one for one in view.placed if inside is None or one.index in inside]
    found = columns(view, [one for one in placed if one.role in TEXTS])
    headings = {column.heading.index for column in found}
    return in_columns(found, [one for one in placed if one.index not in headings])


def _of_value(placed: Placed) -> Iterator[Passage]:
    """A long text by its paragraphs; a terminal's by its lines. Blank lines part blocks."""
    lines = placed.item.value[:_LONGEST].split("\n")
    groups = [[line] for line in lines] if placed.role is Role.TERMINAL else unwrapped(lines)
    kind = Kind.LINE if placed.role is Role.TERMINAL else Kind.PARAGRAPH
    for group in groups:
        text, starts = joined([shown for line in group if (shown := clean(line, _LONGEST))])
        if text:
            yield Passage(kind, text, tuple(Piece(start) for start in starts))


def _as_shown(found: Iterable[pixels.Piece]) -> Iterator[Passage]:
    for piece in found:
        yield Passage(Kind.LINE, piece.text, (Piece(0, piece.box),), piece.block, confidence=piece.confidence)


def _blocks(found: Iterable[tuple[Passage, int]]) -> Iterator[Passage]:
    """With blocks counted: one begins at a heading, and where a table, a list or a part that only the picture shows begins or ends."""
    number, before, is_first = 0, -1, True
    for passage, group in found:
        if not is_first and (group != before or passage.kind is Kind.HEADING):
            number += 1
        before, is_first = group, False
        yield passage.within(number)


class _Walk:
    """Goes through what is placed, each thing once. Passages come with the number of what they belong to: a table's or list's index, or
    less than 0 for running text and, block by block, for what only the picture shows."""

    def __init__(self, scope: Scope, placed: Sequence[Placed]) -> None:
        self.context = scope.context
        self.placed = placed
        self._told: set[int] = set()
        seen = without_scraps(self.context, pixels.pieces(self.context))
        self._seen = {piece.box: piece for piece in seen if piece.box is not None}
        self._grids = {grid.container.index: grid for grid in grids(scope) if grid.rows}

    def passages(self) -> Iterator[tuple[Passage, int]]:
        shown: list[pixels.Piece] = []
        for one in self.placed:
            if one.index in self._told or self._in_bars(one):
                continue
            if one.item.is_mere_text:
                if one.item.box in self._seen:
                    shown.append(self._seen[one.item.box])
                continue
            yield from self._shown(shown)
            shown = []
            yield from self._one(one)
        yield from self._shown(shown)

    def _shown(self, found: Sequence[pixels.Piece]) -> Iterator[tuple[Passage, int]]:
        for passage in passages_shown(found):
            yield passage, -2 - passage.block

    def _in_bars(self, one: Placed) -> bool:
        return one.role in _CHROME | MENUS or self.context.view.within(one, _CHROME)

    def _one(self, one: Placed) -> Iterator[tuple[Passage, int]]:
        view = self.context.view
        if one.index in self._grids:
            yield from ((passage, one.index) for passage in self._rows(self._grids[one.index]))
        elif one.role in _LONG:
            yield from ((passage, one.index) for passage in _of_value(one))
        elif one.role in _WORDY:
            if one.index not in view.label_of_field.values() and (one.role is Role.HEADING or not self._names_field(one)):
                yield from ((passage, -1) for passage in self._text(one))
        elif one.role in FIELDS:
            yield Passage(Kind.FIELD, controls.field(self.context, one), (Piece(0, one.item.box),)), -1
        elif one.role in CHOICES | {Role.PROGRESS_BAR}:
            yield Passage(Kind.FIELD, controls.control(self.context, one.index), (Piece(0, one.item.box),)), -1

    def _names_field(self, one: Placed) -> bool:
        return words(one.item.name or one.item.value) in self.context.view.field_labels

    def _text(self, one: Placed) -> Iterator[Passage]:
        text = self._whole(one)
        if text:
            kind = Kind.HEADING if one.role is Role.HEADING else Kind.ENTRY if one.role in _ENTRIES else Kind.PARAGRAPH
            yield Passage(kind, text, (Piece(0, one.item.box),))

    def _whole(self, one: Placed) -> str:
        """All that it says: its own words, or those of the texts and links inside of it where these are more."""
        view = self.context.view
        own = clean(one.item.name or one.item.value, _LONGEST)
        below = [index for index in view.below(one.index) if not view.is_hidden(view.scene.items[index])]
        inside = [view.scene.items[index] for index in below if view.scene.items[index].role in _INSIDE]
        told = clean(" ".join(item.name or item.value for item in inside), _LONGEST)
        self._told.update(below)
        return told if len(told.split()) > len(own.split()) else own

    def _rows(self, grid: Grid) -> Iterator[Passage]:
        """A table by its rows, each cell under its header; a list by its entries. What else is inside is told where it stands."""
        self._told.update(one.index for one in self.placed if one.area == grid.container.index and one.role is Role.COLUMN_HEADER)
        self._told.update(thing.index for row in grid.rows for thing in row.things)
        for row in grid.rows:
            things = [thing for thing in row.things if not is_number_of_row(thing)]
            if len(things) == 1 and not grid.headers:
                yield from self._text(things[0])
                continue
            headers = [*grid.headers, *[""] * len(row.texts), *[""] * len(things)]
            texts = row.texts if grid.letters else [self._whole(thing) for thing in things]
            cells = tuple(Cell(headers[at], text) for at, text in enumerate(texts))
            if any(cell.text for cell in cells):
                box = around([thing.item.box for thing in things])
                yield Passage(Kind.ROW, row_text(cells), (Piece(0, box),), cells=cells)
