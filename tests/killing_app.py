"""The whole app, killed at random moments: while it starts, speaks, keeps what it told and saves a setting that is being changed.

`packaging/virtual-desktop.sh .venv/bin/python -m tests.killing_app 100` does that so many times and prints one JSON object; a second number
is the seed of its moments.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mmassist.app import BACK
from mmassist.desktop.chords import default_keys, defaults
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.starts import CRASHES, Start, crashed
from mmassist.engine.history import Entry, Options, Query
from mmassist.engine.history_store import HistoryStore
from mmassist.errors import DesktopError, HotkeyTaken
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import COMMAND, AppFailed, Event, RunningApp
from mmassist.settings import Settings, from_file, save
from mmassist.values import Channel
from tests.conftest import marked
from tests.integration.own_window import wait_title
from tests.killing import is_whole

_STARTING, _WORKING = 3.0, 4.0  # seconds within which it is killed: after its start; after its first key
_PATIENCE = 60.0  # seconds that a busy machine may need
_LONG_FOR_A_TURN = 3.0  # seconds; then the key is pressed again
_LEAVES_WITHIN = 5.0  # seconds in which worker processes see that nobody asks them any more
_TELLS_BACK = BACK.split(" and ", maxsplit=1)[0]
"""How an ordinary start and a safe one begin to say it."""
_FASTEST, _STEP, _PAUSE = 800, 10, 0.12  # words a minute; that an arrow key changes; seconds between two keys
_TO_THE_RATE = ("r", "a", "t", "e", "Return", "Tab")  # through the search and the list of the window of settings


@dataclass
class Found:
    """Over all kills. `told`: later starts that said that the one before had ended; `untold`: those that had the time and did not.

    `lost`: turns that had been reported as over, and saved settings, that were not there, at most `most_lost` in one kill. `left`:
    processes of the app's that outlived it for more than a few seconds; `grabbed`: keys that were not free then.
    """

    kills: int = 0
    while_starting: int = 0
    told: int = 0
    untold: int = 0
    corrupt: int = 0
    lost: int = 0
    most_lost: int = 0
    left: int = 0
    grabbed: int = 0
    turns: int = 0
    changes: int = 0
    kept: int = 0
    wrong: list[str] = field(default_factory=list)
    """What was wrong, in words."""


class Killing:
    """One app's folders over all its lives."""

    def __init__(self, home: Path, seed: int = 1) -> None:
        self._home = home
        self._history, self._settings = home / "data" / "history.db", home / "config" / "settings.toml"
        self._starts = home / "data" / "starts"
        self._chance = random.Random(seed)
        self._cut = False
        self.found = Found()
        settings = Settings()
        save(settings.model_copy(update={"speech": settings.speech.model_copy(update={"rate": 500})}), self._settings)

    def kill(self, times: int) -> None:
        """While a setting is changed, while it describes, while it starts, and so on; at the end it is started once more."""
        with Keyboard() as keyboard:
            for number in range(times):
                if crashed(self._starts) > CRASHES:  # of starts in safe mode one at a time is enough
                    Start(self._starts).well()
                if number % 3 == 0:
                    self._while_a_setting_changes(keyboard)
                elif number % 3 == 1:
                    self._while_it_describes(keyboard)
                else:
                    self._while_it_starts()
        with RunningApp(self._home) as app:
            self._tells(app)

    def _while_it_starts(self) -> None:
        app = RunningApp(self._home)
        killing = threading.Thread(target=_kill, args=(app, self._chance.uniform(0, _STARTING)), name="killing")
        killing.start()
        with contextlib.suppress(AppFailed), app:
            killing.join()
            _await(lambda: not app.running)
        killing.join()
        self.found.while_starting += 1
        self._judge((), _newest(self._history), from_file(self._settings)[0].speech.rate)

    def _while_a_setting_changes(self, keyboard: Keyboard) -> None:
        """Step by step, the window being described now and then."""
        with RunningApp(self._home, command=(*COMMAND, "--window", "settings")) as app:
            self._tells(app)
            wait_title("Settings", _PATIENCE)
            time.sleep(0.5)  # while a window manager arranges windows it holds the keyboard
            for key in _TO_THE_RATE:
                keyboard.press(key)
            rate = from_file(self._settings)[0].speech.rate
            self._killed_at_work(app, _pressing(keyboard, "Up" if rate < _FASTEST else "Down"))

    def _while_it_describes(self, keyboard: Keyboard) -> None:
        """A window of few words, again and again."""
        with programs.xterm("echo the heron stands in the reeds", "notes"), RunningApp(self._home) as app:
            self._tells(app)
            describe, count = default_keys()["describe"], itertools.count(1)

            def press() -> None:
                number = next(count)
                keyboard.press(describe)
                with contextlib.suppress(AppFailed):
                    _await(lambda: _turns(app) >= number or not app.running, _LONG_FOR_A_TURN)

            self._killed_at_work(app, press)

    def _killed_at_work(self, app: RunningApp, press: Callable[[], None]) -> None:
        """`press`: what the user does over and over."""
        known, rate = _newest(self._history), from_file(self._settings)[0].speech.rate

        def presses() -> None:
            while app.running:
                press()

        pressing = threading.Thread(target=presses, name="pressing")
        pressing.start()
        _kill(app, self._chance.uniform(0, _WORKING))
        pressing.join()
        _await(lambda: not app.is_read)
        self._judge(app.events, known, rate)

    def _tells(self, app: RunningApp) -> None:
        """Whether it says that the one before was cut short."""
        if not self._cut:
            app.wait_for(lambda event: event.kind == "spoken", _PATIENCE)
            return
        try:
            app.wait_spoken(_TELLS_BACK, timeout=_PATIENCE)
        except AppFailed as silent:
            self.found.untold += 1
            self.found.wrong.append(str(silent))
        else:
            self.found.told += 1

    def _judge(self, events: Sequence[Event], known: int, rate: int) -> None:
        """What the app that was just killed has left. `known`: the newest entry before it was at work; `rate`: that was set then."""
        found = self.found
        found.kills += 1
        self._cut = True
        found.left += len(self._left())
        found.grabbed += len(grabbed())
        loaded, problem = from_file(self._settings)
        broken = [path.name for path in (self._home / "data").glob("*.db") if not _is_sound(path)]
        if problem is not None or broken:
            found.corrupt += 1
            found.wrong.append(f"{problem} {broken}")
        kept = Counter(entry.spoken for entry in _entries(self._history) if entry.id > known)
        told = Counter(filter(None, (_told(event) for event in events if event.kind == "turn")))
        saved = sum(event.kind == "spoken" and event.text.startswith("Saved.") for event in events)
        changes = abs(loaded.speech.rate - rate) // _STEP
        lost = (told - kept).total() + max(0, saved - changes)
        if lost:
            found.wrong.append(f"lost: {told - kept}, {saved} changes told and {changes} kept")
        found.lost += lost
        found.most_lost = max(found.most_lost, lost)
        found.turns += told.total()
        found.changes += changes
        found.kept = len(_entries(self._history))

    def _left(self) -> set[int]:
        with contextlib.suppress(AppFailed):
            _await(lambda: not marked(self._home), _LEAVES_WITHIN)
        left = marked(self._home)
        self.found.wrong += [f"left: {Path(f'/proc/{process}/cmdline').read_bytes().decode()}" for process in left]
        return left


