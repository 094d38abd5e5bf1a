"""Troubles in real programs, worked through with a replayed model and without one; and by the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mmassist.evaluation.troubleshooting import qt_trouble
from mmassist.evaluation.troubleshooting.run import run
from mmassist.evaluation.troubleshooting.scenario import scenarios
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import program
from mmassist.measure.running import RunningApp

pytestmark = pytest.mark.timeout(240)


def test_done_undone_and_wrong_steps_are_noticed_and_nothing_is_called_solved_too_soon() -> None:
    outcomes = (*run(("postcode",)).outcomes, *run(("backup, called solved when the message is closed",), ("replayed",)).outcomes)
    assert [one.line() for one in outcomes if not one.noticed or one.is_false] == []
    assert [one.claimed for one in outcomes] == [True, False, False]


def test_the_command_line_works_through_a_wrong_setting(home: Path, keyboard: Keyboard) -> None:
    spec = next(one for one in scenarios() if one.name == "mute").spec
    command = (sys.executable, "-m", "mmassist", "troubleshoot", "--json", "--no-speak", "--backend", "embedded")
    with (
        program([sys.executable, str(qt_trouble.__file__), json.dumps(dict(spec))], "^Sound$", environment={"QT_QPA_PLATFORM": "xcb"}),
        RunningApp(home, command=command) as app,
    ):
        app.wait_for(lambda event: event.kind == "ready", 90)
        keyboard.press("alt+m")
        app.wait_for(lambda event: event.kind == "over", 90)


def test_without_a_window_it_says_so(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mmassist", "troubleshoot", "--no-speak"],
        capture_output=True,
        text=True,
        timeout=90,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert "No window is in front." in done.stdout
