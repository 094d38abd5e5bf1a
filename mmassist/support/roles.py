"""The table of roles and rights (`resources/consent.toml`)."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources


class Role(StrEnum):
    OWNER = "owner"
    HELPER = "helper"
    AGENT = "agent"
    SUPERVISOR = "supervisor"


class Right(StrEnum):
    VIEW = "view"
    HEAR = "hear"
    TALK = "talk"
    CHAT = "chat"
    POINT = "point"
    CONTROL = "control"
    ADVISE = "advise"
    HISTORY = "history"


class Rule(StrEnum):
    ALWAYS = "always"
    ASK = "ask"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Table:
    """`longest`: seconds of one grant. `one_window`: rights that are granted for one window alone. `most`: how many of a role at a time."""

    rules: dict[tuple[Role, Right], Rule]
    longest: dict[Right, float]
    one_window: frozenset[Right]
    most: dict[Role, int]

    def rule(self, role: Role, right: Right) -> Rule:
        """Never, where nothing else is written."""
        return self.rules.get((role, right), Rule.NEVER)


@functools.cache
def table() -> Table:
    data = tomllib.loads((resources.files("mmassist") / "resources" / "consent.toml").read_text("utf-8"))
    rights = {Right(name): row for name, row in data["rights"].items()}
    roles = {Role(name): dict(row) for name, row in data["roles"].items()}
    most = {role: int(row.pop("most")) for role, row in roles.items()}
    return Table(
        {(role, Right(right)): Rule(rule) for role, row in roles.items() for right, rule in row.items()},
        {right: float(row["seconds"]) for right, row in rights.items()},
        frozenset(right for right, row in rights.items() if row.get("window")),
        most,
    )
