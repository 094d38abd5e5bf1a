"""From the key press to the first sentence of the detail: of a screen that is new, and of the same screen seen again."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from mmassist.measure.commanded import Commanded
from mmassist.measure.desk import Desk, Desks, press
from mmassist.measure.running import Event
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.values import Channel

SHORT = {"MMASSIST_SPEECH__RATE": "900", "MMASSIST_DESCRIBE__VERBOSITY": "brief"}
"""A turn tells its times when all is said, so little is said, and fast: when the first sentence is ready doesn't depend on that."""
PASSES = 3
_NOTE = (
    "A full screen (1920x1080, 50 lines of 13 pixels, random words each time) without an accessibility tree. When the first sentence "
    "of the detail was ready to be spoken, by the app's own clock; it must hold words of that screen. details: when it sounded, which "
    "is after the gist; the stages of the turns."
)
DETAIL = (
    Asked(
        "new detail",
        "key press to the first detail sentence of a new 1080p window",
        "ms",
        1500,
        (("rapidocr", "one full RapidOCR() pass over the same picture, its model loaded"),),
        _NOTE,
    ),
    Asked(
        "seen detail",
        "key press to the first detail sentence of a window seen before",
        "ms",
        300,
        (("rapidocr", "one full RapidOCR() pass over the same picture, its model loaded"),),
        _NOTE,
    ),
)
GRAB = (
    Asked(
        "grab",
        "a picture of the whole 1080p screen",
        "ms",
        None,
        (("pillow", "Pillow, ImageGrab.grab()"),),
        "Both take turns in one process; ours as pixels in memory, Pillow's as an image.",
    ),
)


def detail(desks: Desks, series: Series, rounds: int) -> None:
    """Each page is described twice: new, then seen. A few of them are also read by the opponent."""
    desk = desks.open(SHORT)
    with Commanded("mmassist.measure.painted_page") as pages, Commanded("mmassist.measure.opponents", "rapidocr") as rapidocr:
        rapidocr.answer(timeout=60)
        describe_page(desk, pages, seed=1_000_000)
        every = max(1, rounds // PASSES)

        def one(number: int) -> None:
            lines = _open(desk, pages, number)
            _note(series, "new detail", _whole_turn(desk), lines)
            _note(series, "seen detail", _whole_turn(desk), lines)
            if number % every == 0:
                series.add("rapidocr", _full_pass(rapidocr))

        series.rounds(rounds, one)


def describe_page(desk: Desk, pages: Commanded, seed: int) -> None:
    """Opens a page and has it described to the end."""
    _open(desk, pages, seed)
    _whole_turn(desk)


def grab(desks: Desks, series: Series, rounds: int) -> None:
    """Our grabber and Pillow's, in turns."""
    desks.close()
    with Commanded("mmassist.measure.opponents", "grab") as grabbers:
        grabbers.answer()
        times = grabbers.ask(str(rounds), timeout=60)
    for key, name in (("mmassist", "grab"), ("pillow", "pillow")):
        for value in times[key]:
            series.add(name, float(value))


def _open(desk: Desk, pages: Commanded, seed: int) -> list[str]:
    desk.quiet()
    return [str(line) for line in pages.ask(f"open {seed}")["lines"]]


def _whole_turn(desk: Desk) -> tuple[float, Event, tuple[Event, ...]]:
    """One press: when, the turn as it ended, and what was spoken in it."""
    desk.quiet()
    heard = press(desk)
    turn = desk.app.wait_turn(heard.pressed, timeout=60)
    return heard.pressed, turn, desk.app.spoken(heard.pressed)


def _note(series: Series, key: str, whole: tuple[float, Event, tuple[Event, ...]], lines: list[str]) -> None:
    pressed, turn, spoken = whole
    first = next((event for event in spoken if event.channel == Channel.DETAIL), None)
    if first is None or not holds_words(first.text, lines):
        raise RoundFailed(f"the first detail does not tell the page: {first.text if first else 'none'!r}; {turn.fields['warnings']}")
    late = (float(turn.fields["started"]) - pressed) * 1000
    series.add(key, late + float(turn.fields["timings"]["first_detail"]))
    details = series.details[key]
    details.setdefault("sounded_ms", []).append(round((first.at - pressed) * 1000, 1))
    details.setdefault("turns", []).append(turn.fields["timings"])
    details["utterance"] = first.text


def holds_words(text: str, lines: list[str]) -> bool:
    """Whether most words of `text` longer than three letters stand on the page."""
    page = set(re.findall(r"[a-z]{4,}", " ".join(lines).lower()))
    said = re.findall(r"[a-z]{4,}", text.lower())
    return bool(said) and sum(word in page for word in said) * 2 > len(said)


def _full_pass(rapidocr: Commanded) -> float:
    """Milliseconds over what the screen shows now."""
    import mss
    import numpy as np

    with tempfile.TemporaryDirectory() as folder, mss.MSS() as screen:
        path = Path(folder) / "screen.npy"
        shot = screen.grab(screen.monitors[0])
        np.save(path, np.frombuffer(shot.bgra, np.uint8).reshape(shot.height, shot.width, 4)[..., :3])
        return float(rapidocr.ask(str(path), timeout=60)["ms"])
