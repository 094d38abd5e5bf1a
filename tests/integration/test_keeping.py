"""The real app and what it keeps: history, settings, one instance; killed, locked, asleep, on a full or broken disk."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmassist.desktop.chords import defaults
from mmassist.engine.history import Entry, Options, Query
from mmassist.engine.history_store import HistoryStore
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests import killing_app
from tests.fakes.session import SessionDouble
from tests.fakes.session_bus import session_bus
from tests.integration.own_window import wait_title
from tests.integration.programs.running import until
from tests.integration.test_turn_faults import works
from tests.integration.turns import press_and_hear

pytestmark = pytest.mark.timeout(180)

NOTES = "the heron stands in the reeds"
_LONG = 30.0  # seconds


def command(*arguments: str) -> dict[str, Any]:
    """`mmassist ARGUMENTS --json`."""
    done = subprocess.run([sys.executable, "-m", "mmassist", *arguments, "--json"], capture_output=True, text=True, timeout=60, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def kept() -> list[str]:
    """What the history holds, read beside the app."""
    store = HistoryStore(Path(os.environ["MMASSIST_HOME"]) / "data" / "history.db", Options(), lambda error: pytest.fail(str(error)))
    try:
        return [entry.spoken for entry in store.find(Query(limit=1000)).entries]
    finally:
        store.close()


def await_kept(number: int = 1) -> None:
    """Until so many entries tell the notes."""
    until(lambda: sum("heron" in one for one in kept()) == number, _LONG)


def hear_notes(app: RunningApp, keyboard: Keyboard) -> None:
    """Presses the key until the notes are told: on a busy machine a terminal's window is there before its text is."""
    for _ in range(5):
        if "heron" in press_and_hear(app, keyboard).text:
            return
    pytest.fail("the notes are not told")


@contextlib.contextmanager
def notes() -> Iterator[None]:
    with programs.xterm(f"echo {NOTES}", "notes"):
        yield


def filled(home: Path, number: int) -> None:
    """A history of so many entries."""
    path = home / "data" / "history.db"
    store = HistoryStore(path, Options(), lambda error: pytest.fail(str(error)))
    store.record(Entry(time.time(), "Mousepad", "Title", "", "The newest of them.", "embedded"))
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        rows = (
            (time.time() - 60 - at, f"Program {at % 30}", f"Title {at}", "", f"Answer {at} " + NOTES * 5, "embedded")
            for at in range(number)
        )
        file.executemany("INSERT INTO entries (at, program, title, question, spoken, backend) VALUES (?, ?, ?, ?, ?, ?)", rows)


def test_what_was_told_is_in_the_history_and_gone_when_it_is_wiped(app: RunningApp, keyboard: Keyboard, home: Path) -> None:
    with notes():
        hear_notes(app, keyboard)
    await_kept()
    pressed = keyboard.press(str(defaults()["leader"]))
    keyboard.press("h")
    again = app.wait_spoken("Today", pressed, _LONG)
    assert again.text.endswith("XTerm, notes")
    app.wait_spoken("heron", again.at, _LONG)
    assert command("history", "search", "heron reeds")["entries"][0]["program"] == "XTerm"
    assert command("history", "wipe") == {"wiped": True}
    assert all(b"heron" not in file.read_bytes() for file in (home / "data").iterdir() if file.is_file())
    assert works(app, keyboard)


def test_a_second_start_brings_the_first_to_the_front_and_ends(app: RunningApp, keyboard: Keyboard) -> None:
    with notes():
        at = time.monotonic()
        second = subprocess.run([sys.executable, "-m", "mmassist", "run"], capture_output=True, text=True, timeout=60, check=False)
        assert (second.returncode, second.stdout) == (0, "mmassist runs already. Its window is in front.\n")
        app.wait_spoken("mmassist runs already. Its window is in front.", at, _LONG)
        wait_title("mmassist")
    assert works(app, keyboard)


def test_a_broken_history_is_set_aside_said_and_begun_anew(home: Path, keyboard: Keyboard) -> None:
    (home / "data").mkdir()
    (home / "data" / "history.db").write_bytes(b"this is no database" * 500)
    with RunningApp(home) as app, notes():
        app.wait_spoken("The history was damaged. A new one was begun", timeout=_LONG)
        hear_notes(app, keyboard)
        await_kept()
    assert (home / "data" / "history.db.broken").exists()


