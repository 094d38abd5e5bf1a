"""Commands while the real app runs: what it answers is what they would say by themselves; a place that somebody else holds is told."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mmassist.desktop import command_wire
from mmassist.desktop.command_client import hand_over
from mmassist.measure.running import RunningApp

COMMANDS = (
    ("describe", "--no-speak", "--json"),
    ("read", "--no-speak", "--json", "--by", "line"),
    ("describe", "--no-speak", "--json", "--ask", "Is there a button called MS?"),
    ("outline", "--json"),
)
_NOBODY = 65534


def lasting(out: str) -> dict[str, Any]:
    """All but the times, and what is only said while nothing is heard for long."""
    told: dict[str, Any] = json.loads(out)
    told.pop("timings", None)
    told["utterances"] = [one["text"] for one in told.get("utterances", ()) if one["text"] != "Still reading."]
    return told


def alone(home: Path, arguments: tuple[str, ...]) -> str:
    """By itself: no app runs in that home."""
    environment = {**os.environ, "MMASSIST_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "mmassist", *arguments], stdout=subprocess.PIPE, text=True, check=True, env=environment
    ).stdout


@pytest.mark.timeout(300)
def test_the_app_answers_as_a_command_would_by_itself(
    home: Path, tmp_path: Path, programs: ModuleType, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_wire, "PATIENCE", 30.0)  # what is compared is the answer, also on a busy machine
    with programs.galculator():
        by_itself = [lasting(alone(tmp_path, arguments)) for arguments in COMMANDS]
        with RunningApp(home) as app:
            app.wait_for(lambda event: event.kind == "spoken", timeout=30)
            hand_over(["describe", "--no-speak"])  # while an app still starts it may not have the window's tree in time
            capfd.readouterr()
            through = []
            for arguments in COMMANDS:
                assert hand_over(list(arguments)) == 0
                through.append(lasting(capfd.readouterr().out))
    pairs = zip(COMMANDS, by_itself, through, strict=True)
    assert [(typed, key, one[key], other.get(key)) for typed, one, other in pairs for key in one if one[key] != other.get(key)] == []


@pytest.mark.timeout(180)
def test_a_place_that_somebody_else_holds_is_said_by_the_app_and_by_the_command(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if os.geteuid() == 0:
        (home / "run").mkdir()
        os.chown(home / "run", _NOBODY, _NOBODY)
    else:
        (home / "run").symlink_to(tmp_path)
    with RunningApp(home) as app:
        assert f"Remove {home / 'run'}" in app.wait_spoken("somebody else holds the place", timeout=60).text
        assert hand_over(["describe"]) is None
    assert "Somebody else holds the place where mmassist answers commands." in capsys.readouterr().err


async def test_an_app_that_hangs_is_not_waited_for(home: Path, app: RunningApp) -> None:
    app.wait_for(lambda event: event.kind == "spoken", timeout=30)
    os.kill(app.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10):
            assert await asyncio.to_thread(hand_over, ["describe"]) is None
    finally:
        os.kill(app.pid, signal.SIGCONT)
