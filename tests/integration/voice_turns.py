"""What tests of turns by voice share: something is said into the virtual microphone while the app listens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from mmassist.desktop.chords import default_keys
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp
from mmassist.values import SAMPLE_RATE
from tests.fakes.said import said
from tests.integration.programs.running import until

_CABLE = "miccable"


def say(text: str) -> None:
    """Says it into the microphone; returns when it has been said."""
    samples = (np.clip(said(text).samples, -1, 1) * 32767).astype("<i2").tobytes()
    play = ["pacat", "--playback", f"--device={_CABLE}", "--format=s16le", f"--rate={SAMPLE_RATE}", "--channels=1", "--latency-msec=20"]
    subprocess.run(play, input=samples, check=True, timeout=60)


def ask(app: RunningApp, keyboard: Keyboard, text: str) -> float:
    """Taps the key that listens, says something, and returns when the key was pressed."""
    said(text)  # made before the microphone is open
    pressed = keyboard.press(default_keys()["ask"])
    _listening(app, pressed)
    say(text)
    return pressed


def answer_if_asked(app: RunningApp, since: float, answer: str) -> None:
    """Where the app is not sure and asks back, that is answered."""
    said(answer)
    asked = app.wait_for(lambda event: event.kind == "spoken" and event.seen > since, 30)
    if asked.text.startswith("Did you mean"):
        _listening(app, asked.seen)
        say(answer)


def _listening(app: RunningApp, since: float) -> None:
    app.wait_for(lambda event: event.kind == "listening" and event.seen > since and bool(event.fields["open"]), 20)


def understood(app: RunningApp, since: float, timeout: float = 30.0) -> Event:
    """What the app understood for good."""
    return app.wait_for(lambda event: event.kind == "heard" and event.seen > since and bool(event.fields["final"]), timeout)


def install(home: Path, folder: Path, name: str = "whisper-tiny") -> None:
    """Copies a speech model into the app's store, as its user would from a stick."""
    command = [sys.executable, "-m", "mmassist", "models", "pull", name, "--from", str(folder)]
    subprocess.run(command, env={**os.environ, "MMASSIST_HOME": str(home)}, check=True, timeout=180, capture_output=True)


def wait_for_the_microphone() -> None:
    """Until a program records through ALSA, as PortAudio does."""
    until(lambda: b"ALSA plug-in" in subprocess.run(["pactl", "list", "source-outputs"], capture_output=True, check=True).stdout, 60)
    time.sleep(1)  # until what it records is taken, too
