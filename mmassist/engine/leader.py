"""The leader key: press it, let it go, and the next key is a letter for the app and for nobody else.

After a step through what was seen it stays open, so that the next step needs no leader: a walk is one key a step. Whatever ends it without
a command is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.strokes import Stroke
from mmassist.errors import DesktopError
from mmassist.values import Earcon

KEYS = "keys"
"""The command that tells the letters: pressing the leader twice does the same."""
_OUT = "Escape"


class Holds(Protocol):
    """The part of `desktop.contracts.Keys` that lends the keyboard."""

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None: ...

    def let_go(self) -> None: ...


class Does(Protocol):
    """What comes of it, told on the keys' own thread: it hands over and returns."""

    def begin(self, command: str, at: float) -> None:
        """Its letter went down."""

    def end(self, command: str, at: float) -> None:
        """Its letter went up again."""

    def play(self, earcon: Earcon) -> None: ...

    def unknown(self, letter: str) -> None:
        """A key without a command was pressed; "" for one without a name."""

    def fault(self, error: DesktopError) -> None: ...


@dataclass(frozen=True, slots=True)
class Letters:
    """Commands by key. `walking`: those after which the next letter needs no leader. Seconds until it is given up."""

    commands: Mapping[str, str]
    walking: frozenset[str]
    first_seconds: float
    next_seconds: float


class Leader:
    """All methods belong to the keys' own thread, but for the making."""

    def __init__(self, keys: Holds, does: Does, letters: Callable[[], Letters]) -> None:
        """`letters`: those of the program that is in front now."""
        self._keys = keys
        self._does = does
        self._letters = letters
        self._is_open = self._walks = False
        self._down: dict[tuple[str, ...], str] = {}

    def pressed(self, at: float) -> None:
        """The leader went down. A second time it tells the letters; not where it is only still open after a step, which need not be known
        to who wants another letter."""
        if self._is_open and not self._walks:
            self.leave()
            self._does.begin(KEYS, at)
            return
        self._walks = False
        try:
            self._keys.hold(self._struck, self._letters().first_seconds, self._lapsed)
        except DesktopError as error:
            self._does.fault(error)
            return
        self._is_open = True
        self._does.play(Earcon.LETTER)

    def leave(self) -> None:
        """A key that needs no leader was pressed."""
        if self._is_open:
            self._is_open = False
            self._keys.let_go()

    def _struck(self, stroke: Stroke) -> None:
        if not stroke.is_down:
            if (command := self._down.pop(stroke.names, "")) != "":
                self._does.end(command, stroke.at)
            return
        letters = self._letters()
        command = next((letters.commands[name] for name in stroke.names if name in letters.commands), "")
        if command in letters.walking:
            self._walks = True
            self._keys.hold(self._struck, letters.next_seconds, self._lapsed)
        else:
            self.leave()  # first: what is in front is what was so before
        if command:
            self._down[stroke.names] = command
            self._does.begin(command, stroke.at)
        elif _OUT in stroke.names:
            self._does.play(Earcon.LEFT)
        else:
            self._does.unknown(stroke.names[0] if stroke.names else "")

    def _lapsed(self, at: float) -> None:
        self._is_open = False
        self._does.play(Earcon.LEFT)
