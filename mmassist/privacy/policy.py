"""What may leave this machine, and where it goes. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit


class Rule(StrEnum):
    """Of an application, the strictest first. `LOCAL`: nothing of it leaves; `ASK`: only what the user sends, each time; `ALLOW`: without
    asking."""

    LOCAL = "local"
    ASK = "ask"
    ALLOW = "allow"


def strictest(rules: Iterable[Rule]) -> Rule:
    """Of one or more."""
    return min(rules, key=tuple(Rule).index)


class Destination(StrEnum):
    """Where a backend runs. A server in the same house is away too, unless the user has said that it is theirs."""

    HERE = "this computer"
    OWN = "your own server"
    AWAY = "another computer"


@dataclass(frozen=True, slots=True)
class Rules:
    """`programs`: by the names of programs, in small letters; all others follow `default`."""

    default: Rule = Rule.ASK
    programs: Mapping[str, Rule] = field(default_factory=dict)

    def of(self, program: str) -> Rule:
        return self.programs.get(program.casefold(), self.default)


@dataclass(frozen=True, slots=True)
class Decision:
    """`allowed`: it may be sent now. `ask`: it may be once the user says so. `masked`: what is personal must be hidden before.

    `reason`: a sentence for the ear, "" where it is allowed.
    """

    allowed: bool
    ask: bool
    masked: bool
    reason: str = ""


def destination(address: str, *, own: bool = False) -> Destination:
    """Of a backend's address ("http://localhost:8080/v1", "host:port" or ""); `own`: marked by the user as theirs.

    Names other than localhost are not looked up: whoever answers for them may change.
    """
    host = _host(address)
    if host == "localhost" or host.endswith(".localhost") or _is_loopback(host):
        return Destination.HERE
    return Destination.OWN if own else Destination.AWAY


def may_leave(program: str, to: Destination, rules: Rules, *, consented: bool, sent: bool = False) -> Decision:
    """Whether what `program` shows may go there. `consented`: to the vendor; `sent`: the user has just asked to send it."""
    if to is not Destination.AWAY:
        return Decision(allowed=True, ask=False, masked=False)
    rule = rules.of(program)
    if rule is Rule.LOCAL:
        what = program if program.casefold() in rules.programs else "everything"
        return Decision(False, False, True, f"Your rules keep {what} on this computer.")
    if not consented:
        return Decision(False, False, True, "You have not agreed to send anything to this service.")
    if rule is Rule.ASK and not sent:
        return Decision(False, True, True, "Your rules ask you each time before anything is sent.")
    return Decision(allowed=True, ask=False, masked=True)


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".").casefold()
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