def _pressing(keyboard: Keyboard, arrow: str) -> Callable[[], None]:
    describe, leader, count = default_keys()["describe"], str(defaults()["leader"]), itertools.count(1)

    def press() -> None:
        number = next(count)
        if number % 10 == 0:
            keyboard.press(leader)  # from which on the whole keyboard is held
            time.sleep(_PAUSE)
            keyboard.press("s")
        elif number % 4 == 0:
            keyboard.press(describe)
        else:
            keyboard.press(arrow)
        time.sleep(_PAUSE)

    return press


def _turns(app: RunningApp) -> int:
    return sum(event.kind == "turn" for event in app.events)


def _kill(app: RunningApp, after: float) -> None:
    """That many seconds after it was started, or from now."""
    _await(lambda: bool(app.pid))
    time.sleep(after)  # the moment is what is random
    os.kill(app.pid, signal.SIGKILL)


def _await(condition: Callable[[], bool], patience: float = _PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise AppFailed(f"waited {patience:.0f} s")
        time.sleep(0.01)


def _entries(history: Path) -> tuple[Entry, ...]:
    """All, as the next start finds them; whether the file is whole is asked elsewhere."""
    if not history.exists():
        return ()
    store = HistoryStore(history, Options(), lambda error: None)
    try:
        return store.find(Query(limit=100_000)).entries
    finally:
        store.close()


def _newest(history: Path) -> int:
    return max((entry.id for entry in _entries(history)), default=0)


def _told(turn: Event) -> str:
    """What of it is to be in the history."""
    return " ".join(one["text"] for one in turn.fields["utterances"] if one["channel"] != Channel.SYSTEM)


def _is_sound(path: Path) -> bool:
    """By SQLite's own checks."""
    if path.name == "history.db":
        return is_whole(path)
    with contextlib.closing(sqlite3.connect(path)) as file:
        try:
            return file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


def grabbed() -> list[str]:
    """Keys of the app's that a program has. The whole keyboard is tried too."""
    taken = []
    keys = Hotkeys()
    keys.start()
    try:
        for chord in (*default_keys().values(), str(defaults()["leader"])):
            try:
                keys.bind(chord, lambda at: None)
            except HotkeyTaken:
                taken.append(chord)
        try:
            keys.hold(lambda stroke: None, 1.0, lambda at: None)
        except DesktopError:
            taken.append("the keyboard")
        keys.let_go()
    finally:
        keys.close()
    return taken


def kill(times: int, home: Path, seed: int = 1) -> Found:
    """In the desktop. Raises nothing for what it finds wrong: it counts."""
    killing = Killing(home, seed)
    killing.kill(times)
    return killing.found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(json.dumps(asdict(kill(int(sys.argv[1]), Path(place), *map(int, sys.argv[2:3])))) + "\n")
