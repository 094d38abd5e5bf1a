"""What is asked about single objects once the tree is known: values, text, labels, descriptions, levels, places in a table.

A password field is never asked for its text, its characters or its children. Numbers are AtspiRole's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request, prop
from mmassist.desktop.embedded import EMBEDDED
from mmassist.desktop.nodes import PASSWORD, Raw, number, reference, references, words

LONGEST_TEXT = 20_000
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
"""What a spreadsheet calls a cell; what is in it is its text."""

_LABELLED_BY = 2
_COMBO_BOX, _TERMINAL, _CELL = 11, 60, 56
_CHOOSERS = frozenset((31, 33, 98))
_FIELDS = frozenset((12, 52, 60, 61, 76, 77, 79))
_RANGES = frozenset((15, 42, 51, 52, 103))
_PERCENT = frozenset((42, 103))
_LEVELS = frozenset((32, 83, 91))
_HIERARCHIES = frozenset((31, 65, 66, 98))
_LABELLED = _FIELDS | _RANGES | {_COMBO_BOX, PASSWORD, 31, 55, 65, 66, 98}
_EXPLAINED = _FIELDS | {2, _COMBO_BOX, 15, 16, PASSWORD, 51}
# Buttons mostly explain themselves; where there are many, their descriptions are not worth the time.
_BUTTONS = frozenset((7, 43, 44, 62, 88, 130))
_MANY = 150
_NAMELESS = frozenset((34, 48, 50, 63, 90))
# Roles that carry their words as text rather than as a name: of web pages and documents.
_WORDY = frozenset((2, 10, 26, 29, 32, 47, 56, 57, 58, 71, 72, 73, 81, 83, 85, 88, 97, 105, 108, 109, 113, 116, 119, 120, 122, 123, 124))


async def ask_details(bus: Bus, nodes: Sequence[Raw], focus: Ref | None, structure: frozenset[int]) -> None:
    """Fills in what `nodes` lack, the focused one first; cut off at any time, what has come is kept. Raises ProgramGone.

    `structure`: roles that need no name.
    """
    names = {raw.ref: raw.name for raw in nodes}
    explained = _EXPLAINED if len(nodes) > _MANY else _EXPLAINED | _BUTTONS
    open_questions = [raw for raw in nodes if not raw.asked and _worth_asking(raw, explained, structure)]
    open_questions.sort(key=lambda raw: raw.ref != focus)

    async def work(raw: Raw) -> None:
        await _detail(bus, raw, names, explained)

    await atspi.in_parallel(open_questions, work)


async def detail(bus: Bus, raw: Raw) -> None:
    """The same for one object alone."""
    await _detail(bus, raw, {}, _EXPLAINED)


def is_wordy(raw: Raw) -> bool:
    """Whether its words are to be found in its text alone."""
    return not raw.name and raw.role in _WORDY and (raw.interfaces is None or raw.has(atspi.TEXT))


def holds_text(raw: Raw) -> bool:
    """Whether it is a field whose text was asked."""
    return raw.asked and raw.role in _FIELDS


def _worth_asking(raw: Raw, explained: frozenset[int], structure: frozenset[int]) -> bool:
    described = raw.interfaces is not None
    return (
        raw.role in _LABELLED
        or (raw.role in explained and not described)
        or (not raw.name and raw.role not in structure and raw.role not in _NAMELESS)
        or is_wordy(raw)
        or _is_unplaced(raw)
        or _has_level(raw)
    )


async def _detail(bus: Bus, raw: Raw, names: Mapping[Ref, str], explained: frozenset[int]) -> None:
    if raw.role in _LABELLED or (not raw.name and raw.role not in _NAMELESS | _WORDY):
        raw.labelled_by = await _label(bus, raw, names)
    if raw.role in explained and raw.interfaces is None:
        raw.description = words(await bus.ask(prop(raw.ref, atspi.ACCESSIBLE, "Description")))
    if raw.role == PASSWORD:
        return
    if raw.role in _FIELDS or is_wordy(raw) or (raw.role == _CELL and not raw.text and ADDRESS.fullmatch(raw.name)):
        raw.text = await text_of(bus, raw)
    if raw.role in _RANGES and not raw.text:
        raw.value = await _range(bus, raw)
    if raw.role == _COMBO_BOX:
        raw.value = await _choice(bus, raw)
    if _is_unplaced(raw):
        raw.row, raw.column = await _position(bus, raw)
    if _has_level(raw):
        raw.level = await _level(bus, raw)
    raw.asked = True


async def _label(bus: Bus, raw: Raw, names: Mapping[Ref, str]) -> str:
    relations = await bus.ask(Request(*raw.ref, atspi.ACCESSIBLE, "GetRelationSet"))
    targets: list[Ref] = []
    for relation in relations if isinstance(relations, list) else ():
        match relation:
            case [int(kind), list(found)] if kind == _LABELLED_BY:
                targets += references(found)
    labels = [names[ref] if ref in names else words(await bus.ask(prop(ref, atspi.ACCESSIBLE, "Name"))) for ref in targets[:4]]
    return " ".join(filter(None, labels))


async def text_of(bus: Bus, raw: Raw) -> str:
    """The beginning of its text; of a terminal the end, which is what is on the screen. Marks where it holds objects are kept: of what
    people type there are none."""
    return await text_within(bus, raw, number(await bus.ask(length_of(raw)), 0))


def length_of(raw: Raw) -> Request:
    """Asks of how many characters its text is."""
    return prop(raw.ref, atspi.TEXT, "CharacterCount")


async def text_within(bus: Bus, raw: Raw, length: int) -> str:
    """As `text_of`, of a text of so many characters."""
    if length <= 0:
        return ""
    start = max(0, length - LONGEST_TEXT) if raw.role == _TERMINAL else 0
    found = await bus.ask(Request(*raw.ref, atspi.TEXT, "GetText", "ii", (start, min(length, start + LONGEST_TEXT))))
    return (found if raw.role in _WORDY else found.replace(EMBEDDED, " ")).rstrip() if isinstance(found, str) else ""


async def _range(bus: Bus, raw: Raw) -> str:
    """The number of a slider or spin box; of a bar, and of what runs from 0 to 1, the percentage. "" where it has no end yet."""
    now, low, high = [await bus.ask(prop(raw.ref, atspi.VALUE, f"{which}Value")) for which in ("Current", "Minimum", "Maximum")]
    match now, low, high:
        case int() | float(), int() | float(), int() | float():
            return ranged(float(now), float(low), float(high), percent=raw.role in _PERCENT)
    return ""


def ranged(now: float, low: float, high: float, *, percent: bool) -> str:
    """How a value between `low` and `high` is said."""
    if percent or (low == 0 and high == 1):
        return f"{round(100 * (now - low) / (high - low))}%" if high > low and low <= now <= high else ""
    return f"{now:.10g}"


async def _choice(bus: Bus, raw: Raw) -> str:
    """What is chosen in a combo box; web browsers tell that of the menu or list inside of it."""
    holder = raw if raw.has(atspi.SELECTION) else next((child for child in raw.children if child.role in _CHOOSERS), None)
    if holder is None:
        return ""
    chosen = reference(await bus.ask(Request(*holder.ref, atspi.SELECTION, "GetSelectedChild", "i", (0,))))
    return words(await bus.ask(prop(chosen, atspi.ACCESSIBLE, "Name"))) if chosen else ""


def _in_table(raw: Raw) -> bool:
    return raw.role == _CELL and raw.parent is not None and raw.parent.role not in _HIERARCHIES


def _is_unplaced(raw: Raw) -> bool:
    return raw.row < 0 and _in_table(raw)


async def _position(bus: Bus, raw: Raw) -> tuple[int, int]:
    match await bus.ask(prop(raw.ref, atspi.TABLE_CELL, "Position")):
        case [int(row), int(column)] if row >= 0 and column >= 0:
            return row, column
    return placed(raw.name)


def placed(address: str) -> tuple[int, int]:
    """Row and column, from 0, of what a spreadsheet calls so; -1 for any other name."""
    if not ADDRESS.fullmatch(address):
        return -1, -1
    letters = address.rstrip("0123456789")
    column = functools.reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, letters, 0)
    return int(address[len(letters) :]) - 1, column - 1


def complete_positions(nodes: Sequence[Raw]) -> None:
    """GTK does not answer for the first cell of a table: its neighbours in the same row and column tell."""
    cells = [raw for raw in nodes if _in_table(raw) and raw.extents]
    rows = {(raw.parent, raw.extents[1]): raw.row for raw in cells if raw.extents and raw.row >= 0}
    columns = {(raw.parent, raw.extents[0]): raw.column for raw in cells if raw.extents and raw.column >= 0}
    for raw in cells:
        if raw.extents and raw.row < 0:
            raw.row = rows.get((raw.parent, raw.extents[1]), -1)
            raw.column = columns.get((raw.parent, raw.extents[0]), -1)


def _has_level(raw: Raw) -> bool:
    return raw.role in _LEVELS or (raw.role == _CELL and raw.parent is not None and raw.parent.role in _HIERARCHIES)


async def _level(bus: Bus, raw: Raw) -> int:
    attributes: Any = await bus.ask(Request(*raw.ref, atspi.ACCESSIBLE, "GetAttributes"))
    level = attributes.get("level") if isinstance(attributes, dict) else None
    return int(level) if isinstance(level, str) and level.isdecimal() and len(level) < 3 else 0
