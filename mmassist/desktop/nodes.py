"""An accessible object as it is being read, and AT-SPI's numbers in mmassist's words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from mmassist.desktop.atspi import NULL, Ref
from mmassist.values import Role, State

PASSWORD = 40

_INT32 = 1 << 31
_CODE = re.compile(r"(?:Gtk|Adw)[A-Z]\w*|[a-z\d]+(?:-[a-z\d]+)*-symbolic")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`resources/atspi.toml`. `roles`, `states`: by AT-SPI number. `bit`: numbers of the states that decide what is read.

    `clicks`: actions that do what a click does, the likeliest first; `activates`: those that do so of the roles `activated` alone."""

    roles: dict[int, Role]
    states: dict[int, State]
    bit: dict[str, int]
    structure: frozenset[int]
    leaves: frozenset[int]
    clicks: tuple[str, ...]
    activates: tuple[str, ...]
    activated: frozenset[Role]

    @classmethod
    def load(cls) -> Vocabulary:
        data = tomllib.loads((resources.files("mmassist") / "resources" / "atspi.toml").read_text("utf-8"))
        return cls(
            roles={int(number): Role(name) for number, name in data["roles"].items()},
            states={int(number): State(name) for number, name in data["states"].items()},
            bit={name: 1 << number for name, number in data["bits"].items()},
            structure=frozenset(data["structure"]["roles"]),
            leaves=frozenset(data["leaves"]["roles"]),
            clicks=tuple(data["actions"]["clicks"]),
            activates=tuple(data["actions"]["activates"]),
            activated=frozenset(map(Role, data["actions"]["activated"])),
        )


@dataclass(slots=True, eq=False)
class Raw:
    """One object in AT-SPI's own terms; filled in as replies come. `extents`: x, y, width, height as the program gave them.

    `count`: how many children it claims, -1 while unknown. `interfaces`: None while unknown. `text`: what its Text interface
    says. `known`: role, states and name have been read; `shown`: it is on the screen; `asked`: what it holds has been asked.
    `moved`: how far it was moved from where the program says that it is.
    """

    ref: Ref
    parent: Raw | None = None
    known: bool = False
    shown: bool = False
    role: int = 0
    states: int = 0
    name: str = ""
    description: str = ""
    count: int = -1
    interfaces: frozenset[str] | None = None
    children: list[Raw] = field(default_factory=list)
    extents: tuple[int, int, int, int] | None = None
    moved: tuple[int, int] = (0, 0)
    text: str = ""
    value: str = ""
    labelled_by: str = ""
    level: int = 0
    row: int = -1
    column: int = -1
    asked: bool = False

    def has(self, interface: str) -> bool:
        """Whether it is known to have the interface."""
        return self.interfaces is not None and interface in self.interfaces


def words(value: Any) -> str:
    """Text with its white space made single; "" where it is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def number(value: Any, otherwise: int = -1) -> int:
    """A 32-bit number, or `otherwise`."""
    return value if isinstance(value, int) and -_INT32 <= value < 1 << 32 else otherwise


def reference(value: Any) -> Ref | None:
    """A (bus name, path) pair that points somewhere."""
    match value:
        case [str(program), str(path)] if program.startswith(":") and path.startswith("/") and path != NULL:
            return program, path
    return None


def references(value: Any) -> list[Ref]:
    """All pairs in a list that point somewhere."""
    return [ref for item in value if (ref := reference(item))] if isinstance(value, list) else []


def bits(value: Any) -> int:
    """The state set of two 32-bit words as one number."""
    match value:
        case [int(low), int(high)]:
            return low | high << 32
        case [int(low)]:
            return low
    return 0


def extents(value: Any) -> tuple[int, int, int, int] | None:
    """Four numbers that can be a box."""
    match value:
        case [int(x), int(y), int(width), int(height)] if width > 0 and height > 0 and abs(x) < 1 << 20 and abs(y) < 1 << 20:
            return x, y, width, height
    return None


def forget_codes(nodes: Sequence[Raw]) -> None:
    """Names that are for programs and not for people are none: GTK 4's of classes, "GtkPasswordEntry", and those of icons."""
    for raw in nodes:
        if _CODE.fullmatch(raw.name):
            raw.name = ""
