"""One element of UI Automation in mmassist's words: `resources/uia.toml`, and what its properties mean together."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from mmassist.desktop.details import ranged
from mmassist.desktop.items import box_of
from mmassist.values import Node, Role, State

_ON, _MIXED = 1, 2  # ToggleState
_COLLAPSED, _EXPANDED, _PARTLY = 0, 1, 2  # ExpandCollapseState
_BUTTON, _MENU_ITEM, _PROGRESS = 50000, 50011, 50012
_WRITABLE = frozenset((Role.TEXT_FIELD, Role.TEXT_AREA, Role.SPIN_BOX, Role.COMBO_BOX))

Read = Callable[[int], Any]
"""The value of a property by its number, None where it can't be read."""


@dataclass(frozen=True, slots=True)
class Words:
    """Numbers by what they are called in the table. `reads`: by control type, the groups that are read of it."""

    roles: dict[int, Role]
    structure: frozenset[int]
    left_out: frozenset[int]
    leaves: frozenset[int]
    common: dict[str, int]
    patterns: dict[str, int]
    values: dict[str, int]
    reads: dict[int, tuple[str, ...]]
    headings: range

    @classmethod
    def load(cls) -> Words:
        data = tomllib.loads((resources.files("mmassist") / "resources" / "uia.toml").read_text("utf-8"))
        first = data["headings"]["first"]
        return cls(
            roles={int(number): Role(name) for number, name in data["roles"].items()},
            structure=frozenset(data["structure"]["types"]),
            left_out=frozenset(data["left_out"]["types"]),
            leaves=frozenset(data["leaves"]["types"]),
            common=data["common"],
            patterns=data["patterns"],
            values=data["values"],
            reads={int(number): tuple(groups) for number, groups in data["reads"].items()},
            headings=range(first, first + data["headings"]["count"]),
        )

    @property
    def harvested(self) -> list[int]:
        """All properties that are asked of a whole tree. What fields hold is not among them: it is never asked of a password field."""
        return [*self.common.values(), *self.patterns.values(), *(number for name, number in self.values.items() if name != "value")]

    def node(self, read: Read) -> Node:
        """Without what it holds, if it is a field, and without its place in the tree."""
        kind = self._number(read, "type")
        groups = () if read(self.common["password"]) else self.reads.get(kind, ())
        row, column = self._cell(read) if self._has(read, groups, "grid") else (-1, -1)
        states = self._states(read, kind, groups)
        role = self._role(read, kind, states)
        name = _words(read(self.common["name"]))
        described = _words(read(self.common["help"]))
        return Node(
            role=role,
            name=name,
            parent=-1,
            states=states if role in _WRITABLE else states - {State.EDITABLE, State.READ_ONLY},
            value=self._range(read, kind) if self._has(read, groups, "range") else "",
            description=described if described != name else "",
            box=box_of(read(self.common["bounds"]) or ()),
            level=self._level(read, groups),
            row=row,
            column=column,
        )

    def _role(self, read: Read, kind: int, states: frozenset[State]) -> Role:
        if read(self.common["password"]):
            return Role.PASSWORD
        if self._number(read, "heading") in self.headings:
            return Role.HEADING
        role = self.roles.get(kind, Role.UNKNOWN)
        toggles = bool(read(self.patterns["toggle"]))
        if role is Role.BUTTON and kind == _BUTTON and toggles:
            return Role.TOGGLE_BUTTON
        if role is Role.MENU_ITEM and toggles:
            return Role.CHECK_MENU_ITEM
        if role is Role.DOCUMENT and State.EDITABLE in states:
            return Role.TEXT_AREA
        if role is Role.WINDOW and (State.MODAL in states or read(self.values["dialog"])):
            return Role.DIALOG
        if role in (Role.ROW, Role.GROUP) and read(self.patterns["grid"]):
            return Role.CELL
        return role

    def _states(self, read: Read, kind: int, groups: tuple[str, ...]) -> frozenset[State]:
        facts = {
            State.SHOWING: True,
            State.FOCUSED: read(self.common["focused"]),
            State.FOCUSABLE: read(self.common["focusable"]),
            State.DISABLED: read(self.common["enabled"]) is False,
            State.SELECTED: self._of(read, groups, "select") is True,
            State.MODAL: self._has(read, groups, "window") and read(self.values["modal"]),
            State.REQUIRED: "required" in groups and read(self.values["required"]),
            State.INVALID: "valid" in groups and read(self.values["valid"]) is False,
            State.POPUP: kind == _MENU_ITEM and self._of(read, groups, "expand") in (_COLLAPSED, _EXPANDED),
        }
        if self._has(read, groups, "value"):
            fixed = bool(read(self.values["read_only"]))
            facts |= {State.READ_ONLY: fixed, State.EDITABLE: not fixed}
        found = {state for state, holds in facts.items() if holds}
        return frozenset(found | self._turned(read, kind, groups))

    def _turned(self, read: Read, kind: int, groups: tuple[str, ...]) -> set[State]:
        """Ticked, pressed, open."""
        found = set()
        toggled, opened = self._of(read, groups, "toggle"), self._of(read, groups, "expand")
        if toggled is not None and kind != _BUTTON:
            found.add(State.CHECKABLE)
        if toggled == _ON:
            found.add(State.PRESSED if kind == _BUTTON else State.CHECKED)
        elif toggled == _MIXED:
            found.add(State.MIXED)
        if self.roles.get(kind) is Role.RADIO:
            found.add(State.CHECKABLE)
            if self._of(read, groups, "select"):
                found.add(State.CHECKED)
        if opened in (_EXPANDED, _PARTLY):
            found.add(State.EXPANDED)
        elif opened == _COLLAPSED:
            found.add(State.COLLAPSED)
        if kind == _PROGRESS and not self._has(read, groups, "range"):
            found.add(State.BUSY)
        return found

    def _has(self, read: Read, groups: tuple[str, ...], group: str) -> bool:
        return group in groups and bool(read(self.patterns[group]))

    def _of(self, read: Read, groups: tuple[str, ...], group: str) -> Any:
        return read(self.values[group]) if self._has(read, groups, group) else None

    def _range(self, read: Read, kind: int) -> str:
        found = tuple(read(self.values[name]) for name in ("range", "range_low", "range_high"))
        match found:
            case (int() | float() as now, int() | float() as low, int() | float() as high):
                return ranged(float(now), float(low), float(high), percent=kind == _PROGRESS)
        return ""

    def _cell(self, read: Read) -> tuple[int, int]:
        found = (read(self.values["row"]), read(self.values["column"]))
        match found:
            case (int(row), int(column)) if row >= 0 and column >= 0:
                return row, column
        return -1, -1

    def _level(self, read: Read, groups: tuple[str, ...]) -> int:
        heading = self._number(read, "heading")
        if heading in self.headings:
            return self.headings.index(heading) + 1
        level = read(self.values["level"]) if "level" in groups else 0
        return level if isinstance(level, int) and level > 0 else 0

    def _number(self, read: Read, name: str) -> int:
        found = read(self.common[name])
        return found if isinstance(found, int) else 0


def _words(value: Any) -> str:
    """Text with its white space made single."""
    return " ".join(value.split()) if isinstance(value, str) else ""
