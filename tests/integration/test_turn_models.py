"""Whole turns that a model answers: the real key, real windows, a server of ours, and what the speaker plays."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp, is_description
from mmassist.measure.sink import Sink
from mmassist.privacy.policy import Rule
from mmassist.privacy.vault import placeholder
from mmassist.values import Box
from tests.fakes.servers.base import Request
from tests.integration.model_server import WIRE, ModelServer, opened, read, set_up
from tests.integration.own_window import to_front, wait_title, windows
from tests.integration.turns import AUDIBLE, press_and_hear

pytestmark = pytest.mark.timeout(240)

FORM = Path(__file__).parent / "programs" / "qt_desktop.py"
SHOWN = "echo Balance due 1,240.50"
CARD = "4111 1111 1111 1111"
NOTE = f"My card {CARD} is new."
ANSWER = ("It is a bill. ", "It is rather long. ", "Somebody has to pay it. ")
DESCRIBE, STOP = default_keys()["describe"], default_keys()["stop"]
LONG = tuple(f"This is sentence {word} of a long answer. " for word in ("one", "two", "three", "four", "five", "six") * 5)


def is_heard(sink: Sink, event: Event) -> bool:
    return sink.level(event.at, event.at + 0.4) > AUDIBLE


def works(app: RunningApp, keyboard: Keyboard) -> bool:
    with programs.xterm("echo still here", "after"):
        return "still here" in press_and_hear(app, keyboard).text + press_and_hear(app, keyboard).text


def consents(home: Path) -> Path:
    return home / "data" / "consents.json"


def test_by_default_the_second_press_asks_the_model(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with ModelServer(*ANSWER, pause=1.0) as server:
        set_up(home, server.url, Rule.ASK)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            first = press_and_hear(app, keyboard)
            assert first.turn.fields["backend"] == "embedded"
            assert "1,240.50" in first.text
            assert "Press again to ask mine." in first.system
            assert server.requests == []
            second = press_and_hear(app, keyboard)
    assert second.turn.fields["backend"] == "mine"
    said = {event.text: event for event in second.spoken if event.channel == "detail"}
    assert list(said) == [sentence.strip() for sentence in ANSWER]
    assert all(is_heard(sink, event) for event in said.values())
    assert said["It is a bill."].at < server.sent[-1]


def test_where_all_may_leave_the_first_press_asks_the_model(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            heard = press_and_hear(app, keyboard)
            assert "1,240.50" in server.asked.text
    assert heard.spoken[0].text.startswith("accounts")
    assert heard.turn.fields["text"] == "".join(ANSWER).strip()


def test_what_the_vendor_keeps_is_heard_before_the_second_press_agrees(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url, agreed=False)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            first = press_and_hear(app, keyboard)
            terms = next(event for event in first.spoken if "what it keeps" in event.text)
            assert is_heard(sink, terms)
            assert "Press again to agree and to ask mine." in first.system
            assert (server.requests, consents(home).exists()) == ([], False)
            second = press_and_hear(app, keyboard)
            assert consents(home).exists()
    assert second.turn.fields["backend"] == "mine"


def test_a_press_while_the_vendors_terms_are_read_does_not_agree(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url, agreed=False)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            pressed = keyboard.press(DESCRIBE)
            app.wait_spoken("what it keeps", pressed, 40)
            second = press_and_hear(app, keyboard)
            assert (server.requests, consents(home).exists()) == ([], False)
    assert second.turn.fields["backend"] == "embedded"
    assert "Press again to agree" in second.system


@pytest.mark.parametrize("key", [DESCRIBE, STOP], ids=["another press", "the stop key"])
def test_barge_in_ends_the_request_and_the_speech(home: Path, keyboard: Keyboard, sink: Sink, key: str) -> None:
    with ModelServer(*LONG, pause=0.3) as server:
        set_up(home, server.url, away=False)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            pressed = keyboard.press(DESCRIBE)
            app.wait_spoken("sentence two", pressed, 40)
            stopped = keyboard.press(key)
            left = server.wait_for(lambda server: server.was_left, 5)
            if key == STOP:
                assert sink.silence(stopped, lasting=1.0) - stopped < 0.5
                time.sleep(1)
                assert app.spoken(stopped + 0.5) == ()
            else:
                app.wait_spoken("accounts", stopped, 10)
                keyboard.press(STOP)
    assert left - stopped < 1
    assert len(server.sent) < len(LONG)


def test_the_stop_key_ends_a_request_that_has_no_answer_yet(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER, pause=60.0) as server:
        set_up(home, server.url, away=False)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            pressed = keyboard.press(DESCRIBE)
            server.wait_for(lambda server: server.requests, 40)
            stopped = keyboard.press(STOP)
            left = server.wait_for(lambda server: server.was_left, 5)
            assert left - stopped < 1
            assert [event.text for event in app.spoken(pressed) if is_description(event)] == ["accounts, XTerm."]


def test_a_server_that_is_down_is_said_and_the_embedded_describer_answers(home: Path, keyboard: Keyboard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    set_up(home, f"http://127.0.0.1:{port}", away=False)
    with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
        heard = press_and_hear(app, keyboard)
        assert "mine" in heard.system
        assert "does not answer" in heard.system
        assert "1,240.50" in heard.text
        assert works(app, keyboard)


def test_an_answer_that_breaks_off_keeps_what_was_said_and_the_app_goes_on(home: Path, keyboard: Keyboard) -> None:
    with ModelServer("It is a bill. ", "It is rather") as server:
        server.cut = True
        set_up(home, server.url, away=False)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            heard = press_and_hear(app, keyboard)
            assert heard.turn.fields["text"] == "It is a bill. It is rather"
            assert "The answer is incomplete." in heard.system
            server.cut = False
            server.pieces = ANSWER
            assert press_and_hear(app, keyboard).turn.fields["text"] == "".join(ANSWER).strip()


def repeated(request: Request) -> str:
    """What a model says that repeats the first hidden thing of its prompt."""
    found = re.search(placeholder("card 1"), WIRE.asked(request).text)
    return f"The card is {found[0] if found else 'not there'}."


def test_a_card_number_does_not_leave_and_is_spoken_whole(home: Path, keyboard: Keyboard) -> None:
    with ModelServer("It is a note. ", then=repeated) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.mousepad("", keyboard) as editor:
            keyboard.type(NOTE, 0.02)
            editor.wait_in_front(r"^\*.*Mousepad$")
            time.sleep(1)
            heard = press_and_hear(app, keyboard)
            asked = server.asked
    assert "is new" in asked.text
    assert "1111" not in asked.text + asked.instructions
    assert asked.pictures
    assert "1111" not in read(asked.pictures).replace(" ", "")
    assert CARD in heard.text
    assert heard.turn.fields["hidden"] == ["card 1"]
    assert "1 item hidden: a card." in heard.system


def test_a_card_number_that_only_pixels_show_is_covered_and_its_neighbours_are_not(home: Path, keyboard: Keyboard) -> None:
    with ModelServer("It is a note. ", then=repeated) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.xterm(f"echo {NOTE}; echo; {SHOWN}", "note"):
            heard = press_and_hear(app, keyboard)
            asked = server.asked
    legible = read(asked.pictures)
    assert "Balance due 1,240.50" in legible
    assert "1111" not in legible.replace(" ", "") + asked.text
    assert CARD in heard.text


def test_an_excluded_window_does_not_leave(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url, excluded=("accounts",))
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            press_and_hear(app, keyboard)
            asked = server.asked
    assert "1,240.50" not in asked.text
    assert "accounts" not in asked.text
    assert [int(np.ptp(opened(picture), axis=(0, 1)).max()) for picture in asked.pictures] == [0] * len(asked.pictures)


def test_an_excluded_window_is_covered_where_others_are_shown(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url, excluded=("accounts",))
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"), programs.xterm("yes Lunch on Tuesday | head -20", "notes"):
            to_front()
            pressed = keyboard.press("alt+d")
            app.wait_turn(pressed, 60)
            asked = server.asked
    assert "1,240.50" not in asked.text
    legible = read(asked.pictures)
    assert "Lunch on Tuesday" in legible
    assert "240" not in legible
    assert "accounts" not in legible + asked.text


def test_a_password_field_is_covered_in_what_is_sent(home: Path, keyboard: Keyboard) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.qt_program(FORM, arguments=["form"]):
            press_and_hear(app, keyboard)  # a busy machine has no boxes for a window that has just come up
            heard = press_and_hear(app, keyboard)
            asked = server.asked
    box = next(Box(*item["box"]) for item in heard.items if item["role"] == "password field")
    whole = opened(asked.pictures[0])[:, :, :3]
    assert whole.shape[1] == max(item["box"][2] for item in heard.items if item["box"])
    assert np.ptp(whole[box.y : box.bottom, box.x : box.right]) < 8
    assert np.ptp(whole) > 200
    assert "hunter2" not in asked.text + read(asked.pictures)
    assert "password 1" in heard.turn.fields["hidden"]


def test_a_question_is_asked_and_answered_by_keyboard_alone(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with ModelServer("It costs 1,240.50. ") as server:
        set_up(home, server.url, Rule.ASK)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            press_and_hear(app, keyboard)
            to_front()
            keyboard.press("alt+u")
            keyboard.type("What does it cost?", 0.02)
            pressed = keyboard.press("Return")
            turn = app.wait_turn(pressed, 40)
            assert "What does it cost?" in server.asked.text
    assert turn.fields["question"] == "What does it cost?"
    assert turn.fields["text"] == "It costs 1,240.50."
    answer = next(event for event in app.spoken(pressed) if event.channel == "detail")
    assert is_heard(sink, answer)


def test_what_would_be_sent_is_shown_and_put_away_by_keyboard_alone(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url, Rule.ASK)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            press_and_hear(app, keyboard)
            to_front()
            pressed = keyboard.press("alt+p")
            told = app.wait_spoken("To mine would go one picture", pressed, 40)
            wait_title("What would be sent")
            time.sleep(0.5)
            closed = keyboard.press("Escape")
            wait_title("mmassist")
            back = app.wait_spoken("mmassist.", closed)  # where the user is now, in place of what was told
            time.sleep(1)
            assert app.spoken(closed) == (back,)
            assert is_heard(sink, told)
            assert windows("What would be sent") == []
            assert server.requests == []


def test_a_hidden_thing_is_revealed_for_one_turn_by_keyboard_alone(home: Path, keyboard: Keyboard) -> None:
    with ModelServer("It is a note. ") as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.xterm(f"echo {NOTE}; echo; {SHOWN}", "note"):
            press_and_hear(app, keyboard)
            assert CARD not in server.asked.text
            to_front()
            app.wait_turn(keyboard.press("alt+r"), 40)
            assert len(server.requests) == 2
            assert CARD in server.asked.text
            assert "1111" in read(server.asked.pictures).replace(" ", "")


def test_costs_and_times_open_and_answers_are_forgotten_by_keyboard_alone(home: Path, keyboard: Keyboard, sink: Sink) -> None:
    with ModelServer(*ANSWER) as server:
        set_up(home, server.url)
        with RunningApp(home) as app, programs.xterm(SHOWN, "accounts"):
            press_and_hear(app, keyboard)
            to_front()
            keyboard.press("alt+c")
            wait_title("Costs and times")
            keyboard.press("Escape")
            wait_title("mmassist")
            time.sleep(0.5)
            forgotten = app.wait_spoken("What was seen, asked and answered is forgotten.", keyboard.press("alt+f"))
            time.sleep(0.6)
            assert is_heard(sink, forgotten)
