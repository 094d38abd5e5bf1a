"""Whole turns over real programs: the real key, the real tree, the real picture, and what the speaker plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from mmassist.values import Box
from tests.integration.turns import AUDIBLE, describe, press_and_hear

FORM = Path(__file__).parent / "programs" / "qt_desktop.py"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One running app for all tests of this file: they look at other programs, and change nothing of it."""
    home = tmp_path_factory.mktemp("shared")
    with RunningApp(home, environment={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}) as running:
        yield running


def boxes(items: list[dict[str, object]], role: str) -> dict[str, Box]:
    return {str(item["name"]): Box(*item["box"]) for item in items if item["role"] == role and item["box"]}  # type: ignore[misc]


@pytest.mark.timeout(180)
def test_a_save_prompt_is_heard_question_first(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    with programs.save_prompt("Dear Ann", keyboard):
        heard = press_and_hear(app, keyboard)
    assert heard.spoken[0].text.startswith("Do you want to save the changes before closing?")
    assert sink.level(heard.spoken[0].at, heard.spoken[1].at) > AUDIBLE
    for choice in ("Cancel", "Don't Save", "Focus on Save, button, default"):
        assert choice in heard.text


@pytest.mark.timeout(180)
def test_a_calculator_names_every_key(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.galculator():
        heard = press_and_hear(app, keyboard)
    assert heard.spoken[0].text.startswith("galculator")
    assert "digits 0 to 9" in heard.text
    for key in ("sqrt", "percent", "equals", "MS"):
        assert key in heard.text


@pytest.mark.timeout(180)
def test_a_qt_form_is_told_without_its_password(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.qt_program(FORM, arguments=["form"]):
        heard = press_and_hear(app, keyboard)
    assert "password" in heard.text.lower()
    assert "hunter2" not in str(heard.turn.fields) + heard.text
    assert any(item["role"] == "password field" for item in heard.items)


@pytest.mark.timeout(180)
def test_a_program_without_a_tree_is_read_from_its_picture(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.xterm("echo Balance due 1,240.50; echo Invoice 4711", "accounts"):
        heard = press_and_hear(app, keyboard)
    assert heard.spoken[0].text.startswith("accounts")
    assert "1,240.50" in heard.text
    assert "Invoice 4711" in heard.text
    assert {item["source"] for item in heard.items} == {"pixels"}


@pytest.mark.timeout(180)
def test_tree_and_picture_agree_on_where_things_are() -> None:
    with programs.galculator():
        code, with_tree = describe("--no-speak")
        _, pixels = describe("--no-speak", "--no-outline")
    assert code == 0
    menus = boxes(with_tree["items"], "menu")
    assert set(menus) >= {"File", "Edit", "View", "Calculator"}
    read = " ".join(line["text"] for line in pixels["lines"])
    assert "Calculator" in read
    for line in pixels["lines"]:
        if line["text"] in menus:
            assert menus[line["text"]].contains(*Box(*line["box"]).centre)
    keys = boxes(with_tree["items"], "toggle button") | boxes(with_tree["items"], "button")
    digits = [line for line in pixels["lines"] if line["text"] in keys and line["text"] in "123456789"]  # the display shows a 0 too
    assert len(digits) >= 5
    assert all(keys[line["text"]].contains(*Box(*line["box"]).centre) for line in digits)


@pytest.mark.timeout(180)
def test_the_second_look_does_not_read_the_picture_again(app: RunningApp, keyboard: Keyboard) -> None:
    with programs.xterm("seq 100000 100040"):
        first = press_and_hear(app, keyboard)
        second = press_and_hear(app, keyboard)
    assert second.turn.fields["timings"]["ocr"] < first.turn.fields["timings"]["ocr"] / 2
    assert second.text == first.text


@pytest.mark.timeout(180)
def test_the_stop_key_stops_speech(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    from mmassist.desktop.chords import default_keys

    with programs.galculator():
        pressed = keyboard.press(default_keys()["describe"])
        app.wait_spoken("galculator", pressed)
        stopped = keyboard.press(default_keys()["stop"])
        quiet = sink.silence(stopped, lasting=0.5)
    assert quiet - stopped < 0.5
    assert app.spoken(stopped + 0.5) == ()


@pytest.mark.timeout(180)
def test_describe_prints_one_object_with_all_that_is_promised(sink: Sink) -> None:
    with programs.galculator():
        code, told = describe()
    assert code == 0
    assert set(told) >= {"turn_id", "backend", "gist", "text", "utterances", "items", "lines", "timings", "warnings"}
    assert set(told["timings"]) >= {"capture", "outline", "ocr", "first_sound", "total"}
    assert all(utterance["at_ms"] > 0 for utterance in told["utterances"])
    described = [utterance["text"] for utterance in told["utterances"] if utterance["channel"] != "system"]
    assert " ".join(described) == f"{told['gist']} {told['text']}"