def test_a_disk_that_is_full_is_said_and_what_was_told_meanwhile_is_kept_afterwards(app: RunningApp, keyboard: Keyboard) -> None:
    with notes():
        hear_notes(app, keyboard)
        await_kept()
        resource.prlimit(app.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        full = time.monotonic()
        hear_notes(app, keyboard)
        told = app.wait_spoken("The history can't be written", full, _LONG)
        assert "What is told is not written down meanwhile." in told.text
        resource.prlimit(app.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        hear_notes(app, keyboard)
        await_kept(3)
    assert works(app, keyboard)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[speech]\nrate = 5000\n", "The settings file can't be used: speech.rate"),
        ("version = 99\n", "The settings were written by a newer mmassist."),
    ],
    ids=["broken", "newer"],
)
def test_settings_that_can_not_be_used_are_said_and_the_last_good_ones_are_in_use(
    home: Path, keyboard: Keyboard, content: str, said: str
) -> None:
    assert command("settings", "set", "speech.rate", "420")["value"] == 420
    (home / "config" / "settings.toml").write_text(content)
    with RunningApp(home) as app:
        app.wait_spoken(said, timeout=_LONG)
        assert works(app, keyboard)
    good = (home / "config" / "settings.toml.good").read_text()
    assert "rate = 420" in good
    left = (home / "config" / "settings.toml").read_text()
    assert left == (content if "99" in content else good)


def test_ten_thousand_entries_hold_up_neither_the_start_nor_a_turn(home: Path, keyboard: Keyboard) -> None:
    filled(home, 10_000)
    with RunningApp(home) as app:
        assert works(app, keyboard)
        found = command("history", "search", "answer 9999")
        assert (found["total"], len(found["programs"])) == (1, 32)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionDouble]:
    """logind on a bus of its own; the session's bus stays the desktop's."""
    before = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    with session_bus(monkeypatch) as address, SessionDouble() as session:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", before)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield session


def test_after_sleep_it_says_that_it_is_awake_and_works(session: SessionDouble, home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home) as app, notes():
        app.wait_spoken("mmassist is ready", timeout=_LONG)
        session.sleep()
        for process in _all_of(app):
            os.kill(process, signal.SIGSTOP)
        time.sleep(2)  # the computer sleeps
        for process in _all_of(app):
            os.kill(process, signal.SIGCONT)
        woken = time.monotonic()
        session.wake()
        app.wait_spoken("The computer is awake again.", woken, _LONG)
        assert works(app, keyboard)


def _all_of(app: RunningApp) -> list[int]:
    """The app and its workers."""
    from mmassist.measure.running import _members

    return _members(app.pid)


def test_while_the_session_is_locked_nothing_enters_the_history_and_nothing_is_told_of_it(
    session: SessionDouble, home: Path, keyboard: Keyboard
) -> None:
    with RunningApp(home) as app, notes():
        hear_notes(app, keyboard)
        await_kept()
        session.locked = True
        session.lock()
        assert command("history")["error"] == "HistoryLocked"
        hear_notes(app, keyboard)
        session.locked = False
        session.unlock()
        await_kept()
        hear_notes(app, keyboard)
        await_kept(2)


def test_killed_while_it_keeps_tells_and_starts_it_comes_back_says_so_and_has_lost_next_to_nothing(home: Path) -> None:
    found = killing_app.kill(3, home / "killed")
    assert (found.kills, found.while_starting, found.told, found.untold) == (3, 1, 2, 0), found.wrong
    assert (found.corrupt, found.left, found.grabbed) == (0, 0, 0), found.wrong
    assert found.most_lost <= 1, found.wrong
    assert found.changes + found.kept > 0


def test_ended_as_it_should_nothing_is_said_of_it(home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home) as app:
        app.wait_spoken("mmassist is ready", timeout=_LONG)
    with RunningApp(home) as app:
        assert works(app, keyboard)
        assert killing_app.grabbed()  # as it would be seen of keys that were left so
        assert not [event.text for event in app.events if "unexpectedly" in event.text]
