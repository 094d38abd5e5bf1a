"""Tables, trees and lists as rows and columns that can be asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmassist.backends.describer.extent import Extent, extent
from mmassist.backends.describer.questions.naming import Key, Nearness, key, nearness
from mmassist.backends.describer.questions.placing import ENTRIES
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.questions.wording import Noun
from mmassist.backends.describer.text import clean
from mmassist.backends.describer.view import Placed
from mmassist.values import Role, State
from mmassist.values.scene import column_letters

_CELLS = frozenset({Role.CELL, Role.ROW_HEADER})
_CONTAINERS = frozenset({Role.TABLE, Role.LIST, Role.TREE})
_LONGEST = 120
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1, 0 where it is not known. `texts`: by column, as they are shown. `things`: its cells or its entry."""

    number: int
    texts: tuple[str, ...]
    things: tuple[Placed, ...]
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """`headers`: empty for a list. `letters`: what a spreadsheet calls its columns, else empty."""

    container: Placed
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    extent: Extent
    letters: tuple[str, ...] = ()

    def column(self, said: str, endings: Sequence[str]) -> int:
        """The column of that name, -1 where there is none."""
        if said.upper() in self.letters:
            return self.letters.index(said.upper())
        asked = key(said)
        near = [(how, at) for at, header in enumerate(self.headers) if (how := _fits(asked, key(header), endings)) is not None]
        return min(near, default=(Nearness.SAME, -1))[1]

    def row(self, said: str, endings: Sequence[str]) -> list[Row]:
        """The rows of that name: their first cells count, or else any cell."""
        asked = key(said)
        for cells in (slice(0, 1), slice(1, None)):
            near: dict[Nearness, list[Row]] = {}
            for row in self.rows:
                fits = [how for text in row.texts[cells] if (how := _fits(asked, key(text), endings)) is not None]
                if fits:
                    near.setdefault(min(fits), []).append(row)
            if near:
                return near[min(near)]
        return []


def grids(scope: Scope) -> list[Grid]:
    """Those that hold something, the one with the focus first."""
    found = [grid for placed in scope.view.with_role(_CONTAINERS) if (grid := _grid(scope, placed)).rows or grid.headers]
    focused = set(scope.view.path(scope.view.scene.focus))
    return sorted(found, key=lambda grid: grid.container.index not in focused)


def _fits(asked: Key, name: Key, endings: Sequence[str]) -> Nearness | None:
    how = nearness(asked, name, endings)
    return how if how is not None and how is not Nearness.SCATTERED else None


def _grid(scope: Scope, container: Placed) -> Grid:
    inside = scope.view.by_area.get(container.index, [])
    headers = tuple(name for placed in inside if placed.role is Role.COLUMN_HEADER and (name := scope.context.name(placed.index)))
    cells = [placed for placed in inside if placed.role in _CELLS]
    entries = [placed for placed in inside if placed.role in ENTRIES]
    columns = sorted({placed.item.column for placed in cells if placed.item.address and shown(scope, placed)})
    known = _by_number(scope, cells) if cells else [((-1, at), [placed]) for at, placed in enumerate(entries)]
    how = extent(scope.view, container.index, [placed.item for placed in (cells or entries)])
    rows = [_row(scope, number, things, at if how is Extent.ALL else 0, columns) for at, ((number, _), things) in enumerate(known, 1)]
    rows = [row for row in rows if any(row.texts)]
    return Grid(container, headers or _headers_of_sheet(rows, columns), tuple(rows), how, tuple(map(column_letters, columns)))


def _headers_of_sheet(rows: Sequence[Row], columns: Sequence[int]) -> tuple[str, ...]:
    """The first row of a spreadsheet where it names the columns: no figure stands in it, and in each row below there is one. None where it
    does not."""
    if not columns or len(rows) < 2 or not all(text and not _FIGURE.search(text) for text in rows[0].texts):
        return ()
    return rows[0].texts if all(any(_FIGURE.search(text) for text in row.texts) for row in rows[1:]) else ()


def _by_number(scope: Scope, cells: Sequence[Placed]) -> list[tuple[tuple[int, int], list[Placed]]]:
    """Cells by the number that they share, or the row that holds them."""
    items = scope.view.scene.items
    rows: dict[tuple[int, int], list[Placed]] = {}
    for placed in cells:
        parent = placed.item.parent
        in_row = 0 <= parent < len(items) and items[parent].role is Role.ROW
        at = (placed.item.row, -1) if placed.item.row >= 0 else (-1, parent if in_row else placed.index)
        rows.setdefault(at, []).append(placed)
    return list(rows.items())


def _row(scope: Scope, number: int, things: Sequence[Placed], at: int, columns: Sequence[int]) -> Row:
    """`columns`: those of a spreadsheet that hold something; a row's empty cells are told to be there."""
    ordered = sorted(things, key=lambda placed: placed.item.column) if all(one.item.column >= 0 for one in things) else list(things)
    if columns:
        held = {placed.item.column: shown(scope, placed) for placed in ordered}
        texts = tuple(held.get(column, "") for column in columns)
    else:
        texts = tuple(shown(scope, placed) for placed in ordered if not is_number_of_row(placed))
    selected = any(
        State.SELECTED in scope.view.scene.items[index].states
        for placed in things
        for index in (placed.index, placed.item.parent)
        if 0 <= index < len(scope.view.scene.items) and scope.view.scene.items[index].role not in _CONTAINERS
    )
    return Row(number + 1 if number >= 0 else at, texts, tuple(ordered), selected)


def is_number_of_row(placed: Placed) -> bool:
    """Whether it is the number that a spreadsheet shows before each row."""
    return placed.role is Role.ROW_HEADER and placed.item.name.strip().isdigit()


def shown(scope: Scope, placed: Placed) -> str:
    """What a cell or an entry shows."""
    return clean(scope.view.shown_in(placed.index), _LONGEST)


def row_or_line(scope: Scope, noun: Noun) -> Noun:
    """A row where there are any, else a line of text, for a language that has one word for both."""
    is_both = noun.key == "row" and Role.TEXT in noun.roles
    return replace(noun, key="line") if is_both and not any(grid.rows for grid in grids(scope)) else noun
