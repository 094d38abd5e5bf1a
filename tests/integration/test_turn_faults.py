"""Everything that goes wrong around a turn: each ends in a spoken sentence and an app that still works."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from tests.integration.turns import AUDIBLE, describe, press_and_hear

pytestmark = pytest.mark.timeout(180)


def worker_of(app: RunningApp, module: str) -> int:
    """Process id of the app's worker; it is there a moment after the app is ready."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = subprocess.run(["pgrep", "-P", str(app.pid), "-f", module], capture_output=True, text=True, check=False).stdout.split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError(f"no worker {module}")


def works(app: RunningApp, keyboard: Keyboard) -> bool:
    with programs.xterm("echo still here", "after"):
        return "still here" in press_and_hear(app, keyboard).text


def test_a_hung_program_is_named_and_read_from_its_picture(home: Path, keyboard: Keyboard) -> None:
    with programs.galculator() as hung:
        hung.suspend()
        try:
            with RunningApp(home) as app:
                heard = press_and_hear(app, keyboard)
        finally:
            hung.resume()
    assert heard.spoken[0].text.startswith("galculator")
    assert heard.turn.fields["timings"]["outline"] < 800
    assert "Calculator" in heard.text


def test_a_blank_screen_is_said_to_be_blank(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.program(["xterm", "-bg", "black", "-fg", "black", "-cr", "black", "-T", "curtain", "-e", "sleep", "3600"], "curtain"):
        heard = press_and_hear(app, keyboard)
    assert "The screen is blank: is a screen curtain on?" in heard.system
    assert heard.turn.fields["text"] == ""
    assert works(app, keyboard)


def test_a_window_that_closes_mid_turn_never_leaves_silence(app: RunningApp, keyboard: Keyboard) -> None:
    for pause in (0.0, 0.01, 0.03):
        with programs.xterm("echo short-lived", "brief") as window:
            pressed = keyboard.press(default_keys()["describe"])
            time.sleep(pause)
            os.killpg(window.pid, signal.SIGKILL)
            app.wait_turn(pressed, 90)  # what comes to the front instead is told to its end
        assert app.spoken(pressed)
    assert works(app, keyboard)


def test_a_killed_recogniser_is_said_and_comes_back(app: RunningApp, keyboard: Keyboard) -> None:
    recogniser = worker_of(app, "text_process")
    with programs.xterm("seq 100 100000", "numbers"):
        os.kill(recogniser, signal.SIGSTOP)
        pressed = keyboard.press(default_keys()["describe"])
        app.wait_spoken("numbers", pressed)
        with contextlib.suppress(ProcessLookupError):  # on a busy machine the app itself may have ended it by now, as one that hangs
            os.kill(recogniser, signal.SIGKILL)
        app.wait_spoken("is being restarted", pressed, 30)
        app.wait_turn(pressed, 30)
    assert works(app, keyboard)


def test_a_killed_voice_is_back_for_the_next_turn(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    os.kill(worker_of(app, "espeak_process"), signal.SIGKILL)
    with programs.xterm("echo still here", "after"):
        heard = press_and_hear(app, keyboard)
    assert "still here" in heard.text
    assert sink.level(heard.spoken[0].at, heard.spoken[0].at + 0.4) > AUDIBLE


def test_a_taken_key_is_said_and_the_other_one_works(home: Path, sink: Sink) -> None:
    rival = Hotkeys()
    rival.start()
    try:
        rival.bind(default_keys()["describe"], lambda at: None)
        with RunningApp(home) as app:
            said = app.wait_spoken("taken", timeout=15)
            assert "Control Shift F1" in said.text
            time.sleep(1.2)
            assert sink.level(said.at, said.at + 1) > AUDIBLE
    finally:
        rival.close()


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be huge and holds a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\nrubbish", b"", bomb(60000, 60000), bomb(200, 200)], ids=["corrupt", "empty", "bomb", "cut off"]
)
def test_a_bad_image_is_heard_with_a_remedy(tmp_path: Path, sink: Sink, content: bytes) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(content)
    began = time.monotonic()
    code, told = describe("--image", str(picture))
    assert code == 1
    assert told["error"] == "ImageUnreadable"
    assert told["spoken"]
    assert told["remedy"]
    assert sink.level(sink.onset(began, timeout=1), time.monotonic()) > AUDIBLE - 15


def test_of_a_thousand_presses_in_ten_seconds_only_the_newest_is_told(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    with programs.galculator():
        press_and_hear(app, keyboard)
        began = time.monotonic()
        for number in range(1000):
            last = keyboard.press(default_keys()["describe"])
            time.sleep(max(0.0, began + (number + 1) * 0.01 - time.monotonic()))
        turn = app.wait_turn(last - 0.01, 60)
        sink.silence(last, lasting=1.0, timeout=60)
        after = [event for event in app.events if event.at > turn.seen]
        turns = [event for event in app.events if event.kind == "turn" and event.fields["started"] > began]
    assert turns == [turn]
    assert {event.turn_id for event in app.spoken(last + 0.5)} == {turn.turn_id}
    assert after == []
    assert turn.fields["fault"] is None
    assert works(app, keyboard)


def test_without_a_display_the_error_is_said_and_printed() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    for command in (["run"], ["describe", "--no-speak"], ["outline"]):
        done = subprocess.run(
            [sys.executable, "-m", "mmassist", *command, "--json"], capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        assert done.returncode == 1
        assert '"remedy"' in done.stdout
