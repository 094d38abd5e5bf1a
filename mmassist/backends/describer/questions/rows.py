"""Answers about rows, columns and cells: "what is the size in row 3"."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.backends.describer.questions.finding import bare
from mmassist.backends.describer.questions.grid import Grid, Row, grids
from mmassist.backends.describer.questions.scope import MOST_NAMED, Scope
from mmassist.backends.describer.questions.wording import Asked

_MOST_CELLS = 12
_MOST_ROWS = 4


def cell(scope: Scope, asked: Asked) -> str | None:
    """The cell of a row and a column; None where no table has such a column, for then something else is asked."""
    endings = scope.wording.tables["frame"]["plural"]
    for grid in grids(scope):
        name = bare(scope, asked.part("column"))
        at = grid.column(name, endings)
        if at < 0 and 0 < (number := scope.wording.number(name)) <= len(grid.headers):
            at = number - 1
        if at < 0:
            continue
        rows = _rows(scope, grid, asked)
        if not rows:
            return _no_row(scope, grid, asked)
        said = [_cell(scope, row, at, is_one=len(rows) == 1) for row in rows[:_MOST_ROWS]]
        return " ".join(said)
    return None


def _cell(scope: Scope, row: Row, at: int, *, is_one: bool) -> str:
    text = row.texts[at] if at < len(row.texts) else ""
    if is_one:
        return scope.say("cell", text=text) if text else scope.say("cell_empty")
    return scope.say("row", number=row.number, cells=scope.phrases.clauses([row.texts[0], text if at else ""])) if row.number else text


def whole_row(scope: Scope, asked: Asked) -> str | None:
    for grid in grids(scope):
        if rows := _rows(scope, grid, asked):
            return " ".join(told(scope, grid, row) for row in rows[:_MOST_ROWS])
    return scope.say("selected_none") if "chosen" in asked.parts and grids(scope) else None


def column(scope: Scope, asked: Asked) -> str | None:
    """All cells of a column."""
    found = [grid for grid in grids(scope) if grid.headers or grid.letters]
    name = bare(scope, asked.part("column"))
    for grid in found:
        at = grid.column(name, scope.wording.tables["frame"]["plural"])
        if at >= 0:
            return _column(scope, grid, at)
    if not found:
        return None
    return scope.say("no_column", name=name[:60], names=scope.phrases.listed((found[0].headers or found[0].letters)[:_MOST_CELLS]))


def _column(scope: Scope, grid: Grid, at: int) -> str:
    name = (grid.headers or grid.letters)[at]
    texts = [row.texts[at] for row in grid.rows[:MOST_NAMED] if at < len(row.texts) and row.texts[at] not in ("", name)]
    head = scope.wording.say("column_head", name=name)
    return scope.runs(texts, head) if texts else scope.say("value_empty", name=name)


def nth_column(scope: Scope, number: int) -> str | None:
    """All cells of a column by its number, -1 for the last."""
    for grid in grids(scope):
        width = len(grid.headers or grid.letters)
        at = number - 1 if number > 0 else width + number
        if 0 <= at < width:
            return _column(scope, grid, at)
    return None


def nth_row(scope: Scope, grid: Grid, number: int) -> Row | None:
    """By its number; -1 is the last one that is known."""
    if number < 0:
        return grid.rows[number] if len(grid.rows) >= -number else None
    known = next((row for row in grid.rows if row.number == number), None)
    return known or (grid.rows[number - 1] if number <= len(grid.rows) and not any(row.number for row in grid.rows) else None)


def told(scope: Scope, grid: Grid, row: Row) -> str:
    """ "Row 3: Name budget-4.txt, Size 12 KB."; an entry of a list as it is."""
    if not grid.headers and len(row.texts) == 1:
        return scope.say("row_unknown", cells=row.texts[0])
    cells = [
        scope.wording.say("cell_headed", header=grid.headers[at], text=text)
        if 0 < at < len(grid.headers) and grid.headers[at] != text
        else text
        for at, text in enumerate(row.texts[:_MOST_CELLS])
        if text
    ]
    if row.number:
        return scope.say("row", number=row.number, cells=scope.phrases.clauses(cells))
    return scope.say("row_unknown", cells=scope.phrases.clauses(cells))


def _rows(scope: Scope, grid: Grid, asked: Asked) -> Sequence[Row]:
    if "chosen" in asked.parts:
        return [row for row in grid.rows if row.selected]
    if nth := asked.part("nth"):
        row = nth_row(scope, grid, scope.wording.number(nth))
        return [row] if row else []
    return grid.row(bare(scope, asked.part("row")), scope.wording.tables["frame"]["plural"])


def _no_row(scope: Scope, grid: Grid, asked: Asked) -> str | None:
    if "chosen" in asked.parts:
        return scope.say("selected_none")
    if "nth" in asked.parts:
        count = scope.phrases.count(len(grid.rows), "row")
        return scope.say("unit_too_few", count=count)
    return scope.say("no_row", name=asked.part("row")[:60])
