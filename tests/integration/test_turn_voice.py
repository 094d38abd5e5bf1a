"""Turns by voice: a synthetic voice speaks into a virtual microphone about real programs, and the answer is heard at the speaker."""

from __future__ import annotations

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from tests.integration.turns import AUDIBLE
from tests.integration.voice_turns import answer_if_asked, ask, understood

pytestmark = pytest.mark.timeout(180)


def test_a_spoken_command_describes_the_window_without_any_model(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    with programs.galculator():
        pressed = ask(app, keyboard, "describe the window")
        heard = understood(app, pressed)
        turn = app.wait_turn(pressed)
    assert heard.text == "describe the window"
    first = app.spoken(pressed)[0]
    assert first.text.startswith("galculator")
    assert sink.level(first.at, first.at + 0.5) > AUDIBLE
    assert turn.fields["fault"] is None


def test_a_follow_up_walks_what_was_described(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.save_prompt("Dear Ann", keyboard):
        pressed = ask(app, keyboard, "describe the window")
        app.wait_turn(pressed)
        pressed = ask(app, keyboard, "previous button")
        answer_if_asked(app, pressed, "yes")
        heard = app.wait_spoken(", button", pressed, 30)
    assert heard.channel == "detail"


def test_a_free_question_without_a_model_is_told_what_it_needs(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.galculator():
        pressed = ask(app, keyboard, "who wrote this very long letter about the weather in the mountains")
        told = app.wait_spoken("I heard no command", pressed, 30)
    assert "mmassist models pull" in told.text


def test_nobody_speaks_and_that_is_said(app: RunningApp, keyboard: Keyboard) -> None:
    pressed = keyboard.press(default_keys()["ask"])
    assert app.wait_spoken("The microphone gives only silence", pressed, 30)
