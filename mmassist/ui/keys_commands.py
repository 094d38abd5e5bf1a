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
    """Main thread; each blocks for a moment. The last argument of all but two is the program that the keys are of, "" for all programs.
    `programs`: those that have keys of their own, then those that are open. `change`: gives a command a letter or a key, "none" takes
    both; `reset`: the usual ones of a command, or of all for an empty one; a fault was said. `trial`: what a key would do, or that it is
    free. `say`: heard at once."""

    programs: Callable[[], tuple[str, ...]]
    each: Callable[[str], tuple[KeyRow, ...]]
    change: Callable[[str, str, str], Outcome]
    reset: Callable[[str, str], Outcome]
    trial: Callable[[str, str], str]
    say: Callable[[str], None]
