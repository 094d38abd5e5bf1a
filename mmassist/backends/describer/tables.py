"""Lists, trees, tables and open menus, summarised: how many, of what, the first, and what is selected."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from mmassist.backends.describer import controls
from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.extent import Extent, counted, extent
from mmassist.backends.describer.runs import in_runs
from mmassist.backends.describer.text import clean, closed, label, words
from mmassist.backends.describer.view import MENUS, Placed
from mmassist.values import Item, Role, State, Verbosity

_NAMES = {Verbosity.BRIEF: 0, Verbosity.NORMAL: 7, Verbosity.FULL: 60}
_ROWS = {Verbosity.BRIEF: 0, Verbosity.NORMAL: 1, Verbosity.FULL: 12}
_ROWS_AND_CELLS = frozenset({Role.CELL, Role.ROW, Role.ROW_HEADER, Role.TREE_ITEM})
_CELL = 60
_MAX_CELLS = 12


@dataclass(slots=True)
class _Row:
    """One row while it is put together. `number` counts from 1, 0 where it is not known; `focused`: which cell has the focus, or -1."""

    number: int
    cells: list[str] = field(default_factory=list)
    is_selected: bool = False
    focused: int = -1


def statements(context: Context) -> Iterator[Statement]:
    view = context.view
    for placed in view.with_role({Role.TABLE}):
        yield from _table(context, placed)
    for role, members, phrase in (
        (Role.LIST, {Role.LIST_ITEM, Role.ICON}, "list"),
        (Role.TREE, {Role.TREE_ITEM, Role.LIST_ITEM, Role.CELL}, "tree"),
        (Role.MENU, MENUS | {Role.MENU}, "menu_open"),
    ):
        for placed in view.with_role({role}):
            if role is not Role.MENU or view.area_role(placed) is not Role.MENU_BAR or _opened(context, placed):
                yield from _list(context, placed, members, phrase)


def _opened(context: Context, menu: Placed) -> bool:
    return any(inner.role in MENUS for inner in context.view.by_area.get(menu.index, ()))


def _list(context: Context, placed: Placed, roles: Set[Role], phrase: str) -> Iterator[Statement]:
    view, phrases = context.view, context.phrases
    members = [member for member in view.by_area.get(placed.index, ()) if member.role in roles]
    name = _name(context, placed)
    if not members:
        if phrase != "menu_open" and not _holds_other_things(context, placed) and not context.is_brief:
            said = phrases.say(f"named_{phrase}_empty", name=name) if name else phrases.say(f"{phrase}_empty")
            yield Statement(Rank.LISTS, closed(said))
        return
    is_menu = phrase == "menu_open"
    how = Extent.ALL if is_menu else extent(view, placed.index, [member.item for member in members])
    items = counted(context, how, len(members), "entry" if is_menu else "item")
    said = phrases.say(f"named_{phrase}", name=name, items=items) if name else phrases.say(phrase, items=items)
    names = [_member(context, member) for member in members]
    names = [name for name in names if name]
    limit = _NAMES[context.verbosity] if not is_menu else 60
    *first, last = in_runs(names[:limit]) or [[]]
    for run in first:
        yield Statement(Rank.LISTS, closed(phrases.say("members", list=said, names=phrases.listed(run))))
        said = phrases.say("more_items")
    if last:
        listed = phrases.listed(last)
        if len(names) > limit:
            key = "and_more" if how is Extent.ALL else "and_others"
            quoted = [phrases.listed([name]) for name in last]
            listed = phrases.say(key, names=phrases.clauses(quoted), n=len(names) - limit)
        said = phrases.say("members", list=said, names=listed)
    yield Statement(Rank.LISTS, closed(said))
    selected = [context.name(member.index) for member in members if State.SELECTED in member.item.states]
    if (selected := [name for name in selected if name]) and not _is_selection_told(context, placed, members):
        yield Statement(Rank.LISTS, closed(phrases.say("selected", of=len(selected), names=phrases.listed(selected[:12]))))


def _name(context: Context, placed: Placed) -> str:
    """What it is called, unless that was told with the focus, which it has."""
    is_told = context.is_focus(placed.index) and context.told.has(controls.identity(context, placed.index))
    return "" if is_told else context.name(placed.index)


def _is_selection_told(context: Context, placed: Placed, members: list[Placed]) -> bool:
    """Whether what is selected was told with the focus, which is on the list or on the one entry."""
    if context.is_focus(placed.index):
        return context.told.has(controls.selected_inside(context, placed.index))
    return context.view.focus >= 0 and _is_focus_alone(context, members)


def _is_focus_alone(context: Context, members: list[Placed]) -> bool:
    """Whether the one selected entry is the focus, which is told with its state."""
    return [member.index for member in members if State.SELECTED in member.item.states] == [context.view.focus]


def _member(context: Context, member: Placed) -> str:
    name, states = context.name(member.index), member.item.states
    extra = ""
    if member.role in {Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM} or (State.CHECKABLE in states and State.CHECKED in states):
        extra = context.phrases.state("checked", member.role) if State.CHECKED in states else ""
    elif State.DISABLED in states:
        extra = context.phrases.state("disabled", member.role)
    elif State.EXPANDED in states and member.role is Role.TREE_ITEM:
        extra = context.phrases.state("expanded", member.role)
    return f"{name} ({extra})" if name and extra else name


def _holds_other_things(context: Context, placed: Placed) -> bool:
    return bool(context.view.by_area.get(placed.index))


def _table(context: Context, placed: Placed) -> Iterator[Statement]:
    phrases = context.phrases
    name = _name(context, placed)
    headers, rows = _read(context, placed)
    if not rows:
        if not context.is_brief:
            said = phrases.say("named_table_empty", name=name) if name else phrases.say("table_empty")
            yield Statement(Rank.LISTS, closed(phrases.say("with_columns", table=said, names=phrases.listed(headers)) if headers else said))
        return
    how = extent(context.view, placed.index, _cells_of(context, placed))
    if how is Extent.ALL:
        for number, row in enumerate(rows, 1):
            row.number = row.number or number
    width = len(headers) or max(len(row.cells) for row in rows)
    key = ("named_table" if name else "table") + ("" if width > 1 else "_rows")
    said = phrases.say(key, name=name, rows=counted(context, how, len(rows), "row"), columns=phrases.count(width, "column"))
    told = headers[: 5 if context.is_brief else 30]
    yield Statement(Rank.LISTS, closed(phrases.say("with_columns", table=said, names=phrases.listed(told)) if told else said))
    shown = rows[: _ROWS[context.verbosity]]
    selected = [row for row in rows if (row.is_selected or row.focused >= 0) and row not in shown][:5]
    for row in [*selected, *shown]:
        if said := _row(context, row, is_first=row is rows[0]):
            yield Statement(Rank.LISTS, closed(said))
    if context.is_full and len(rows) > len(shown):
        rest = len(rows) - len(shown)
        left = phrases.count(rest, "more_row")
        yield Statement(Rank.LISTS, closed(phrases.opened(phrases.say("in_view", of=rest, count=left) if how is Extent.IN_VIEW else left)))


def _cells_of(context: Context, table: Placed) -> list[Item]:
    return [placed.item for placed in context.view.by_area.get(table.index, ()) if placed.role in _ROWS_AND_CELLS]


def _row(context: Context, row: _Row, *, is_first: bool) -> str:
    """ "Row 3, selected: a, b"; of the row that has the focus what the focus did not tell, "" if that was all."""
    key = "rest_of_row" if row.focused >= 0 else "selected_row" if row.is_selected else "row"
    if key == "row" and is_first and row.number < 2:
        key = "first_row"
    if not row.number:
        key += "_in_view"
    cells = [clean(cell, _CELL) for at, cell in enumerate(row.cells[:_MAX_CELLS]) if at != row.focused]
    return context.phrases.say(key, cells=context.phrases.clauses(cells), index=row.number) if cells else ""


def _read(context: Context, table: Placed) -> tuple[list[str], list[_Row]]:
    """Column headers, and rows by the cells' row numbers or else by the row that holds them."""
    view = context.view
    headers: list[str] = []
    rows: dict[tuple[str, int], _Row] = {}
    for placed in view.by_area.get(table.index, ()):
        item = placed.item
        if placed.role is Role.COLUMN_HEADER and (name := label(item.name)):
            headers.append(name)
        if placed.role not in _ROWS_AND_CELLS:
            continue
        row = rows.setdefault(_key(context, placed, item.row), _Row(0))
        row.number = item.row + 1 if item.row >= 0 else row.number
        row.is_selected = row.is_selected or State.SELECTED in item.states
        text = clean(view.shown_in(placed.index), _CELL)
        if placed.role is not Role.ROW and text and not (placed.role is Role.ROW_HEADER and words(text).strip().isdigit()):
            row.focused = len(row.cells) if context.is_focus(placed.index) else row.focused
            row.cells.append(text)
    return headers, [row for row in rows.values() if row.cells]


def _key(context: Context, placed: Placed, number: int) -> tuple[str, int]:
    """Cells of one row share a number, or a parent that is a row; anything else is a row of its own."""
    if placed.role is Role.ROW:
        return "row", placed.index
    parent = placed.item.parent
    if 0 <= parent < len(context.view.scene.items) and context.view.scene.items[parent].role is Role.ROW:
        return "row", parent
    return ("number", number) if number >= 0 else ("alone", placed.index)
