"""What a whole picture looks like: the rules on chances and controls, and our own model on pictures of known kind."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from mmassist.perception.elements.finder import Element, ElementFinder, Found
from mmassist.perception.elements.vocabulary import KINDS
from mmassist.perception.elements.whole import LONGEST, looks_like, reduced, rules
from mmassist.values import Box, PictureKind, Pixels

SIZE = (640, 480)
BUTTON = Element("button", Box(10, 10, 80, 24), frozenset(), 0.9)
ROW = Element("list item", Box(10, 40, 300, 20), frozenset(), 0.9)


def found(kind: str, chance: float, *elements: Element) -> Found:
    rest = (1.0 - chance) / (len(KINDS) - 1)
    return Found(elements, {each: chance if each == kind else rest for each in KINDS})


@pytest.mark.parametrize("kind", ["photo", "chart", "document", "code", "table"])
def test_what_is_sure_and_shows_no_controls_is_told(kind: str) -> None:
    assert looks_like(found(kind, 0.9999), SIZE) is PictureKind(kind)


@pytest.mark.parametrize(("kind", "chance"), [("photo", 0.5), ("chart", 0.9), ("document", 0.99), ("code", 0.99), ("table", 0.8)])
def test_what_is_not_sure_is_not_told(kind: str, chance: float) -> None:
    assert looks_like(found(kind, chance), SIZE) is None


@pytest.mark.parametrize("kind", ["video", "blank", "form", "dialog"])
def test_what_is_not_right_often_enough_is_not_told(kind: str) -> None:
    assert looks_like(found(kind, 0.9999), SIZE) is None


def test_many_controls_are_those_of_a_window() -> None:
    assert looks_like(found("chart", 0.9999, *[BUTTON] * 9), SIZE) is None
    assert looks_like(found("dialog", 0.9, *[BUTTON] * 12), SIZE) is PictureKind.WINDOW
    assert looks_like(found("table", 0.9999, *[ROW] * 20), SIZE) is PictureKind.TABLE


def test_of_what_is_as_small_as_an_icon_nothing_is_told() -> None:
    assert looks_like(found("photo", 0.9999), (64, 64)) is None


def test_at_most_one_rule_holds() -> None:
    for one, other in combinations(rules(), 2):
        assert not one.called & other.called or not range(
            max(one.controls[0], other.controls[0]), min(one.controls[-1], other.controls[-1]) + 1
        )
    assert {rule.kind for rule in rules()} == set(PictureKind)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    assert reduced(np.zeros((3000, 4000, 4), np.uint8)).shape == (600, LONGEST, 4)
    small = np.zeros((300, 400, 4), np.uint8)
    assert reduced(small) is small


def bar_chart() -> Pixels:
    """Five bars on axes with ticks and figures."""
    picture = np.full((480, 640, 4), 255, np.uint8)
    for at, height in enumerate((120, 260, 190, 320, 80)):
        left = 110 + 100 * at
        cv2.rectangle(picture, (left, 420 - height), (left + 60, 420), (180, 119, 31, 255), -1)
        cv2.putText(picture, "ABCDE"[at], (left + 22, 445), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0, 255), 1, cv2.LINE_AA)
    cv2.rectangle(picture, (80, 60), (620, 420), (0, 0, 0, 255), 1)
    for step in range(6):
        cv2.putText(picture, str(20 * step), (40, 425 - 68 * step), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0, 255), 1, cv2.LINE_AA)
        cv2.line(picture, (74, 420 - 68 * step), (80, 420 - 68 * step), (0, 0, 0, 255), 1)
    return picture


def land() -> Pixels:
    """Sky, hills and grass, with the grain of a camera."""
    chance = np.random.default_rng(7)
    rows = np.linspace(0, 1, 480, dtype=np.float32)[:, None, None]
    picture = np.array([235, 190, 120], np.float32) * (1 - 0.3 * rows) + np.zeros((480, 640, 1), np.float32)
    for level, colour in ((230, (120, 110, 90)), (290, (70, 110, 80)), (350, (40, 90, 60))):
        wave = cv2.GaussianBlur(chance.normal(0, 1, (1, 640)).astype(np.float32), (0, 0), 25)[0] * 250 + level
        below = np.arange(480)[:, None] > wave[None, :]
        texture = cv2.GaussianBlur(chance.normal(0, 1, (480, 640)).astype(np.float32), (0, 0), 1.5)[:, :, None] * 45
        picture = np.where(below[:, :, None], np.array(colour, np.float32) + texture, picture)
    picture += chance.normal(0, 4, picture.shape)
    return np.dstack([picture.clip(0, 255).astype(np.uint8), np.full((480, 640), 255, np.uint8)])


async def test_our_own_model_knows_a_chart_and_takes_a_land_for_a_photo() -> None:
    finder = ElementFinder()
    try:
        assert looks_like(await finder.find(bar_chart()), SIZE) is PictureKind.CHART
        assert looks_like(await finder.find(land()), SIZE) is PictureKind.PHOTO
    finally:
        await finder.aclose()
