"""Reading a page that a camera sees: what is read, and what is said where it can't be."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from mmassist.perception.camera import sentences
from mmassist.perception.camera.guidance import Hint
from mmassist.perception.camera.guided import take_page
from mmassist.perception.camera.page import Prepared, prepared
from mmassist.perception.camera.reading import Outcome, judged, read_page
from mmassist.perception.text import Options, TextReader
from mmassist.values import Box, Frame, Pixels, Target, TargetKind, TextLine
from tests.fakes.camera import FakeCamera
from tests.unit.perception.camera.pictures import CLEAR, photo, plain, sheet

TARGET = Target(TargetKind.CAMERA, path="0")


def page(crispness: float = 5.0, letters: float = 20.0) -> Prepared:
    picture: Pixels = np.full((400, 400, 4), 255, np.uint8)
    picture[100:120, 100:300] = 0
    picture[200:220, 100:300] = 0
    return Prepared(picture, None, letters, sure=True, crispness=crispness)


def line(y: int, confidence: float = 0.95) -> TextLine:
    return TextLine("some words", Box(95, y - 5, 210, 30), confidence)


@pytest.mark.parametrize(
    ("ready", "lines", "outcome"),
    [
        (page(), [line(100), line(200)], Outcome.READ),
        (page(), [line(100)], Outcome.PARTLY),
        (page(), [], Outcome.UNREADABLE),
        (page(), [line(100, 0.4), line(200, 0.4)], Outcome.UNREADABLE),
        (page(crispness=1.0), [line(100, 0.4)], Outcome.BLURRED),
        (page(crispness=1.0), [line(100), line(200)], Outcome.READ),
        (page(letters=0.0, crispness=0.0), [], Outcome.NOTHING),
        (page(letters=0.0, crispness=1.0), [], Outcome.BLURRED),
    ],
)
def test_how_far_it_can_be_relied_on_is_told(ready: Prepared, lines: Sequence[TextLine], outcome: Outcome) -> None:
    assert judged(ready, lines).outcome is outcome


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_but_a_whole_page_has_its_sentence(outcome: Outcome) -> None:
    assert bool(sentences.outcome(outcome)) is (outcome is not Outcome.READ)


class Counting:
    """Reads nothing, and counts how often it was asked."""

    asked = 0

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        self.asked += 1
        yield ()


async def test_a_dark_picture_is_not_read_at_all() -> None:
    dark, reader = photo(shot=replace(CLEAR, light=1e-5, noise=2.0)).pixels, Counting()
    assert (await read_page(reader, Frame(dark, (0, 0), TARGET, 0.0))).outcome is Outcome.DARK
    assert reader.asked == 0


async def test_a_photographed_label_is_read_whole_and_a_blurred_one_is_not() -> None:
    reader = TextReader(Options(hang_after=60))
    try:
        clear = await read_page(reader, Frame(photo().pixels, (0, 0), TARGET, 0.0))
        blurred = await read_page(reader, Frame(photo(shot=replace(CLEAR, blur=14.0)).pixels, (0, 0), TARGET, 0.0))
    finally:
        await reader.aclose()
    assert clear.outcome is Outcome.READ
    assert " ".join(text.text for text in clear.lines).split() == sheet("label").words
    assert blurred.outcome is Outcome.BLURRED


async def test_guided_until_the_page_is_well_seen_then_the_sharpest_is_taken() -> None:
    good = photo().pixels
    soft = photo(shot=replace(CLEAR, blur=1.2)).pixels
    pictures = [plain(3, 1280, 960)] * 12 + [soft] * 14 + [good] * 3 + [soft] * 10
    said: list[Hint] = []
    taken = await take_page(FakeCamera(pictures, 0.1).frames(), said.append)
    assert taken is not None
    assert said[:1] == [Hint.DARK]
    assert prepared(taken.frame.pixels).page is not None


async def test_a_recording_that_ends_gives_the_best_it_had() -> None:
    taken = await take_page(FakeCamera([plain(120, 1280, 960), photo().pixels, plain(120, 1280, 960)]).frames(), lambda hint: None)
    assert taken is not None
    assert not taken.good
    assert np.array_equal(taken.frame.pixels, photo().pixels)


async def test_no_picture_at_all_is_told() -> None:
    assert await take_page(FakeCamera([]).frames(), lambda hint: None) is None
