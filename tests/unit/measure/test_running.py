"""The running app, heard by its events; a stand-in process prints them."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import pytest

from mmassist.measure.running import AppFailed, RunningApp, is_description, read_event
from tests.conftest import ROOT

READY = json.dumps({"event": "ready", "at": 1.0})
SYSTEM = json.dumps({"event": "spoken", "turn_id": 0, "channel": "system", "text": "mmassist is ready.", "at": 2.0})
GIST = json.dumps({"event": "spoken", "turn_id": 1, "channel": "gist", "text": "Save changes, Mousepad.", "at": 10.0})
DETAIL = json.dumps({"event": "spoken", "turn_id": 1, "channel": "detail", "text": "Buttons: Save and Cancel.", "at": 11.0})
TURN = json.dumps({"event": "turn", "turn_id": 1, "started": 9.0, "text": ""})


def stand_in(home: Path, *lines: str) -> RunningApp:
    return RunningApp(home, command=(sys.executable, str(ROOT / "tests" / "fakes" / "stand_in_app.py"), *lines))


def test_starts_when_the_app_says_that_it_is_ready(home: Path) -> None:
    with stand_in(home, SYSTEM, READY) as app:
        assert [event.kind for event in app.events] == ["spoken", "ready"]


def test_finds_what_was_spoken_case_apart(home: Path) -> None:
    with stand_in(home, READY, SYSTEM, GIST) as app:
        assert app.wait_spoken("save CHANGES").at == 10.0


def test_leaves_out_what_was_spoken_before(home: Path) -> None:
    with stand_in(home, READY, GIST, DETAIL, TURN) as app:
        app.wait_turn(since=8.0)
        assert [event.channel for event in app.spoken(since=10.5)] == ["detail"]


def test_an_earlier_turn_is_not_the_one_waited_for(home: Path) -> None:
    with stand_in(home, READY, TURN) as app, pytest.raises(AppFailed, match="nothing of the kind"):
        app.wait_turn(since=9.5, timeout=0.3)


def test_only_speech_of_a_turn_is_a_description(home: Path) -> None:
    described = [is_description(read_event(line, 0.0)) for line in (READY, SYSTEM, GIST, DETAIL, TURN)]
    assert described == [False, False, True, True, False]


def test_what_never_comes_is_an_error_that_shows_the_log(home: Path) -> None:
    with stand_in(home, READY) as app, pytest.raises(AppFailed, match="a line of the log"):
        app.wait_spoken("never", timeout=1.0)


def test_an_app_that_dies_at_the_start_is_an_error_at_once(home: Path) -> None:
    began = time.monotonic()
    with pytest.raises(AppFailed, match="has ended"):
        stand_in(home, "--end", "3", SYSTEM).start()
    assert time.monotonic() - began < 5


def test_lines_that_are_no_events_are_shown_with_the_log(home: Path) -> None:
    with stand_in(home, "Traceback (most recent call last):", READY) as app:
        assert "(stdout) Traceback" in app.log_tail()


def test_an_app_that_does_not_quit_is_killed(home: Path) -> None:
    app = stand_in(home, "--stubborn", READY)
    app.start()
    assert app.stop() == -signal.SIGKILL


@pytest.mark.parametrize("line", ["[]", '"ready"', '{"kind": "ready"}', "not JSON"])
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_event(line, 0.0)
