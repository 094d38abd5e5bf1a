"""What happens to pixels between a program and a picture of the screen: scaling, blur, JPEG, subpixels, noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""[height, width, 3], RGB."""


def resized(picture: Picture, width: int, height: int) -> Picture:
    """By areas where it shrinks and by lines where it grows: as the app does it before an encoder."""
    import cv2

    shrinks = width * height < picture.shape[0] * picture.shape[1]
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), np.uint8)


def degraded(picture: Picture, rng: np.random.Generator) -> Picture:
    """One of the ways a screen is seen worse, or none: half of the pictures stay as they are. The size stays."""
    ways = (_rescaled, _blurred, _as_jpeg, _subpixels, _noisy)
    if rng.random() < 0.5:
        return picture
    return ways[int(rng.integers(len(ways)))](picture, rng)


def _rescaled(picture: Picture, rng: np.random.Generator) -> Picture:
    """Drawn at another scale and brought back, as fractional scaling does."""
    height, width = picture.shape[:2]
    factor = float(rng.choice([0.67, 0.75, 0.8, 1.25, 1.5]))
    return resized(resized(picture, max(4, round(width * factor)), max(4, round(height * factor))), width, height)


def _blurred(picture: Picture, rng: np.random.Generator) -> Picture:
    import cv2

    return np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.3, 0.8))), np.uint8)


def _as_jpeg(picture: Picture, rng: np.random.Generator) -> Picture:
    import cv2

    _, content = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))])
    decoded = np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(decoded[:, :, ::-1])


def _subpixels(picture: Picture, rng: np.random.Generator) -> Picture:
    """Each colour a third of a pixel beside the next, as on an LCD."""
    third = 1.0 / 3.0
    wide = picture.astype(np.float32)
    right, left = np.roll(wide, 1, axis=1), np.roll(wide, -1, axis=1)
    first, last = (0, 2) if rng.random() < 0.5 else (2, 0)
    wide[:, :, first] = (1 - third) * wide[:, :, first] + third * right[:, :, first]
    wide[:, :, last] = (1 - third) * wide[:, :, last] + third * left[:, :, last]
    return wide.round().clip(0, 255).astype(np.uint8)


def _noisy(picture: Picture, rng: np.random.Generator) -> Picture:
    noise = rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(1.0, 5.0))
    return (picture + noise).round().clip(0, 255).astype(np.uint8)
