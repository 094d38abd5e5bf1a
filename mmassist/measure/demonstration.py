"""Shows that the app works, where there is no display to show it on: `python -m mmassist.measure.demonstration` in the virtual desktop.

A real program asks whether to save an unsaved document, the real hotkey is pressed, and what the speaker played is recorded. Exit code
0 only if the description was heard: the right words, and sound in the recording for each of them.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.programs import ProgramFailed
from mmassist.measure.running import AppFailed, Event, RunningApp, is_description
from mmassist.measure.sink import SILENT, NothingHeard, Sink

DOCUMENT = "Dear Ann,\nthe bill for October is 312.50, due on the 30th.\nYours, Bob\n"
FOLDER = Path("build/demonstration")
AUDIBLE = -45.0  # dBFS: espeak-ng speaks at about -20


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance as the speaker played it: seconds after the key press, and how loud its span was."""

    after: float
    level: float
    event: Event


@dataclass(frozen=True, slots=True)
class Listening:
    """What the demonstration heard. `earcon`: seconds from the key press to the first sample of sound; None if there was none."""

    pressed: float
    earcon: float | None
    heard: tuple[Heard, ...]
    ended: float


def press_and_listen(app: RunningApp, keyboard: Keyboard, sink: Sink, chord: str) -> Listening:
    """Presses `chord`, and listens until the turn that it starts is over and the speaker is silent."""
    quiet = sink.silence(time.monotonic() - 0.5, lasting=0.4)
    pressed = keyboard.press(chord)
    try:
        earcon = sink.onset(max(quiet, pressed), timeout=3) - pressed
    except NothingHeard:
        earcon = None
    app.wait_turn(pressed)
    ended = sink.silence(pressed, lasting=1.0)
    spoken = [event for event in app.spoken(pressed) if is_description(event)]
    ends = [*(event.at for event in spoken[1:]), ended]
    return Listening(
        pressed,
        earcon,
        tuple(Heard(event.at - pressed, sink.level(event.at, end), event) for event, end in zip(spoken, ends, strict=True)),
        ended,
    )


def missing(listening: Listening) -> list[str]:
    """What should have been heard and was not, in words; empty if all was."""
    text = " ".join(heard.event.text for heard in listening.heard).lower()
    words = (
        ("the question: save the changes?", r"do you want to save"),
        ("the button Cancel", r"\bcancel\b"),
        ("the button Don't Save", r"\bdon.t save\b"),
        (
            "the button Save, which is the default",
            r"(?<!don.t )\bsave\b(?! the| changes)[^.?!]*\bdefault|\bdefault[^.?!]*(?<!don.t )\bsave\b",
        ),
        ("the name of the program: Mousepad", r"\bmousepad\b"),
    )
    unsaid = [name for name, pattern in words if not re.search(pattern, text)]
    if listening.earcon is None:
        unsaid.append("a sound at the key press")
    silent = [f"sound for {heard.event.text!r} ({heard.level:.0f} dBFS)" for heard in listening.heard if heard.level < AUDIBLE]
    return unsaid + silent


def demonstrate(say: Callable[[str], None], folder: Path) -> list[str]:
    """Runs the whole of it and says how far it is; files go to `folder`. Returns what was missing."""
    chord = default_keys()["describe"]
    with tempfile.TemporaryDirectory(prefix="mmassist-home-") as home, Keyboard() as keyboard, Sink() as sink, programs.tray_host():
        say("A text editor (mousepad) with an unsaved document is asked to close.")
        with programs.save_prompt(DOCUMENT, keyboard), RunningApp(Path(home)) as app:
            app.wait_for(lambda event: event.kind == "spoken", timeout=10)
            sink.silence(time.monotonic(), lasting=0.5)
            say(f"mmassist is running. Pressing {chord}.\n")
            listening = press_and_listen(app, keyboard, sink, chord)
            _report(say, listening)
            picture = folder / "screen.png"
            take_picture(picture)
            sound = folder / "heard.wav"
            sink.save(sound, listening.pressed, listening.ended + 0.5)
            lacking = missing(listening)
            if lacking:
                say(f"The end of the app's log:\n{app.log_tail()}")
    say(f"\nWhat the speaker played: {sound}\nWhat the screen showed: {picture}")
    return lacking


def _report(say: Callable[[str], None], listening: Listening) -> None:
    if listening.earcon is not None:
        say(f"{listening.earcon * 1000:7.0f} ms  (earcon)")
    for heard in listening.heard:
        level = "silent" if heard.level <= SILENT else f"{heard.level:.0f} dBFS"
        say(f"{heard.after * 1000:7.0f} ms  {heard.event.channel}: {heard.event.text}  [{level}]")


def take_picture(path: Path) -> None:
    """Saves a picture of the whole desktop as PNG."""
    import mss
    import mss.tools

    path.parent.mkdir(parents=True, exist_ok=True)
    with mss.MSS() as screen:
        shot = screen.grab(screen.monitors[0])
        mss.tools.to_png(shot.rgb, shot.size, output=str(path))


def main() -> int:
    def say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    if "MMASSIST_DESKTOP" not in os.environ:
        say("Run this in the virtual desktop: packaging/virtual-desktop.sh .venv/bin/python -m mmassist.measure.demonstration")
        return 2
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    try:
        lacking = demonstrate(say, FOLDER.absolute())
    except (AppFailed, ProgramFailed, NothingHeard) as error:
        lacking = [str(error)]
    if lacking:
        say("\nNOT heard: " + "; ".join(lacking))
        return 1
    say("\nThe description was heard.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
