"""All that a test of the fault matrix holds: the running app, its desktop, what it talks to, and what is heard of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import mss
import numpy as np
import soxr
import tomlkit

from mmassist.desktop.chords import default_keys
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp
from mmassist.measure.sink import RATE, Sink
from mmassist.speech.earcons import render
from mmassist.values import Earcon, Pixels
from tests.fakes.said import said
from tests.integration.faults.own_desktop import Desktop
from tests.integration.faults.services import WIRE, Film, Model, Services
from tests.integration.programs.running import until
from tests.integration.voice_turns import say

COMMAND = (sys.executable, "-m", "tests.integration.faults.stage")
TITLE = "Ledger"
LONG_ENOUGH = 25.0
"""Seconds that a busy machine may need for what takes a fraction of one."""

_EARCONS = 50  # percent, the default of the settings
_ALIKE, _NEARLY = 0.35, 0.8
_STARTS_WITHIN = 90.0  # seconds
_EDGE, _FAINT = 0.05, 33  # seconds; -60 dBFS
_MOST_LOSSES = 2
_BURST = 11.0  # seconds
_WINDOW = {"left": 200, "top": 200, "width": 490, "height": 170}
_MIDDLE = {"left": 230, "top": 240, "width": 300, "height": 60}
_QUICK = {"MMASSIST_SPEECH__RATE": "420"}
_THRIFTY = {"MALLOC_MMAP_THRESHOLD_": "32768", "MALLOC_ARENA_MAX": "1"}
"""For glibc: what is larger (half a second of sound is) is given back to the system at once, and no thread has 64 MB put aside for it. So a
process that may have no more memory is short of it with the next thing that it is asked."""


class House:
    """Lives as long as the module's tests; the app may be started anew in it."""

    def __init__(self, desktop: Desktop, home: Path, services: Services, model: Path) -> None:
        """`model`: a speech model, put into the app's store."""
        self.desktop = desktop
        self.home = home
        self.services = services
        self.keyboard = Keyboard()
        self.app: RunningApp | None = None
        self.sink = Sink()
        self.sink.open()
        self._environment: dict[str, str] = {}
        self._lost: dict[str, list[float]] = {}
        self._orders: IO[str] | None = None
        self._lines: IO[str] | None = None
        self._window: contextlib.ExitStack = contextlib.ExitStack()
        self._count = 0
        self.held: sqlite3.Connection | None = None
        """A lock on the record of turns, as long as a test holds it."""
        self.crowd = contextlib.ExitStack()
        """Clients of the sound server, and other programs, that a test holds there."""
        self.other: Hotkeys | None = None
        """Another program that holds a key."""
        self.cuts: list[float] = []
        """When the user did something that may have cut short what was being said."""
        self._variant = ""
        self._is_black = False
        self._weights: Path | None = None
        self.spoilt = False
        os.environ["MMASSIST_HOME"] = str(home)
        command = [sys.executable, "-m", "mmassist", "models", "pull", "whisper-tiny", "--from", str(model)]
        subprocess.run(command, check=True, timeout=180, capture_output=True)

    def be_ready(self, variant: str, environment: Mapping[str, str], settings: Mapping[str, object], part: str) -> None:
        """Idle, with an app of that `variant` which bears one more loss of the `part`: that a third one ends in safe mode, and that losses
        close together are told once, is tested elsewhere."""
        lost = self._lost.get(part, [])
        worn = bool(part) and (len(lost) >= _MOST_LOSSES or (bool(lost) and time.monotonic() - lost[-1] < _BURST))
        if worn or self.spoilt or self.app is None or not self.app.running or self._variant != variant:
            self.make_whole()
            self.start(dict(environment), **settings)
            self._warm_up()
            self._variant, self.spoilt = variant, False
        if part:
            self._lost.setdefault(part, []).append(time.monotonic())

    def start_anew(self) -> None:
        """The usual app, ready."""
        self.start()
        self._warm_up()

    def _warm_up(self) -> None:
        """Returns when all that the first turn needs has been loaded."""
        pressed = self.press("describe")
        self.wait_spoken("All is well", pressed, 4 * LONG_ENOUGH)
        self.reset()

    # ---- the app

    @property
    def running(self) -> RunningApp:
        assert self.app is not None
        return self.app

    def start(self, environment: dict[str, str] | None = None, **settings: object) -> None:
        """Starts the app anew; `settings`: sections beside the usual ones."""
        self.end()
        self.write_settings(**settings)
        self._environment = {**_QUICK, **_THRIFTY, **(environment or {})}
        self.launch()

    def launch(self) -> None:
        """Starts the app, which has ended, with the settings file as it is and the environment that it had."""
        pipe = self.home / "orders"
        if not pipe.exists():
            os.mkfifo(pipe)
        self.app = RunningApp(self.home, command=COMMAND, environment=self._environment)
        orders = os.open(pipe, os.O_RDWR)  # for reading too, so that nobody waits for the other end
        self._orders = os.fdopen(orders, "w", buffering=1)
        self.app.start(_STARTS_WITHIN)
        self._lost.clear()

    def end(self) -> None:
        if self.app is not None:
            self.app.stop()
            self.app = None
        if self._orders is not None:
            self._orders.close()
            self._orders = None

    def close(self) -> None:
        self.end()
        self.close_window()
        with contextlib.suppress(OSError):
            self.keyboard.close()
        self.sink.close()

    def write_settings(self, **sections: object) -> None:
        path = self.home / "config" / "settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        usual: dict[str, object] = {
            "version": 2,
            "answers": {"order": ["mine", "embedded"], "day_limit": float("inf"), "month_limit": float("inf")},
            "backends": {
                "mine": {"kind": WIRE.kind, "base_url": WIRE.base_url(self.services.model_url), "model": "model-9", "retries": 0},
                "secure": {"kind": WIRE.kind, "base_url": WIRE.base_url(self.services.secure_url), "model": "model-9", "retries": 0},
                "locked": {"kind": "openai", "base_url": WIRE.base_url(self.services.model_url), "retries": 0},
            },
            "privacy": {"sending": "allow"},
            "camera": {"source": self.services.camera_url},
        }
        path.write_text(tomlkit.dumps({**usual, **sections}), "utf-8")

    def order(self, name: str, *arguments: str | float) -> float:
        """Tells the stage to do something, and returns when it was told so, once it is done."""
        at = time.monotonic()
        self.cuts.append(at)
        self._done(at, name, *arguments)
        return at

    def _done(self, at: float, name: str, *arguments: str | float) -> Event:
        assert self._orders is not None
        self._orders.write(json.dumps([name, *arguments]) + "\n")
        self._orders.flush()
        return self.wait(lambda event: event.kind == "done" and event.fields["order"] == name, at)

    @property
    def watching(self) -> bool:
        return int(self._done(time.monotonic(), "tell").fields["watches"]) > 0

    def kept_weights(self) -> Path:
        """The speech model's in the app's store; they are kept to be restored."""
        weights = next((self.home / "cache" / "models").glob("whisper-tiny/**/model.bin"))
        shutil.copy(weights, self.home / "weights")
        self._weights = weights
        return weights

    def restore_weights(self) -> None:
        if self._weights is not None:
            (self.home / "weights").replace(self._weights)
            self._weights = None

    def worker(self, module: str, timeout: float = LONG_ENOUGH) -> int:
        """Process id of the app's worker of that module, waited for."""
        found: list[str] = []

        def there() -> bool:
            command = ["pgrep", "-P", str(self.running.pid), "-f", f"serve .*{module}"]
            found[:] = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
            return bool(found)

        until(there, timeout)
        return int(found[0])

    # ---- the window in front

    def open_window(self) -> None:
        """A terminal that shows what is written on a pipe."""
        pipe = self.home / "lines"
        if not pipe.exists():
            os.mkfifo(pipe)
        self._is_black = False
        stack = self._window = contextlib.ExitStack()
        command = ["xterm", "-geometry", "44x6+200+200", "-fa", "DejaVu Sans Mono", "-fs", "14", "-T", TITLE]
        stack.enter_context(programs.program([*command, "-e", "sh", "-c", f"exec cat {pipe}"], TITLE))
        self._lines = stack.enter_context(pipe.open("w", buffering=1))
        self.write("Balance due 1,240.50")

    def close_window(self) -> None:
        """As its user would: the program ends."""
        with contextlib.suppress(BrokenPipeError):
            self._window.close()

    def write(self, text: str) -> float:
        at = time.monotonic()
        assert self._lines is not None
        self._lines.write(text + "\n")
        return at

    def show(self, text: str) -> None:
        """Writes it; returns once it is painted."""
        before = _picture(_WINDOW)
        self.write(text)
        until(lambda: bool((_picture(_WINDOW) != before).any()), LONG_ENOUGH)

    def blacken(self) -> None:
        """Everything in the window is black; returns once it is painted."""
        self._is_black = True
        self.write("\033]11;black\007\033]10;black\007\033[2J")
        until(lambda: not _picture(_MIDDLE).any(), LONG_ENOUGH)

    def brighten(self) -> None:
        if self._is_black:
            self._is_black = False
            self.write("\033]11;white\007\033]10;black\007Balance due 1,240.50")
            until(lambda: bool(_picture(_MIDDLE).any()), LONG_ENOUGH)

    def new_text(self) -> str:
        """Words that were not in the window before, and are easily read."""
        self._count += 1
        digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        return "Message " + " ".join(digits[int(digit)] for digit in str(self._count))

    # ---- what the user does

    def press(self, key: str) -> float:
        self.cuts.append(self.keyboard.press(default_keys()[key]))
        return self.cuts[-1]

    def say(self, text: str) -> float:
        """Into the microphone; returns when that was begun, once it is said."""
        said(text)
        at = time.monotonic()
        say(text)
        return at

    # ---- what is heard

    def wait(self, wanted: Callable[[Event], bool], since: float, timeout: float = LONG_ENOUGH) -> Event:
        return self.running.wait_for(lambda event: event.seen >= since and wanted(event), timeout)

    def wait_spoken(self, text: str, since: float, timeout: float = LONG_ENOUGH) -> Event:
        return self.running.wait_spoken(text, since, timeout)

    def system(self, since: float) -> list[str]:
        """What the app said of itself."""
        return [event.text for event in self.running.spoken(since) if event.channel == "system"]

    def earcon(self, kind: Earcon, since: float, timeout: float = 3.0) -> float | None:
        """When that short sound was played at the speaker at or after `since`, over whatever speech; None if it was not."""
        tone = soxr.resample(render(22_050, _EARCONS / 100)[kind], 22_050, RATE)
        tone = tone / np.linalg.norm(tone)
        deadline = time.monotonic() + timeout
        while True:
            samples = self.sink.between(since, time.monotonic()).astype(np.float32)
            at = _found(samples, tone)
            if at is not None:
                return since + at / RATE
            if time.monotonic() > deadline:
                return None
            time.sleep(0.1)

    def silent_since(self, since: float, at: float) -> float:
        """When the last sound ended that was heard between the two, shortly before `at` at the latest; `since` if there was none."""
        samples = np.abs(self.sink.between(since, at - _EDGE))
        loud = np.flatnonzero(samples > _FAINT)
        return since + float(loud[-1]) / RATE if loud.size else since

    def reopen_sink(self) -> None:
        """After the sound server or the speaker was replaced."""
        self.sink.close()
        self.sink = Sink()
        self.sink.open()

    def quiet(self, since: float, lasting: float = 0.3) -> None:
        self.sink.silence(since, lasting=lasting, timeout=LONG_ENOUGH)

    def log_length(self) -> int:
        return len(self._log())

    def log_since(self, length: int) -> str:
        return self._log()[length:]

    def _log(self) -> str:
        return (self.home / "standard-error.log").read_text("utf-8", errors="replace")

    # ---- between two tests

    def make_whole(self) -> None:
        """What a test that failed may have left broken; one that passed has mended it."""
        self.restore_weights()
        self.crowd.close()
        if self.other is not None:
            self.other.close()
            self.other = None
        self.services.mend_the_network()
        self.services.plug_in_camera()
        self.services.show(Film.SHOWS)
        self.services.behave(Model.ANSWERS)
        if programs.active_window() == 0:
            self.close_window()
            self.open_window()
        self.brighten()
        if self.desktop.make_whole() or not self.sink.is_open:
            self.reopen_sink()

    def reset(self) -> None:
        """Idle, silent and whole."""
        self.order("reset")
        self.quiet(time.monotonic(), 0.2)


def _picture(area: dict[str, int]) -> Pixels:
    """Of that part of the screen, BGR."""
    with mss.MSS() as screen:
        return np.asarray(screen.grab(area))[:, :, :3]


def _found(samples: np.ndarray[tuple[int], np.dtype[np.float32]], tone: np.ndarray[tuple[int], np.dtype[np.float32]]) -> int | None:
    """Where the tone begins, if it is in there: the cosine between it and the sound of the same length."""
    if len(samples) < len(tone):
        return None
    length = 1 << (len(samples) + len(tone) - 1).bit_length()
    matched = np.fft.irfft(np.fft.rfft(samples, length) * np.conj(np.fft.rfft(tone, length)), length)[: len(samples) - len(tone) + 1]
    energy = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
    loudness = np.sqrt(np.maximum(energy[len(tone) :] - energy[: -len(tone)], 1.0))
    likeness = matched / loudness
    likeness[matched < 500] = 0
    best = float(likeness.max())
    if best <= _ALIKE:
        return None
    first = int(np.argmax(likeness > max(_ALIKE, _NEARLY * best)))  # of two such sounds the first, if both are as clear
    return first + int(np.argmax(likeness[first : first + len(tone) // 2]))
