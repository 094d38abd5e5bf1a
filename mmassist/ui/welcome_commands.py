"""What the welcome asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WelcomeCommands:
    """What the welcome asks for. Main thread. `add`: heard behind what is being said. `is_read`: whether a screen reader says what has the
    focus. `keys`: one sentence that names the global keys, in the windows' language; `speak`: changes that language. `done`: it need not be
    shown again."""

    add: Callable[[str], None]
    is_read: Callable[[], bool]
    keys: Callable[[], str]
    speak: Callable[[str], None]
    done: Callable[[], None]
