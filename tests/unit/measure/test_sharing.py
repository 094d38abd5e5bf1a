"""`mmassist bench sharing`: what is made of what the helper's browser shows. The whole of it is in the integration tests."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter

import numpy as np
import pytest

from mmassist.errors import SupportError
from mmassist.measure import sharing, sharing_link, sharing_sight
from mmassist.measure.sharing_sight import Source
from mmassist.perception.text import Options, TextReader
from mmassist.values import Pixels


def _written(text: str) -> Pixels:
    """Black on white, red, green and blue."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (400, 60), "white")
    ImageDraw.Draw(image).text((10, 20), text, "black", ImageFont.truetype("DejaVuSans.ttf", 16))
    return np.array(image)


def test_the_error_is_that_of_what_came() -> None:
    source = Source(np.full((4, 4, 3), 100, np.uint8), Counter())
    assert sharing_sight.error(source, source.pixels) == 0
    assert sharing_sight.error(source, source.pixels + np.uint8(4)) == pytest.approx(4)
    assert sharing_sight.decibels(2.55) == pytest.approx(40)


async def test_a_word_that_is_not_read_any_more_is_lost() -> None:
    async with contextlib.aclosing(TextReader(Options())) as reader:
        whole = _written("the kitchen ladder is old")
        source = Source(whole, await sharing_sight.words(reader, whole))
        assert await sharing_sight.lost(source, whole, reader) == 0
        assert await sharing_sight.lost(source, _written("the kitchen ladder is"), reader) == pytest.approx(20)


def test_at_one_megabit_33_decibels_are_asked_for_and_40_from_two_on() -> None:
    for rate, wanted in ((1, 33), (2, 40), (10, 40)):
        text, words = sharing.asked(rate)
        assert text.target is not None
        assert sharing_sight.decibels(text.target) == pytest.approx(wanted, abs=0.02)
        assert words.target == 2


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SupportError) as missing:
        sharing_link.require()
    assert "chromium" in str(missing.value)
    assert "root" in missing.value.remedy
