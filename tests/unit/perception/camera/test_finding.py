"""Telling when a text comes into view."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence

import pytest

from mmassist.perception.camera.finding import match, place_of, watch_text
from mmassist.values import Box, Frame, Target, TargetKind, TextLine
from tests.unit.perception.camera.pictures import plain


def line(text: str, confidence: float = 0.95) -> TextLine:
    return TextLine(text, Box(10, 10, 100, 20), confidence)


@pytest.mark.parametrize("text", ["Gate 14", "GATE 14", "to Gate 14 >", "Gates: gate 14", "Gate l4 Gate 14", "gate: 14"])
def test_a_text_is_found_however_it_is_written(text: str) -> None:
    assert match("gate 14", [line(text)]) is not None


@pytest.mark.parametrize("text", ["Gate 15", "Gate 41", "Gate", "14", "Gate 140", "Date 14 of May", ""])
def test_another_number_or_word_is_another_text(text: str) -> None:
    assert match("gate 14", [line(text)]) is None


def test_a_letter_read_wrongly_is_forgiven_in_a_long_word() -> None:
    assert match("departures", [line("Depatures")]) is not None


def test_what_was_read_with_doubt_is_no_find() -> None:
    assert match("gate 14", [line("Gate 14", 0.3)]) is None


@pytest.mark.parametrize(
    ("box", "place"),
    [
        (Box(0, 0, 10, 10), "top left"),
        (Box(280, 220, 9, 9), "middle"),
        (Box(600, 230, 30, 20), "right"),
        (Box(300, 470, 20, 9), "bottom"),
    ],
)
def test_the_place_is_told(box: Box, place: str) -> None:
    assert place_of(box, 640, 480) == place


class FakeReader:
    """Reads what it is told, one list for each picture."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._texts = list(texts)

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        yield tuple(map(line, self._texts.pop(0)))


async def frames(count: int, apart: float = 1.0) -> AsyncGenerator[Frame, None]:
    for number in range(count):
        yield Frame(plain(100), (0, 0), Target(TargetKind.CAMERA, path="0"), number * apart)


async def test_coming_and_going_are_told_once_each() -> None:
    reader = FakeReader([["Exit"], ["Gate 14"], ["Gate 14"], ["Exit"], ["Gate 14"]])
    told = [(one.there, one.place) async for one in watch_text(frames(5), reader, "gate 14")]
    assert told == [(True, "top left"), (False, ""), (True, "top left")]


def test_time_is_not_spent_on_long_texts() -> None:
    began = time.monotonic()
    match("a text of some words", [line("word " * 400)])
    assert time.monotonic() - began < 5
