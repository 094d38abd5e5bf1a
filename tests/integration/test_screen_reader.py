"""Orca beside the app: what it says of our windows, and that the two never speak at once. Both through a real speech-dispatcher."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mmassist.measure import programs
from mmassist.measure.beside_reader import beside
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from mmassist.measure.speech_server import Said, SpeechServer
from tests.integration.own_window import to_front, wait_title
from tests.integration.turns import AUDIBLE, press_and_hear

TURNS = 50
MAIN = (
    "Last answer read only text.",
    "What you heard so far read only text.",
    "Items. | list.",
    "Question text.",
    "Ask push button.",
    "Ask whom combo box. | embedded.",
    "Preview what would be sent push button.",
    "Status: mmassist is ready.",
    "Describe whole screen push button.",
    "Read the window push button. | What was described last.",
    "Read on push button. | From where reading stopped.",
    "Look through camera push button.",
    "Speak to mmassist push button.",
    "Hands-free on or off push button.",
    "Stop speaking push button.",
    "Forget answers push button.",
    "Costs and times push button.",
    "Help by a person push button.",
    "Settings push button.",
    "Quit mmassist push button.",
)
COSTS = (
    "Summary read only text.",
    "Figures by backend. | table with 0 rows 14 columns.",
    "Status of the figures label.",
    "Refresh push button.",
    "Export... push button.",
    "Forget all... push button.",
    "Close push button.",
)

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (shutil.which("orca") and shutil.which("speech-dispatcher")), reason="no Orca: packaging/debian-tests.txt"),
]


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as running:
        running.start_orca()
        yield running


@pytest.fixture
def app(home: Path, server: SpeechServer) -> Iterator[RunningApp]:
    with RunningApp(home, environment=dict(server.environment)) as running:
        server.wait_said(lambda one: one.ours and "mmassist is ready" in one.text, timeout=40)
        yield running


def test_in_fifty_turns_the_two_never_speak_at_once_and_nothing_is_lost() -> None:
    heard = beside(TURNS, "auto")
    assert heard.moments == 0
    assert heard.wrong == []
    assert (heard.turns, heard.cut > 0, heard.orca > TURNS) == (TURNS, True, True)


def test_with_a_voice_of_its_own_it_speaks_into_orca() -> None:
    # What the test above would find.
    assert beside(1, "espeak").moments > 0


def test_orca_says_each_control_of_the_main_window_and_of_costs_and_times(
    app: RunningApp, server: SpeechServer, keyboard: Keyboard
) -> None:
    to_front()
    server.wait_said(lambda one: not one.ours and one.text.startswith("Last answer"))
    walk(server, keyboard, MAIN[1:])
    keyboard.press("alt+c")
    wait_title("Costs and times")
    server.wait_said(lambda one: one.text == COSTS[0])
    walk(server, keyboard, COSTS[1:])


def walk(server: SpeechServer, keyboard: Keyboard, wanted: tuple[str, ...]) -> None:
    """Tab goes to each, and Orca says it, in pieces perhaps."""
    for control in wanted:
        pressed = keyboard.press("Tab")
        for piece in control.split(" | "):
            server.wait_said(partial(_is_orcas, _words(piece)), pressed)


def _is_orcas(words: list[str], said: Said) -> bool:
    return not said.ours and _words(said.text)[: len(words)] == words


def _words(text: str) -> list[str]:
    """Orca says some signs as words."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in ("colon", "dash")]


def test_a_screen_reader_comes_and_goes_and_the_voice_with_it(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with (
        programs.galculator(),
        SpeechServer() as server,
        RunningApp(home, environment={**server.environment, "MMASSIST_SPEECH__EARCONS": "0"}) as app,
    ):
        app.wait_spoken("mmassist is ready", timeout=40)
        sink.silence(press_and_hear(app, keyboard).pressed, lasting=1.0)
        assert server.said() == []
        server.start_orca()
        pressed = press_and_hear(app, keyboard).pressed
        assert any(one.ours for one in server.said(pressed))
        assert sink.level(pressed, time.monotonic()) < AUDIBLE
        server.stop_orca()
        heard = press_and_hear(app, keyboard)
        assert heard.text
        assert sink.onset(heard.pressed)
        assert not any(one.ours for one in server.said(heard.pressed))
