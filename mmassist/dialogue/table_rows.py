"""Tables for a prompt: one line for the headers, one for each row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.dialogue.entries import Entry
from mmassist.dialogue.kinds import CELLS, CHOICES
from mmassist.dialogue.seen import FIRST_ENTRIES, Rank, Seen
from mmassist.dialogue.untrusted import one_line, quoted
from mmassist.values import Role, State

_CELL, _COLUMNS = 160, 60
_BEFORE_ALL = -1000.0


@dataclass(frozen=True, slots=True)
class Rows:
    """`covered`: the items that these lines tell, with all that is in them."""

    entries: list[Entry]
    covered: frozenset[int]


def rows_of(seen: Seen, table: int, depth: int) -> Rows:
    """The rows of the table at this index that are in view."""
    items = seen.scene.items
    cells = [index for index in _cells(seen, table) if not seen.is_unseen(items[index])]
    headers = [index for index in cells if items[index].role is Role.COLUMN_HEADER]
    rows: dict[tuple[str, int], list[int]] = {}
    for index in cells:
        if index not in headers:
            rows.setdefault(_row_of(seen, index, table), []).append(index)
    indent = " " * (depth + 1)
    entries = []
    for position, (key, members) in enumerate(rows.items()):
        number = key[1] + 1 if key[0] == "row" else position + 1
        entries.append(_row(seen, members, indent, number, position))
    if headers:
        texts = _joined([_cell(seen, index) for index in headers])
        rank = min((entry.rank for entry in entries), default=Rank.TEXT)
        entries.insert(0, Entry(f"{indent}header: {texts}", max(rank, Rank.NEAR), "headers", _BEFORE_ALL))
    holders = {items[index].parent for index in cells if items[items[index].parent].role is Role.ROW}
    covered = {below for index in cells for below in (index, *seen.below(index))} | holders
    return Rows(entries, frozenset(covered))


def _cells(seen: Seen, table: int) -> list[int]:
    """The table's own cells, not those of a table inside of one."""
    found: list[int] = []
    stack = [*reversed(seen.children.get(table, ()))]
    while stack:
        index = stack.pop()
        role = seen.scene.items[index].role
        if role in CELLS:
            found.append(index)
        elif role is not Role.TABLE:
            stack += reversed(seen.children.get(index, ()))
    return found


def _row_of(seen: Seen, index: int, table: int) -> tuple[str, int]:
    """By the program's own count, else by the row that holds the cell, else by its height in the picture."""
    item = seen.scene.items[index]
    if item.row >= 0:
        return "row", item.row
    if item.parent != table:
        return "parent", item.parent
    return ("y", round(item.box.centre[1] / 8)) if item.box else ("cell", index)


def _row(seen: Seen, members: Sequence[int], indent: str, number: int, position: int) -> Entry:
    items = seen.scene.items
    states = {state for index in members for state in (*items[index].states, *_states_of_row(seen, index))}
    has_focus = any(index in seen.focus_path for index in members)
    marks = [state.value for state in (State.SELECTED, State.DISABLED, State.EXPANDED, State.COLLAPSED) if state in states]
    if any(seen.is_changed(items[index].box) for index in members):
        marks.append("changed")
    texts = _joined([_cell(seen, index) for index in members])
    states_told = f" [{', '.join(marks)}]" if marks else ""
    line = f"{'>' if has_focus else ''}{indent}row {number}: {texts}{states_told}"
    asked = seen.asked(*(text for index in members for text in (items[index].name, items[index].value)))
    rank = Rank.NEAR if asked and not has_focus else _rank(marks, position, has_focus=has_focus)
    return Entry(line, rank, "rows", position / (position + 1) - asked)


def _states_of_row(seen: Seen, cell: int) -> frozenset[State]:
    parent = seen.scene.items[cell].parent
    holder = seen.scene.items[parent] if 0 <= parent < len(seen.scene.items) else None
    return holder.states if holder and holder.role is Role.ROW else frozenset()


def _rank(marks: Sequence[str], position: int, *, has_focus: bool) -> Rank:
    if has_focus:
        return Rank.FOCUS
    if marks:
        return Rank.NEAR
    return Rank.TEXT if position < FIRST_ENTRIES else Rank.REST


def _cell(seen: Seen, index: int) -> str:
    """A cell's own text, else that of what is in it; whether a choice in it is checked; what the picture shows where it differs."""
    items = seen.scene.items
    inside = [items[below] for below in seen.below(index)]
    item = items[index]
    own = (
        f"{item.address} {item.name}".strip()
        or item.value
        or " ".join(one.name or one.value for one in inside if one.role is not Role.PASSWORD)
    )
    text = one_line(own, _CELL)
    text = quoted(text) if "|" in text or '"' in text else text
    choices = [one for one in (item, *inside) if one.role in CHOICES or (one is item and State.CHECKED in one.states)]
    checked = ["checked" if State.CHECKED in one.states else "not checked" for one in choices]
    shown = one_line(item.pixels_say, _CELL)
    return " ".join([*([text] if text else []), *checked, *([f"picture shows {quoted(shown)}"] if shown else [])])


def _joined(cells: Sequence[str]) -> str:
    more = f" | {len(cells) - _COLUMNS} more columns are not shown" if len(cells) > _COLUMNS else ""
    return " | ".join(cell or "empty" for cell in cells[:_COLUMNS]) + more
