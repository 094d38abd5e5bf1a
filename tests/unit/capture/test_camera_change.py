"""Whether a camera's picture has changed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mmassist.capture.camera_change import differs, reduced
from mmassist.values import Pixels
from tests.fakes.mjpeg import grey, jpeg


def scene(seed: int, *, noise: float = 3.0) -> Pixels:
    rng = np.random.default_rng(5)
    still = cv2.GaussianBlur(rng.integers(40, 220, (720, 1280, 3)).astype(np.uint8), (0, 0), 9)
    noisy: Pixels = np.clip(still + np.random.default_rng(seed).normal(0, noise, still.shape), 0, 255).astype(np.uint8)
    return noisy


@pytest.mark.parametrize("packed", [True, False])
def test_the_noise_of_a_sensor_is_no_change(packed: bool) -> None:
    one, other = scene(1), scene(2)
    assert not differs(reduced(jpeg(one) if packed else one), reduced(jpeg(other) if packed else other))


@pytest.mark.parametrize("packed", [True, False])
def test_a_hand_that_comes_into_view_is_a_change(packed: bool) -> None:
    one, other = scene(1), scene(2)
    cv2.circle(other, (900, 500), 60, (150, 180, 220), -1)
    assert differs(reduced(jpeg(one) if packed else one), reduced(jpeg(other) if packed else other))


def test_a_lamp_switched_on_is_a_change() -> None:
    assert differs(reduced(grey(80)), reduced(grey(110)))


def test_another_size_is_a_change() -> None:
    assert differs(reduced(grey(80)), reduced(grey(80, 320, 180)))


def test_garbage_differs_from_nothing() -> None:
    assert reduced(b"no picture") is None
    assert not differs(reduced(grey(80)), None)
