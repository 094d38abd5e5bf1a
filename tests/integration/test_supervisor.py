"""Parts of the running app that die or hang: heard once, started again, and after three crashes switched off until the user wants them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import COMMAND, Event, RunningApp
from mmassist.measure.sink import Sink
from tests.integration.own_window import to_front
from tests.integration.programs.running import until
from tests.integration.test_turn_faults import worker_of, works
from tests.integration.turns import AUDIBLE, press_and_hear
from tests.integration.voice_turns import ask, understood

pytestmark = pytest.mark.timeout(400)

PARTS = {
    "espeak_process": "The voice stopped and was started again.",
    "text_process": "The text recogniser stopped and is being restarted.",
    "commands_process": "The recogniser of commands stopped and is being restarted.",
    "microphone_process": "The microphone's process stopped and is being restarted.",
}


def warm(app: RunningApp) -> None:
    """Until all workers are there and idle: what is killed as it starts is another test's affair."""
    for module in PARTS:
        rest(worker_of(app, module))


def rest(worker: int) -> None:
    """Until a process has slept for two seconds."""
    deadline = time.monotonic() + 60
    slept, spent = time.monotonic(), -1
    while time.monotonic() - slept < 2:
        assert time.monotonic() < deadline, "it never rests"
        state, *fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        now = int(fields[10]) + int(fields[11])
        if state != "S" or now != spent:
            slept, spent = time.monotonic(), now
        time.sleep(0.1)


def kill(app: RunningApp, module: str) -> float:
    """Kills a worker; returns when."""
    worker = worker_of(app, module)
    at = time.monotonic()
    os.kill(worker, signal.SIGKILL)
    until(lambda: worker_of(app, module) != worker, 30)
    rest(worker_of(app, module))
    return at


def said(app: RunningApp, sentence: str) -> list[Event]:
    return [event for event in app.events if event.kind == "spoken" and sentence in event.text]


@pytest.mark.parametrize("module", PARTS)
def test_a_part_that_is_killed_while_nothing_goes_on_is_told_once_and_comes_back(home: Path, sink: Sink, module: str) -> None:
    with RunningApp(home) as app:
        warm(app)
        kill(app, module)
        told = app.wait_spoken(PARTS[module], timeout=30)
        time.sleep(3)
        assert len(said(app, PARTS[module])) == 1
        assert sink.level(told.at, told.at + 0.5) > AUDIBLE


def switched_off(parts: list[str]) -> Callable[[Event], bool]:
    return lambda event: event.kind == "switched off" and event.fields["parts"] == parts


def test_a_text_recogniser_that_keeps_dying_is_switched_off_until_safe_mode_is_left_by_voice(app: RunningApp, keyboard: Keyboard) -> None:
    warm(app)
    for _ in range(2):
        kill(app, "text_process")
    os.kill(worker_of(app, "text_process"), signal.SIGKILL)
    app.wait_for(switched_off(["text recogniser"]), 30)
    told = app.wait_spoken("The text recogniser keeps stopping and is switched off.", timeout=30)
    assert "outline alone" in told.text
    assert "leave safe mode" in told.text
    with programs.xterm("echo not to be read", "before"):
        heard = press_and_hear(app, keyboard)
    assert "Text in pictures is not read." in heard.system
    assert "not to be read" not in heard.text
    assert heard.turn.fields["fault"] is None
    asked = ask(app, keyboard, "leave safe mode")
    assert understood(app, asked).text == "leave safe mode"
    app.wait_for(switched_off([]), 30)
    app.wait_spoken("Safe mode is left.", asked, 30)
    worker_of(app, "text_process")
    assert works(app, keyboard)


def test_the_text_that_was_being_read_is_read_again_when_its_recogniser_hangs(app: RunningApp, keyboard: Keyboard) -> None:
    warm(app)
    with programs.xterm("echo still here", "after"):
        os.kill(worker_of(app, "text_process"), signal.SIGSTOP)
        heard = press_and_hear(app, keyboard, 90)
    assert PARTS["text_process"] in " ".join(event.text for event in app.spoken(heard.pressed))
    assert "still here" in heard.text


def test_a_command_that_was_heard_is_done_though_its_recogniser_hangs(app: RunningApp, keyboard: Keyboard) -> None:
    warm(app)
    with programs.galculator():
        os.kill(worker_of(app, "commands_process"), signal.SIGSTOP)
        pressed = ask(app, keyboard, "describe the window")
        assert understood(app, pressed, 60).text == "describe the window"
        assert app.wait_turn(pressed, 60).fields["fault"] is None
    assert said(app, PARTS["commands_process"])  # once more where the turn cut it short


def test_a_microphone_that_hangs_is_told_and_heard_again(app: RunningApp, keyboard: Keyboard) -> None:
    warm(app)
    os.kill(worker_of(app, "microphone_process"), signal.SIGSTOP)
    pressed = keyboard.press(default_keys()["ask"])
    app.wait_spoken(PARTS["microphone_process"], pressed, 30)
    app.wait_for(lambda event: event.kind == "listening" and event.seen > pressed and bool(event.fields["open"]), 60)


def test_a_voice_that_hangs_loses_no_sentence(app: RunningApp, keyboard: Keyboard) -> None:
    warm(app)
    with programs.xterm("echo still here", "after"):
        os.kill(worker_of(app, "espeak_process"), signal.SIGSTOP)
        heard = press_and_hear(app, keyboard, 90)
    assert "after" in heard.text
    assert "still here" in heard.text
    assert said(app, PARTS["espeak_process"])


def crashed_starts(home: Path, times: int) -> None:
    for _ in range(times):
        app = RunningApp(home)
        app.start(90)
        os.kill(app.pid, signal.SIGKILL)
        app.stop()


def test_three_starts_that_crash_make_the_next_one_safe_and_a_button_leaves_it(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    crashed_starts(home, 3)
    with RunningApp(home) as app:
        first = app.wait_for(lambda event: event.kind == "spoken", 30)
        assert "3 times in a row" in first.text
        assert "To leave safe mode" in first.text
        pressed = keyboard.press(default_keys()["ask"])
        assert app.wait_spoken("The microphone is switched off.", pressed, 30)
        assert works(app, keyboard)
        to_front()
        left = keyboard.press("alt+o")
        app.wait_spoken("mmassist starts again", left, 30)
        ready = app.wait_for(lambda event: event.kind == "ready" and event.seen > left, 120)
        assert app.wait_spoken("mmassist is ready.", ready.seen - 1, 30)


def test_two_starts_that_crash_do_not_and_one_that_ends_well_forgives_them(home: Path) -> None:
    crashed_starts(home, 2)
    with RunningApp(home) as app:
        assert app.wait_for(lambda event: event.kind == "spoken", 30).text.startswith("mmassist is ready.")
    crashed_starts(home, 1)
    with RunningApp(home) as app:
        assert app.wait_for(lambda event: event.kind == "spoken", 30).text.startswith("mmassist is ready.")


def test_safe_mode_can_be_asked_for(home: Path) -> None:
    with RunningApp(home, command=(*COMMAND, "--safe")) as app:
        assert "as you asked" in app.wait_for(lambda event: event.kind == "spoken", 30).text
