"""Turns by voice: a synthetic voice speaks into a virtual microphone about real programs, and the answer is heard at the speaker."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mmassist.capture.recordings import read_recording
from mmassist.desktop.chords import default_keys
from mmassist.evaluation.hearing.scoring import errors, total
from mmassist.inference.store import load
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.room import Room, Way
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from tests.fakes.said import said
from tests.fakes.whisper_model import made
from tests.integration.model_server import ModelServer, set_up
from tests.integration.programs.running import until
from tests.integration.test_keeping import command
from tests.integration.turns import AUDIBLE, press_and_hear
from tests.integration.voice_turns import answer_if_asked, ask, install, say, understood, wait_for_the_microphone

pytestmark = pytest.mark.timeout(240)

ASK = (sys.executable, "-m", "mmassist", "ask", "--voice", "--json")
LONG = "; ".join(f"echo This is sentence number {number} of a long letter about nothing." for number in range(1, 13))
OVER = "describe the window, please describe the window"
ANSWER = ("It is a bill. ", "Somebody has to pay it. ")


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


def test_a_follow_up_walks_what_was_described(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    with programs.save_prompt("Dear Ann", keyboard):
        pressed = ask(app, keyboard, "describe the window")
        app.wait_turn(pressed)
        pressed = ask(app, keyboard, "previous button")
        answer_if_asked(app, pressed, "yes")
        heard = app.wait_spoken(", button", pressed, 30)
        until(lambda: sink.level(heard.at, heard.at + 0.4) > AUDIBLE, 20)  # what has just begun is not recorded yet
    assert heard.channel == "detail"


@dataclass(frozen=True)
class SpeechModel:
    """A Whisper in the real layout, by its name in the catalogue. `real`: it understands what is said."""

    name: str
    folder: Path
    real: bool


@pytest.fixture(scope="module", params=["random weights", "real weights"])
def speech_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SpeechModel:
    """Real weights are those that this computer's user has pulled: the desktop has a home of its own, and theirs is asked for."""
    if request.param == "random weights":
        return SpeechModel("whisper-tiny", made(tmp_path_factory), False)
    pulled = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "mmassist" / "models"
    names = [model.name for model in load().models if model.kind == "whisper" and (pulled / model.name / "manifest").exists()]
    if not names:
        pytest.skip("no real weights are here: mmassist models pull whisper-tiny")
    return SpeechModel(names[0], pulled / names[0], True)


QUESTIONS = ("what does the letter say about the money", "and who has to pay for all of it")


def test_a_spoken_question_is_answered_by_a_model_and_followed_up(
    home: Path, keyboard: Keyboard, sink: Sink, speech_model: SpeechModel, capsys: pytest.CaptureFixture[str]
) -> None:
    install(home, speech_model.folder, speech_model.name)
    understood_words = []
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.xterm("echo Balance due 1,240.50", "accounts"):
            press_and_hear(app, keyboard, 60)
            for text in QUESTIONS:
                pressed = ask(app, keyboard, text)
                question = understood(app, pressed, 60)
                turn = app.wait_turn(pressed, 60)
                assert (turn.fields["question"], turn.fields["backend"]) == (question.text, "mine")
                answered = app.wait_spoken(ANSWER[0].strip(), pressed, 30)
                assert sink.level(answered.at, answered.at + 0.4) > AUDIBLE
                assert "1,240.50" in server.asked.text
                understood_words.append(question.text)
            assert "It follows up on the conversation before it" in server.asked.text
    if speech_model.real:
        counted = total(errors(said_text, text) for said_text, text in zip(QUESTIONS, understood_words, strict=True))
        with capsys.disabled():
            sys.stdout.write(f"\n{speech_model.name}: word error rate {counted.rate:.1%} of {counted.words} words\n")


