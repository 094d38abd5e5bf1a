"""Watching real programs: all that was asked for is announced, and nothing else. How soon, and at what load, is the bench's affair."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from mmassist.measure import programs, watching
from mmassist.measure.running import Event, RunningApp

SEED = 11


@pytest.mark.timeout(240)
def test_a_minute_of_a_busy_desktop_is_told_as_it_was_asked_for() -> None:
    # On a busy machine what is gone again too soon is not seen at all.
    report = watching.run(1, SEED, lambda line: None, held=2.2)
    assert report["events"] == watching.EVENTS_A_MINUTE
    assert report["decoys"] >= 10
    assert report["missed"] == []
    assert report["unasked"] == []


@contextlib.contextmanager
def watched_terminal(home: Path, *wishes: str) -> Iterator[tuple[RunningApp, int, IO[str]]]:
    """A terminal called Terminal that is watched: the app, the window, and where its lines are written."""
    pipe = home / "lines"
    os.mkfifo(pipe)
    with programs.xterm(f"cat {pipe}", "Terminal") as terminal, pipe.open("w", buffering=1) as lines:
        command = (
            sys.executable,
            "-m",
            "mmassist",
            "watch",
            *(f"{wish} in the window Terminal" for wish in wishes),
            "--json",
            "--no-speak",
        )
        with RunningApp(home / "app", command=command) as app:
            yield app, terminal.window, lines


def announced(app: RunningApp, text: str, since: float) -> Event:
    return app.wait_for(lambda event: event.kind == "announced" and event.at >= since and text in event.text, 15)


def told(app: RunningApp, text: str, since: float) -> Event:
    return app.wait_for(lambda event: event.kind == "told" and event.at >= since and text in event.text, 15)


def xdotool(*arguments: object) -> float:
    """Does it; returns when that was begun."""
    at = time.monotonic()
    subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True)
    return at


def write(lines: IO[str], text: str) -> float:
    at = time.monotonic()
    lines.write(text + "\n")
    return at


@pytest.mark.timeout(180)
def test_a_window_is_watched_on_when_it_was_moved_covered_and_minimised(home: Path) -> None:
    with watched_terminal(home, "read what is new") as (app, window, lines):
        announced(app, "before all", write(lines, "before all"))
        xdotool("windowmove", window, 300, 200)
        time.sleep(1.0)
        announced(app, "after moving", write(lines, "after moving"))
        at = xdotool("windowminimize", window)
        told(app, "minimised", at)
        write(lines, "while it was away")
        at = xdotool("windowmap", window)
        told(app, "see it again", at)
        announced(app, "while it was away", at)
        at = time.monotonic()
        with programs.xterm("true", "Cover"):
            cover = programs.active_window()
            xdotool("windowsize", cover, 1800, 1000)
            xdotool("windowmove", cover, 0, 0)
            told(app, "covered", at)
            write(lines, "behind the cover")
        announced(app, "behind the cover", at)


@pytest.mark.timeout(120)
def test_a_window_that_closes_ends_the_watch_and_the_command(home: Path) -> None:
    pipe = home / "never"
    os.mkfifo(pipe)
    with programs.xterm(f"cat {pipe}", "Terminal") as terminal:
        command = (sys.executable, "-m", "mmassist", "watch", "tell me when the window Terminal closes", "--json", "--no-speak")
        with RunningApp(home / "app", command=command) as app:
            at = time.monotonic()
            terminal.end()
            announced(app, "The window closed.", at)


@pytest.mark.timeout(120)
def test_a_part_of_the_screen_is_watched(home: Path) -> None:
    pipe = home / "lines"
    os.mkfifo(pipe)
    with programs.xterm(f"cat {pipe}", "Terminal") as terminal, pipe.open("w", buffering=1) as lines:
        xdotool("windowmove", terminal.window, 100, 100)
        wish = "tell me when you see gate 14"
        command = (sys.executable, "-m", "mmassist", "watch", wish, "--region", "90,90,700,300", "--json", "--no-speak")
        with RunningApp(home / "app", command=command) as app:
            announced(app, "gate 14 is open", write(lines, "gate 14 is open"))


@pytest.mark.timeout(120)
def test_a_text_recogniser_that_dies_is_told_and_the_watch_goes_on(home: Path) -> None:
    with watched_terminal(home, "read what is new") as (app, _, lines):
        announced(app, "before all", write(lines, "before all"))
        at = time.monotonic()
        subprocess.run(["pkill", "-KILL", "-P", str(app.pid), "-f", "text_process"], check=True)
        told(app, "The text recogniser stopped and is being restarted.", at)
        announced(app, "after all", write(lines, "after all"))
