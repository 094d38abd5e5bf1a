"""What of which application may leave this machine: the user's rules. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """Of an application, the strictest first. `LOCAL`: nothing of it leaves; `ASK`: only what the user sends, each time; `ALLOW`: without
    asking."""

    LOCAL = "local"
    ASK = "ask"
    ALLOW = "allow"


def strictest(rules: Iterable[Rule]) -> Rule:
    """Of one or more."""
    return min(rules, key=tuple(Rule).index)


@dataclass(frozen=True, slots=True)
class Rules:
    """`programs`: by the names of programs, in small letters; all others follow `default`."""

    default: Rule = Rule.ASK
    programs: Mapping[str, Rule] = field(default_factory=dict)

    def of(self, program: str) -> Rule:
        return self.programs.get(program.casefold(), self.default)