def test_who_speaks_over_a_long_reading_silences_it_and_is_listened_to(home: Path, keyboard: Keyboard) -> None:
    """Said as often as a person would: how often the first time is enough is a figure of the bench."""
    said(OVER)
    with Room([Way(0.1, 0.03)]), RunningApp(home, environment={"MMASSIST_SPEECH__RATE": "120"}) as app, programs.xterm(LONG, "a letter"):
        assert command("settings", "set", "listen.barge_in", "true")["in_use"] == "now"
        pressed = keyboard.press(default_keys()["describe"])
        app.wait_spoken("of a long letter", pressed, 90)
        for _ in range(8):
            say(OVER)
            if opened(app, pressed):
                break
        assert opened(app, pressed)
        told = app.wait_for(lambda event: event.kind == "heard" and event.seen > pressed and bool(event.fields["final"]), 60)
        assert told.seen > pressed


def opened(app: RunningApp, since: float) -> bool:
    return any(event.kind == "listening" and event.seen > since and event.fields["open"] for event in app.events)


def test_hands_free_a_follow_up_is_heard_without_a_key(home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home, environment={"MMASSIST_LISTEN__HANDS_FREE": "true"}) as app, programs.galculator():
        for text in ("describe the window", "stop listening"):
            said(text)
        pressed = ask(app, keyboard, "describe the window")
        app.wait_turn(pressed, 60)
        leaving = app.wait_spoken("To end that say stop listening", pressed, 60)
        again = app.wait_for(lambda event: event.kind == "listening" and event.seen > leaving.seen and bool(event.fields["open"]), 60)
        say("describe the window")
        assert understood(app, again.seen).text == "describe the window"
        assert app.wait_for(lambda event: event.kind == "turn" and event.seen > again.seen, 60)


def test_hands_free_silence_closes_the_microphone_and_that_is_said(home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home, environment={"MMASSIST_LISTEN__HANDS_FREE": "true"}) as app, programs.galculator():
        pressed = ask(app, keyboard, "describe the window")
        app.wait_turn(pressed, 60)
        assert app.wait_spoken("I stopped listening", pressed, 90)


def test_the_command_line_listens_too(home: Path) -> None:
    with programs.galculator():
        said("describe the window")
        asking = subprocess.Popen(ASK, stdout=subprocess.PIPE, env={**os.environ, "MMASSIST_HOME": str(home)})
        wait_for_the_microphone()
        say("describe the window")
        printed, _ = asking.communicate(timeout=90)
    told = json.loads(printed)
    assert asking.returncode == 0
    assert told["heard"]["text"] == "describe the window"
    assert told["turn"]["gist"].startswith("galculator")


def test_what_is_said_is_saved_where_that_is_asked_for(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.wav"
    with programs.galculator():
        said("describe the window")
        asking = subprocess.Popen((*ASK, "--save", str(kept)), stdout=subprocess.PIPE, env={**os.environ, "MMASSIST_HOME": str(home)})
        wait_for_the_microphone()
        say("describe the window")
        printed, _ = asking.communicate(timeout=120)
    told = json.loads(printed)["said"]
    assert told[0] == "What you say is saved in kept.wav."
    assert told[-1].endswith("seconds of what you said are saved in kept.wav.")
    assert read_recording(kept).seconds > 1


def test_a_file_that_is_there_is_refused_before_anything_is_heard(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.wav"
    kept.touch()
    done = subprocess.run((*ASK, "--save", str(kept)), capture_output=True, env={**os.environ, "MMASSIST_HOME": str(home)}, timeout=60)
    assert done.returncode == 1
    assert json.loads(done.stdout)["spoken"] == "There is a file of that name already."


def test_a_free_question_without_a_model_is_told_what_it_needs(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.galculator():
        pressed = ask(app, keyboard, "who wrote this very long letter about the weather in the mountains")
        told = app.wait_spoken("I heard no command", pressed, 30)
    assert "mmassist models pull" in told.text


def test_nobody_speaks_and_that_is_said(app: RunningApp, keyboard: Keyboard) -> None:
    pressed = keyboard.press(default_keys()["ask"])
    assert app.wait_spoken("The microphone gives only silence", pressed, 30)
