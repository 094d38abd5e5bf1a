"""Colours, patterns and light in everyday words."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.perception.camera import sentences
from mmassist.perception.camera.colours import LightLevel, Pattern, centre, names_of, oklab
from mmassist.values import Pixels


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((250, 250, 250), "white"),
        ((128, 128, 128), "grey"),
        ((210, 20, 30), "red"),
        ((20, 60, 200), "blue"),
        ((15, 20, 90), "navy"),
        ((250, 220, 20), "yellow"),
        ((250, 150, 20), "orange"),
        ((20, 120, 30), "green"),
        ((120, 70, 30), "brown"),
        ((250, 190, 200), "pink"),
        ((110, 20, 120), "purple"),
    ],
)
def test_a_colour_has_its_everyday_name(rgb: tuple[int, int, int], name: str) -> None:
    assert names_of(np.array([rgb], np.uint8)) == [name]


def test_oklab_has_white_at_one_and_greys_without_colour() -> None:
    white, grey = oklab(np.array([(255, 255, 255), (90, 90, 90)], np.uint8))
    assert white == pytest.approx([1, 0, 0], abs=1e-3)
    assert grey[1:] == pytest.approx([0, 0], abs=1e-3)


def cloth(pattern: str) -> Pixels:
    picture: Pixels = np.full((480, 640, 4), 255, np.uint8)
    picture[..., :3] = (30, 30, 200)
    down, across = np.indices((480, 640)) // 15
    where = {
        "one": np.zeros((480, 640), bool),
        "two": np.indices((480, 640))[1] > 320,
        "striped": across % 2 == 1,
        "checked": (across + down) % 2 == 1,
    }[pattern]
    picture[where, :3] = (250, 250, 250)
    return picture


@pytest.mark.parametrize("pattern", ["one", "two", "striped", "checked"])
def test_a_pattern_is_told(pattern: str) -> None:
    seen = centre(cloth(pattern))
    assert seen.pattern is Pattern(pattern)
    assert {seen.colour, seen.other} == ({"red", ""} if pattern == "one" else {"red", "white"})


def test_a_dark_room_is_told() -> None:
    dark: Pixels = np.full((480, 640, 4), 10, np.uint8)
    assert centre(dark).light is LightLevel.VERY_DARK


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_has_its_sentence(pattern: Pattern) -> None:
    assert sentences.say("colour", pattern.value, colour="red", other="white")
