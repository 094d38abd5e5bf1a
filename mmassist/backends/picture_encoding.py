"""Encodes one picture for sending: few flat colours as a palette PNG, everything else as JPEG. Pixels in, bytes out.

PNG after ISO/IEC 15948. WebP would take fewer bytes than both but ten times as long, and that is heard.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mmassist.backends.picture_scaling import Scaled, plain
from mmassist.values import Pixels

JPEG, PNG = "image/jpeg", "image/png"

# At this quality OCR reads a JPEG as well as a PNG: docs/pictures.md.
_QUALITY = 75
# A colour's code is its four upper bits of blue, green and red: 16 levels are enough for the soft edges of letters.
_CODES = 1 << 12
# Flat: so much of the picture is of the palette's colours, and so many pixels equal their right neighbour.
_COVERED, _EVEN = 0.98, 0.7
# The last index marks a code that has no colour yet; up to so many colours need four bits only.
_MISSING, _FEW = 255, 16
# Colours are counted in at least so many rows, evenly spread; those of the other rows are looked for where they occur.
_ROWS = 64
# Below so many pixels all formats are tried, and a PNG is packed well.
_TINY = 10_000
# Colours are averaged over about so many pixels.
_MEANT = 8_000
# Levels of ISA-L and of zlib.
_FAST, _USUAL, _GOOD, _BEST = 1, 6, 8, 9
# More bytes a pixel than that are noise, or a pattern that PNG may see and JPEG does not; rows looked at to tell.
_BUSY, _BAND = 0.35, 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """`media_type`: image/jpeg or image/png."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """`chosen`: the most frequent codes, that first. `covered`: share of pixels that have one of them."""

    chosen: NDArray[np.intp]
    covered: float


def encode(picture: Pixels, formats: tuple[str, ...]) -> Encoded:
    """`encode_scaled` for a picture (height, width, 4) as it is."""
    return encode_scaled(plain(picture), formats)


def encode_scaled(scaled: Scaled, formats: tuple[str, ...]) -> Encoded:
    """The picture (BGRA, alpha means nothing) in that format of `formats` which takes fewer bytes at equal legibility."""
    if PNG not in formats:
        return _jpeg(scaled.pixels())
    is_tiny = scaled.size[0] * scaled.size[1] <= _TINY
    flat = _flat(scaled)
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


def _flat(scaled: Scaled) -> Encoded | None:
    """A palette PNG, or None where the picture is not made of few flat colours."""
    import cv2

    some = scaled.distinct[scaled.rows[:: max(1, len(scaled.rows) // _ROWS)]]
    codes = _codes(_wide(some))
    counted = _counted(codes)
    if counted.covered < _COVERED or (len(counted.chosen) > _FEW and _evenness(some) < _EVEN):
        return None
    table = np.full(_CODES, _MISSING, np.uint8)
    table[counted.chosen] = np.arange(len(counted.chosen))
    colours = _means(some, codes, counted.chosen)
    wide = _wide(scaled.distinct)
    rows = np.zeros((wide.shape[0], wide.shape[1] + 1), np.uint8)  # each row begins with its filter: none
    indices = rows[:, 1:]
    cv2.LUT(wide, table[_code_of_wide()], indices)
    missing = np.flatnonzero(indices == _MISSING)
    if missing.size > (1 - _COVERED) * indices.size:
        return None
    if missing.size:
        rest = _codes(wide.ravel()[missing])
        colours = _with_the_rest(table, colours, rest)
        indices[np.unravel_index(missing, indices.shape)] = table[rest]
    return Encoded(_palette_png(rows, scaled.rows, colours), PNG)


def _with_the_rest(table: NDArray[np.uint8], colours: NDArray[np.uint8], rest: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Colours of their own, in `table` too, for codes that were not counted, as far as there is room; then the nearest."""
    there = _counted(rest, _CODES).chosen
    new, late = np.split(there, [_MISSING - len(colours)])
    table[new] = len(colours) + np.arange(len(new))
    colours = np.concatenate([colours, _middles(new).astype(np.uint8)])
    if late.size:
        apart = np.abs(_middles(late)[:, None, :] - colours[None].astype(np.intp)).sum(axis=2)
        table[late] = apart.argmin(axis=1)
    return colours


