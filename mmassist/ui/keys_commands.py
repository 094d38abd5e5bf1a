"""What the window of keys asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mmassist.each_setting import Outcome


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A command with its keys, as they are written; empty for none. `does`: what it does, in the user's language."""

    command: str
    does: str
    letter: str
    key: str


@dataclass(frozen=True, slots=True)
class KeysCommands:
    """Main thread; each blocks for a moment. `change`: gives a command a letter or a key, "none" takes both; `reset`: the usual ones of a
    command, or of all for an empty one; a fault was said. `trial`: what a key would do, or that it is free. `say`: heard at once."""

    each: Callable[[], tuple[KeyRow, ...]]
    change: Callable[[str, str], Outcome]
    reset: Callable[[str], Outcome]
    trial: Callable[[str], str]
    say: Callable[[str], None]
