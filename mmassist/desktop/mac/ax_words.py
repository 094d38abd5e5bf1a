"""One accessible object of macOS in mmassist's words: `resources/ax.toml`, and what its attributes mean together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from mmassist.desktop.details import ranged
from mmassist.values import Box, Node, Role, State

LONGEST_TEXT = 20_000

_TICKED = frozenset((Role.CHECK_BOX, Role.RADIO, Role.SWITCH, Role.TOGGLE_BUTTON))
_RANGED = frozenset((Role.SLIDER, Role.PROGRESS_BAR, Role.SPIN_BOX))
_WRITABLE = frozenset((Role.TEXT_FIELD, Role.TEXT_AREA))
_SPOKEN_VALUE = frozenset((Role.TEXT_FIELD, Role.TEXT_AREA, Role.COMBO_BOX, Role.TERMINAL))
_NAMED_BY_VALUE = frozenset((Role.LABEL, Role.HEADING))
_OFF, _ON, _MIXED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Words:
    """`attributes`, `held`: what macOS calls them, by our names."""

    subroles: dict[str, Role]
    roles: dict[str, Role]
    structure: frozenset[str]
    left_out: frozenset[str]
    leaves: frozenset[str]
    attributes: dict[str, str]
    held: dict[str, str]

    @classmethod
    def load(cls) -> Words:
        data = tomllib.loads((resources.files("mmassist") / "resources" / "ax.toml").read_text("utf-8"))
        return cls(
            subroles={name: Role(role) for name, role in data["subroles"].items()},
            roles={name: Role(role) for name, role in data["roles"].items()},
            structure=frozenset(data["structure"]["roles"]),
            left_out=frozenset((*data["left_out"]["roles"], *data["left_out"]["subroles"])),
            leaves=frozenset(data["leaves"]["roles"]),
            attributes=data["attributes"],
            held=data["held"],
        )

    def role(self, told: Mapping[str, Any]) -> Role:
        """By the subrole, else by the role."""
        return self.subroles.get(told.get("subrole") or "") or self.roles.get(told.get("role") or "", Role.UNKNOWN)

    def node(self, told: Mapping[str, Any], held: Mapping[str, Any], box: Box | None) -> Node:
        """`held`: empty for a password field. `labelled_by` in it is the text of the label."""
        role = self.role(told)
        name = _words(told.get("title")) or _words(told.get("described"))
        label, value = _words(held.get("labelled_by")), held.get("value")
        if role in _NAMED_BY_VALUE:
            name = name or _words(value)
        described = _words(told.get("help")) or _words(told.get("placeholder"))
        name = name or label
        return Node(
            role=role,
            name=name,
            parent=-1,
            states=_states(told, role, value),
            value=_value(role, held),
            description=described if described != name else "",
            labelled_by=label,
            box=box,
            level=_level(told, role, value),
            row=_index(told.get("row")) if role is Role.CELL else -1,
            column=_index(told.get("column")) if role is Role.CELL else -1,
        )


def _states(told: Mapping[str, Any], role: Role, value: Any) -> frozenset[State]:
    ticked = value if role in _TICKED and isinstance(value, int) else None
    is_radio = role is Role.RADIO
    facts = {
        State.SHOWING: True,
        State.FOCUSED: told.get("focused"),
        State.DISABLED: told.get("enabled") is not None and not told["enabled"],
        State.SELECTED: told.get("selected") or (role is Role.TAB and value == _ON),
        State.EXPANDED: told.get("expanded"),
        State.COLLAPSED: told.get("expanded") is not None and not told["expanded"],
        State.REQUIRED: told.get("required"),
        State.INVALID: told.get("invalid") not in (None, False, 0, "", "false"),
        State.MODAL: told.get("modal"),
        State.CHECKABLE: role in _TICKED and role is not Role.TOGGLE_BUTTON,
        State.CHECKED: ticked == _ON and role is not Role.TOGGLE_BUTTON,
        State.PRESSED: ticked == _ON and role is Role.TOGGLE_BUTTON,
        State.MIXED: ticked == _MIXED and not is_radio,
        State.MULTI_LINE: role is Role.TEXT_AREA,
        State.EDITABLE: role in _WRITABLE,
        State.BUSY: role is Role.PROGRESS_BAR and value is None,
    }
    return frozenset(state for state, holds in facts.items() if holds)


def _value(role: Role, held: Mapping[str, Any]) -> str:
    value = held.get("value")
    if role in _RANGED:
        match value, held.get("low"), held.get("high"):
            case (int() | float() as now, int() | float() as low, int() | float() as high):
                return ranged(float(now), float(low), float(high), percent=role is Role.PROGRESS_BAR)
        return ""
    return value[:LONGEST_TEXT].rstrip() if role in _SPOKEN_VALUE and isinstance(value, str) else ""


def _level(told: Mapping[str, Any], role: Role, value: Any) -> int:
    """Headings have theirs as their value; rows of a tree count from nought."""
    if role is Role.HEADING:
        return value if isinstance(value, int) and 0 < value < 10 else 0
    level = told.get("level")
    return level + 1 if role is Role.TREE_ITEM and isinstance(level, int) and level >= 0 else 0


def _index(found: Any) -> int:
    """The beginning of a range."""
    start = getattr(found, "location", -1)
    return start if isinstance(start, int) and 0 <= start < 1 << 31 else -1


def _words(value: Any) -> str:
    """Text with its white space made single."""
    return " ".join(str(value).split()) if isinstance(value, str) else ""