def _evenness(picture: Pixels) -> float:
    """Share of pixels that equal their right neighbour."""
    whole = _whole(picture)
    return float((whole[:, 1:] == whole[:, :-1]).mean()) if whole.shape[1] > 1 else 1.0


def _wide(picture: Pixels) -> NDArray[np.uint16]:
    """Colours in 5-6-5 bits, blue in the lowest."""
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR565)).view(np.uint16)[:, :, 0]


def _codes(wide: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Codes of colours in 5-6-5 bits."""
    blue, green, red = (wide >> 1) & 0xF, (wide >> 3) & 0xF0, (wide >> 4) & 0xF00
    return np.asarray(blue | green | red, np.uint16)


@cache
def _code_of_wide() -> NDArray[np.intp]:
    """The code of every colour in 5-6-5 bits."""
    return _codes(np.arange(1 << 16, dtype=np.uint16)).astype(np.intp)


def _counted(codes: NDArray[np.uint16], most: int = _MISSING) -> _Counted:
    counts = np.bincount(codes.ravel(), minlength=_CODES)
    there = np.flatnonzero(counts)
    chosen = there[np.argsort(counts[there])[::-1][:most]]
    return _Counted(chosen, float(counts[chosen].sum() / codes.size))


def _middles(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.stack([codes & 15, (codes >> 4) & 15, codes >> 8], axis=1) * 16 + 8


def _means(picture: Pixels, codes: NDArray[np.uint16], chosen: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Mean colour (BGR) of each chosen code, over some of its pixels; its middle where none of those was met."""
    across = max(1, codes.size // _MEANT) | 1
    some, colours = codes[:, ::across].ravel(), _whole(picture)[:, ::across].ravel()
    number = np.bincount(some, minlength=_CODES)[chosen, None]
    sums = [np.bincount(some, weights=(colours >> shift) & 255, minlength=_CODES)[chosen] for shift in (0, 8, 16)]
    means = np.where(number > 0, np.stack(sums, axis=1) / np.maximum(number, 1), _middles(chosen))
    return np.rint(means).astype(np.uint8)


def _whole(picture: Pixels) -> NDArray[np.uint32]:
    """Pixels as one number each."""
    return np.ascontiguousarray(picture).view("<u4")[:, :, 0]


def _palette_png(distinct: NDArray[np.uint8], order: NDArray[np.intp], colours: NDArray[np.uint8]) -> bytes:
    """`distinct` (n, 1 + width): filter and indices of each row; `order`: which of them each row of the picture is. `colours`: BGR."""
    height, width = len(order), distinct.shape[1] - 1
    bits = 8
    if len(colours) <= _FEW:
        bits, distinct = 4, _halved(distinct)
    header = struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)
    body = _packed(distinct if height == len(distinct) else distinct[order])
    chunks = ((b"IHDR", header), (b"PLTE", colours[:, ::-1].tobytes()), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _halved(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Two indices to a byte, the left one above."""
    height, width = rows.shape[0], rows.shape[1] - 1
    even = np.zeros((height, width + width % 2), np.uint8)
    even[:, :width] = rows[:, 1:]
    pairs = even.view("<u2")
    halved = np.zeros((height, 1 + pairs.shape[1]), np.uint8)
    halved[:, 1:] = (pairs << 4) | (pairs >> 8)
    return halved


def _packed(rows: NDArray[np.uint8]) -> bytes:
    """Deflated (RFC 1950). ISA-L's first level takes about as many bytes as zlib's, and a fourth of the time."""
    if rows.size > _TINY:
        from isal import isal_zlib

        return isal_zlib.compress(rows.data, _FAST)
    return zlib.compress(rows.data, _BEST)


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))))


def _png_may_win(picture: Pixels, jpeg: Encoded) -> bool:
    """Whether a PNG of some of its rows promises fewer bytes than the JPEG has; not looked into where nothing speaks for it."""
    height, width = picture.shape[:2]
    if len(jpeg.data) < _BUSY * height * width and _evenness(picture[:: max(1, height // _ROWS)]) < _EVEN:
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
