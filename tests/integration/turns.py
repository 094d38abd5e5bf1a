"""What tests of whole turns share: press the key of the running app, and collect what is heard until the turn is over."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from mmassist.desktop.chords import default_keys
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp, is_description

AUDIBLE = -45.0  # dBFS: espeak-ng speaks at about -23


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn. `pressed`: monotonic seconds; `turn`: the app's own event at its end."""

    pressed: float
    spoken: tuple[Event, ...]
    turn: Event

    @property
    def text(self) -> str:
        """All of the description."""
        return " ".join(event.text for event in self.spoken if is_description(event))

    @property
    def system(self) -> str:
        """What the app said of itself."""
        return " ".join(event.text for event in self.spoken if event.channel == "system")

    @property
    def items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.turn.fields["items"]
        return items


def press_and_hear(app: RunningApp, keyboard: Keyboard, timeout: float = 40.0) -> Heard:
    """Presses the describe key and waits until the turn has been said."""
    pressed = keyboard.press(default_keys()["describe"])
    turn = app.wait_turn(pressed, timeout)
    return Heard(pressed, app.spoken(pressed), turn)


def describe(*arguments: str) -> tuple[int, dict[str, Any]]:
    """`mmassist describe --json ARGUMENTS`: exit code and object."""
    done = subprocess.run(
        [sys.executable, "-m", "mmassist", "describe", "--json", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, json.loads(done.stdout)
