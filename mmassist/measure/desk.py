"""The place where turns are measured: the running app, a keyboard, and a recording in which earcon and speech can be told apart."""

from __future__ import annotations

import contextlib
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType

import numpy as np

from mmassist.desktop.chords import default_keys
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp
from mmassist.measure.sink import RATE, Sink
from mmassist.speech.earcons import render
from mmassist.values import Channel, Earcon

EARCONS = 1
"""Percent of their volume. Speech begins while the earcon still sounds: so soft, it stays below what is taken for speech."""
AUDIBLE = -70.0
"""dBFS; a null sink's silence is zeros. The soft earcon passes this within a fraction of a millisecond."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it. `floor`: seconds, the sink's own latency. `speech`: dBFS, louder than any earcon of this run."""

    app: RunningApp
    keyboard: Keyboard
    sink: Sink
    floor: float
    describe: str
    stop: str
    speech: float

    def quiet(self) -> None:
        """Silences the app; returns at a random moment after its sound output has come to rest."""
        self.keyboard.press(self.stop)
        self.sink.silence(time.monotonic(), lasting=0.45, threshold=AUDIBLE)
        time.sleep(random.random() * 0.1)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Heard:
    """One press. Seconds of `time.monotonic()`: of the press, of the first samples at the sink; `first` is the first utterance."""

    pressed: float
    earcon: float
    speech: float
    first: Event

    def after(self, moment: float) -> float:
        """Milliseconds from the press."""
        return (moment - self.pressed) * 1000


def press(desk: Desk, timeout: float = 4.0) -> Heard:
    """Presses the describe key in silence; returns once the first utterance sounds. Raises NothingHeard or AppFailed."""
    pressed = desk.keyboard.press(desk.describe)
    earcon = desk.sink.onset(pressed, AUDIBLE, timeout)
    first = desk.app.wait_for(
        lambda event: event.kind == "spoken" and event.at >= pressed and event.turn_id > 0 and event.channel == Channel.GIST, timeout
    )
    return Heard(pressed, earcon, desk.sink.onset(pressed, desk.speech, timeout), first)


@contextlib.contextmanager
def desk(keyboard: Keyboard, sink: Sink, floor: float, settings: Mapping[str, str] | None = None) -> Iterator[Desk]:
    """A fresh app on the desktop, its greeting said. `settings`: as environment variables (`MMASSIST_SPEECH__RATE`)."""
    keys = default_keys()
    peak = float(np.abs(render(RATE, EARCONS / 100)[Earcon.START]).max())
    own = {"MMASSIST_SPEECH__EARCONS": str(EARCONS), **(settings or {})}
    with tempfile.TemporaryDirectory(prefix="mmassist-home-") as home, RunningApp(Path(home), environment=own) as app:
        app.wait_for(lambda event: event.kind == "spoken", timeout=15)
        ready = Desk(app, keyboard, sink, floor, keys["describe"], keys["stop"], speech=20 * float(np.log10(2 * peak)))
        ready.quiet()
        yield ready


class Desks:
    """Gives each part of the bench its desk; one app runs at a time. A context manager."""

    def __init__(self, keyboard: Keyboard, sink: Sink, floor: float) -> None:
        self._keyboard, self._sink, self._floor = keyboard, sink, floor
        self._stack = contextlib.ExitStack()
        self._last: tuple[Mapping[str, str], Desk] | None = None

    def __enter__(self) -> Desks:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def open(self, settings: Mapping[str, str] = MappingProxyType({})) -> Desk:
        """The app that still runs with the same settings, else a new one. Raises AppFailed."""
        if self._last is not None and self._last[0] == settings and self._last[1].app.running:
            return self._last[1]
        self.close()
        opened = self._stack.enter_context(desk(self._keyboard, self._sink, self._floor, settings))
        self._last = (settings, opened)
        return opened

    def close(self) -> None:
        """Ends the app that runs."""
        self._last = None
        self._stack.close()
