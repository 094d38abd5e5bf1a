"""Encodes one picture for sending: few flat colours as a palette PNG, everything else as JPEG. Pixels in, bytes out.

PNG after ISO/IEC 15948. WebP would take fewer bytes than both but ten times as long, and that is heard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmassist.backends.picture_flat import TINY, flat_of, is_even
from mmassist.backends.picture_scaling import Scaled, plain
from mmassist.values import Pixels

JPEG, PNG = "image/jpeg", "image/png"

# At this quality OCR reads a JPEG as well as a PNG: docs/pictures.md.
_QUALITY = 75
# Levels of zlib.
_USUAL, _GOOD = 6, 8
# More bytes a pixel than that are noise, or a pattern that PNG may see and JPEG does not; rows looked at to tell.
_BUSY, _BAND = 0.35, 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """`media_type`: image/jpeg or image/png."""

    data: bytes
    media_type: str


def encode(picture: Pixels, formats: tuple[str, ...]) -> Encoded:
    """`encode_scaled` for a picture (height, width, 4) as it is."""
    return encode_scaled(plain(picture), formats)


def encode_scaled(scaled: Scaled, formats: tuple[str, ...]) -> Encoded:
    """The picture (BGRA, alpha means nothing) in that format of `formats` which takes fewer bytes at equal legibility."""
    if PNG not in formats:
        return _jpeg(scaled.pixels())
    is_tiny = scaled.size[0] * scaled.size[1] <= TINY
    found = flat_of(scaled)
    flat = Encoded(found.png(), PNG) if found is not None else None
    if flat is not None and not is_tiny:
        return flat
    picture = scaled.pixels()
    if JPEG not in formats and flat is None:
        return _true_png(picture)
    tried = [flat] if flat is not None else []
    if JPEG in formats:
        tried.append(_jpeg(picture))
    if is_tiny or _png_may_win(picture, tried[0]):
        tried.append(_true_png(picture))
    return min(tried, key=lambda encoded: len(encoded.data))


def _png_may_win(picture: Pixels, jpeg: Encoded) -> bool:
    """Whether a PNG of some of its rows promises fewer bytes than the JPEG has; not looked into where nothing speaks for it."""
    height, width = picture.shape[:2]
    if len(jpeg.data) < _BUSY * height * width and not is_even(picture):
        return False
    starts = range(0, height, max(_BAND, height // 6))
    some = np.concatenate([picture[start : start + _BAND] for start in starts])
    return bool(len(_true_png(some, (_USUAL,)).data) * height < len(jpeg.data) * some.shape[0])


def _jpeg(picture: Pixels) -> Encoded:
    import cv2

    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return Encoded(data.tobytes(), JPEG)


def _true_png(picture: Pixels, levels: tuple[int, ...] = (_USUAL, _GOOD)) -> Encoded:
    """The better level does not always take fewer bytes."""
    import cv2

    colours = cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR)
    tried = [cv2.imencode(".png", colours, [cv2.IMWRITE_PNG_COMPRESSION, level])[1].tobytes() for level in levels]
    return Encoded(min(tried, key=len), PNG)
