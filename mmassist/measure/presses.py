"""From the key press to the first sound: earcon, title and focus, a dialog's question warm and cold; and from the stop key to silence."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator

from mmassist.measure import programs
from mmassist.measure.cold_dialog import question
from mmassist.measure.commanded import Commanded
from mmassist.measure.desk import AUDIBLE, Desk, Desks, Heard, press
from mmassist.measure.in_front import InFront
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.measure.sink import NothingHeard
from mmassist.speech.output import Options

BLOCK_MS = Options().block_ms
DOCUMENT = "Dear Ann,\nthe bill for October is 312.50, due on the 30th.\nYours, Bob\n"
EVERY = 3
"""The opponent has a turn in so many: it takes seconds."""
TITLE, SAVE = "Untitled 1, Mousepad", "Do you want to save the changes before closing?"

_PYTTSX3 = "pyttsx3, say and runAndWait of the same text in a process that is ready, to its first sample"
ORDINARY = (
    Asked("earcon", "key press to the earcon's first sample, over the sink's floor", "ms", 20, (("pyttsx3", _PYTTSX3),)),
    Asked("title", "key press to the first sample of title and focus (mousepad)", "ms", 150, (("pyttsx3", _PYTTSX3),)),
    Asked(
        "stop",
        "stop key to silence, over the sink's floor",
        "ms",
        BLOCK_MS + 10,
        (("pyttsx3 stop", "pyttsx3, engine.stop() from another thread, to silence"),),
        f"One audio block is {BLOCK_MS} ms. Pressed at random moments while the speaker sounds.",
    ),
)
QUESTION = (
    Asked("question", "key press to the first sample of a dialog's question (mousepad's save prompt)", "ms", 150, (("pyttsx3", _PYTTSX3),)),
)
COLD = (
    Asked(
        "cold question",
        "key press to the first sample of the question of a dialog that has just opened",
        "ms",
        400,
        note="Each dialog is a new window with about 500 nodes; the key is pressed as soon as it is painted and the window manager names "
        "it, before its outline can have been read. details: its age at the press, its nodes, the app's own time of the first sample.",
    ),
)


def ordinary(desks: Desks, series: Series, rounds: int) -> None:
    """Earcon, title and stop in one round; pyttsx3 in between."""
    desk = desks.open()
    with programs.mousepad(DOCUMENT, desk.keyboard):
        _warm_up(desk)

        def one(number: int) -> None:
            heard = _press(desk, TITLE)
            series.add("earcon", heard.after(heard.earcon) - desk.floor * 1000)
            _note(series, "title", heard)
            series.add("stop", (_stopped(desk, heard) - desk.floor) * 1000)
            if number % EVERY == 0:
                series.add("pyttsx3", pyttsx3(desk, f"{TITLE}, unsaved changes."))

        series.rounds(rounds, one)
    for _ in range(min(rounds, 3)):
        series.add("pyttsx3 stop", pyttsx3_stop(desk))


def warm_question(desks: Desks, series: Series, rounds: int) -> None:
    """The save prompt, there for more than a second."""
    desk = desks.open()
    with programs.save_prompt(DOCUMENT, desk.keyboard):
        _warm_up(desk)

        def one(number: int) -> None:
            _note(series, "question", _press(desk, SAVE))
            if number % EVERY == 0:
                desk.quiet()
                series.add("pyttsx3", pyttsx3(desk, SAVE))

        series.rounds(rounds, one)


def cold_question(desks: Desks, series: Series, rounds: int) -> None:
    """Dialogs that open, are asked about at once, and close."""
    desk = desks.open()
    details = series.details["cold question"]
    ages, nodes = details.setdefault("age_at_press_ms", []), details.setdefault("nodes", [])
    with Commanded("mmassist.measure.cold_dialog") as dialogs, InFront() as in_front:

        def one(number: int) -> None:
            desk.quiet()
            shown = dialogs.ask(f"open {number}")
            try:
                in_front.wait(int(shown["window"]))
                heard = press(desk)
            finally:
                nodes.append(int(dialogs.ask("close")["nodes"]))
            _expect(heard, question(number))
            _note(series, "cold question", heard)
            ages.append(round((heard.pressed - float(shown["active"])) * 1000, 1))

        _first_dialog(desk, dialogs)
        series.rounds(rounds, one)


def _warm_up(desk: Desk) -> None:
    """Two turns that don't count; then the window has been there for more than a second."""
    for _ in range(2):
        desk.quiet()
        press(desk)
        time.sleep(0.5)
    desk.quiet()


def _first_dialog(desk: Desk, dialogs: Commanded) -> None:
    """The first dialog of a program pays for its start, which is not what is measured."""
    desk.quiet()
    dialogs.ask("open 999")
    with contextlib.suppress(NothingHeard):
        press(desk)
    dialogs.ask("close")


def _press(desk: Desk, expected: str) -> Heard:
    desk.quiet()
    heard = press(desk)
    _expect(heard, expected)
    return heard


def _expect(heard: Heard, text: str) -> None:
    if text not in heard.first.text:
        raise RoundFailed(f"the first utterance is {heard.first.text!r}")


def _note(series: Series, key: str, heard: Heard) -> None:
    series.add(key, heard.after(heard.speech))
    series.details[key].setdefault("first_sample_by_the_app_ms", []).append(round(heard.after(heard.first.at), 1))
    series.details[key]["utterance"] = heard.first.text


def _stopped(desk: Desk, heard: Heard) -> float:
    """Presses the stop key in the middle of speech; returns the seconds from there to the last sample."""
    time.sleep(max(0.0, heard.speech - time.monotonic()) + random.uniform(0.2, 1.2))  # noqa: S311 - no secret
    pressed = desk.keyboard.press(desk.stop)
    last = desk.sink.silence(pressed, lasting=0.6, threshold=AUDIBLE)
    if desk.sink.level(pressed - 0.01, pressed) < desk.speech:
        raise RoundFailed("a pause in the speech, just when the stop key was pressed")
    return last - pressed


def pyttsx3(desk: Desk, text: str) -> float:
    """Milliseconds from `say` to the first sample."""
    with _pyttsx3(desk) as voice:
        asked = float(voice.ask(text)["asked"])
        return (desk.sink.onset(asked, AUDIBLE) - asked) * 1000


def pyttsx3_stop(desk: Desk) -> float:
    """Milliseconds from `stop`, called a second after the first sample of a long text, to the last sample; at most some ten seconds."""
    with _pyttsx3(desk) as voice:
        asked = float(voice.ask(f"{TITLE}. " + "The bill for October is due on the 30th. " * 2)["asked"])
        desk.sink.onset(asked, AUDIBLE)
        time.sleep(1.0)
        stopped = float(voice.ask("/stop")["stopped"])
        return (desk.sink.silence(stopped, lasting=1.0, threshold=AUDIBLE) - stopped) * 1000


@contextlib.contextmanager
def _pyttsx3(desk: Desk) -> Iterator[Commanded]:
    with Commanded("mmassist.measure.opponents", "pyttsx3") as voice:
        voice.answer()
        desk.sink.silence(time.monotonic(), lasting=0.2, threshold=AUDIBLE)
        yield voice
    # what its player had handed over goes on for a moment
    desk.sink.silence(time.monotonic(), lasting=0.3, threshold=AUDIBLE)
