"""Light, focus and motion."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mmassist.perception.camera.exposure import Light, exposure
from mmassist.perception.camera.focus import sharpness
from mmassist.perception.camera.motion import motion, reduced
from mmassist.perception.camera.worth import flaw
from mmassist.values import Pixels
from tests.unit.perception.camera.pictures import CLEAR, photo, plain


def noisy(level: float, noise: float, seed: int = 1) -> Pixels:
    picture: Pixels = np.clip(np.random.default_rng(seed).normal(level, noise, (480, 640, 4)), 0, 255).astype(np.uint8)
    return picture


@pytest.mark.parametrize(
    ("picture", "light"),
    [
        (noisy(3, 3), Light.DARK),
        (noisy(45, 3), Light.COVERED),
        (plain(255), Light.BRIGHT),
        (photo().pixels, Light.FINE),
        (photo(shot=replace(CLEAR, light=1e-5, noise=2.0)).pixels, Light.DARK),
    ],
)
def test_the_light_is_told(picture: Pixels, light: Light) -> None:
    assert exposure(picture).light is light


def test_a_blurred_picture_is_less_sharp_than_a_clear_one() -> None:
    sharp, blurred = sharpness(photo().pixels), sharpness(photo(shot=replace(CLEAR, blur=5.0)).pixels)
    assert sharp is not None
    assert blurred is not None
    assert blurred < 0.5 * sharp


def test_a_smear_in_one_direction_is_a_blur() -> None:
    page = photo().pixels
    smeared = np.asarray(cv2.blur(page, (25, 1)), np.uint8)
    before, after = sharpness(page), sharpness(smeared)
    assert before is not None
    assert after is not None
    assert after < 0.6 * before


def test_where_nothing_is_there_nothing_is_sharp() -> None:
    assert sharpness(noisy(120, 3)) is None


@pytest.mark.parametrize(
    ("picture", "flaw_of_it"),
    [
        (photo().pixels, ""),
        (noisy(120, 3), ""),
        (noisy(3, 3), "dark"),
        (photo(shot=replace(CLEAR, blur=9.0)).pixels, "blurred"),
    ],
)
def test_what_makes_a_picture_not_worth_asking_about_is_told(picture: Pixels, flaw_of_it: str) -> None:
    assert flaw(picture) == flaw_of_it


def test_noise_is_no_motion_and_a_shift_is() -> None:
    page = photo().pixels
    grain = np.random.default_rng(2).normal(0, 3, page.shape)
    again = np.clip(page + grain, 0, 255).astype(np.uint8)
    assert not motion(reduced(page), reduced(again)).moving
    assert motion(reduced(page), reduced(np.roll(page, 30, axis=1))).moving


def test_a_lamp_is_no_motion() -> None:
    assert not motion(reduced(plain(90)), reduced(plain(140))).moving


def test_another_size_is_motion() -> None:
    assert motion(reduced(plain(90)), reduced(plain(90, 640, 360))).moving
