"""What may leave this machine. Pure."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """Of an application. `LOCAL`: nothing of it leaves; `ASK`: only what the user sends, each time; `ALLOW`: without asking."""

    LOCAL = "local"
    ASK = "ask"
    ALLOW = "allow"
