"""Where a thing stands, as people tell it: third of five in the list Voice, right of Cancel, at the bottom right."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.backends.describer.extent import Extent, extent
from mmassist.backends.describer.places import place
from mmassist.backends.describer.questions.beside import OPPOSITE, on_side
from mmassist.backends.describer.questions.scope import Scope
from mmassist.backends.describer.view import BUTTONS, CHOICES, FIELDS, MENUS, Placed
from mmassist.values import Role

ENTRIES = frozenset({Role.LIST_ITEM, Role.TREE_ITEM, Role.ICON})
_BIG = frozenset({Role.LIST, Role.TREE, Role.TABLE, Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_KINDS = (BUTTONS, CHOICES, FIELDS | {Role.TEXT_AREA}, frozenset({Role.LINK}))
_BARS = frozenset({Role.TOOL_BAR})


def where(scope: Scope, placed: Placed) -> str:
    """The place in a few words, or "" where none is known. What is near comes first: "at the bottom, left of Save" could be misheard."""
    inside = _inside(scope, placed)
    if inside and placed.role in ENTRIES | MENUS | {Role.CELL, Role.TAB, Role.MENU}:
        return inside
    region = place(scope.context, [placed]) if placed.role not in _BIG else ""
    return scope.phrases.clauses([inside, _among(scope, placed), _group(scope, placed), region])


def thing(scope: Scope, placed: Placed) -> str:
    """Name and role, with the place where it is known: one of several."""
    at = where(scope, placed)
    return scope.wording.say("item_placed", name=scope.identity(placed), place=at) if at else scope.identity(placed)


def container(scope: Scope, index: int) -> str:
    """ "the list Voice"."""
    name, noun = scope.context.name(index), scope.phrases.noun(scope.view.scene.items[index].role)
    return scope.wording.where("container" if name else "container_unnamed", noun=noun, name=name)


def column_name(scope: Scope, cell: Placed) -> str:
    """The header of a cell's column, "" where there is none."""
    headers = [one for one in scope.view.by_area.get(cell.area, ()) if one.role is Role.COLUMN_HEADER]
    known = [one for one in headers if one.item.column == cell.item.column] or headers[cell.item.column :][: cell.item.column >= 0]
    return scope.context.name(known[0].index) if known else ""


def _inside(scope: Scope, placed: Placed) -> str:
    """ "third of nine in the list Voice", "in row 3, column Size", "second of 4 tabs", "in the tool bar"."""
    wording, view = scope.wording, scope.view
    if placed.item.address:
        return wording.where("in_address", name=placed.item.address)
    if placed.role is Role.CELL and placed.item.row >= 0:
        header = column_name(scope, placed)
        return wording.where("in_cell" if header else "in_row", row=placed.item.row + 1, column=header)
    if placed.role is Role.TAB:
        return _counted(scope, placed, [one for one in view.placed if one.role is Role.TAB and one.area == placed.area])
    if placed.role in MENUS | {Role.MENU} and view.area_role(placed) is Role.MENU_BAR:
        alike = [one for one in view.by_area.get(placed.area, ()) if one.role in MENUS | {Role.MENU}]
        return scope.phrases.clauses([_counted(scope, placed, alike), wording.where("in_menu_bar")])
    if placed.role in ENTRIES | MENUS and placed.area >= 0:
        alike = [one for one in view.by_area.get(placed.area, ()) if one.role is placed.role]
        is_all = placed.role in MENUS or extent(view, placed.area, [one.item for one in alike]) is Extent.ALL
        nth = wording.nth(alike.index(placed) + 1)
        said = wording.where("nth_of", nth=nth, total=len(alike)) if is_all else wording.where("nth_in_view", nth=nth)
        return wording.where("in_list", place=said, container=container(scope, placed.area))
    return wording.where("in_tool_bar") if view.within(placed, _BARS) else ""


def _counted(scope: Scope, placed: Placed, alike: Sequence[Placed]) -> str:
    if len(alike) < 2 or placed not in alike:
        return ""
    units = scope.phrases.count(len(alike), placed.role.value)
    return scope.wording.where("nth_of_kind", nth=scope.wording.nth(list(alike).index(placed) + 1), units=units)


def _among(scope: Scope, placed: Placed) -> str:
    """Among its like side by side: "third of 3 buttons", "third in the second row"; else by its neighbour: "below Name"."""
    kind = next((kind for kind in _KINDS if placed.role in kind), frozenset[Role]())
    if not kind or placed.item.box is None:
        return ""
    alike = [one for one in scope.view.placed if one.role in kind and one.item.box and one.area == placed.area]
    rows = in_rows(alike)
    row = next(row for row in rows if placed in row)
    if len(row) > 2 and sum(len(one) > 2 for one in rows) > 1:
        nth, number = scope.wording.nth(row.index(placed) + 1), scope.wording.nth(rows.index(row) + 1)
        return scope.wording.where("grid_row", nth=nth, row=number)
    if len(row) > 2:
        return _counted(scope, placed, row) if len({one.role for one in row}) == 1 else ""
    others = [one for one in alike if one is not placed and scope.context.name(one.index)]
    for side in ("right", "left") if len(row) > 1 else ("below", "above"):
        if near := on_side(placed, OPPOSITE[side], others):
            return scope.wording.where(side, name=scope.name(near[0]))
    return ""


def in_rows(things: Sequence[Placed]) -> list[list[Placed]]:
    """Things with boxes by rows from top to bottom, those side by side from left to right."""
    boxed = sorted(((box, placed) for placed in things if (box := placed.item.box)), key=lambda one: one[0].centre[1])
    rows: list[list[tuple[int, Placed]]] = []
    bottom = None
    for box, placed in boxed:
        if bottom is None or box.centre[1] >= bottom:
            rows.append([])
            bottom = box.bottom
        rows[-1].append((box.x, placed))
    return [[placed for _, placed in sorted(row, key=lambda one: one[0])] for row in rows]


def _group(scope: Scope, placed: Placed) -> str:
    name = scope.context.name(placed.group) if placed.group >= 0 else ""
    return scope.wording.where("in_group", name=scope.phrases.listed([name])) if name else ""
