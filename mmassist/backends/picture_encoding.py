"""Encodes one picture for sending: few flat colours as a palette PNG, everything else as JPEG. Pixels in, bytes out.

PNG after ISO/IEC 15948. WebP would take fewer bytes than both but ten times as long, and that is heard.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

JPEG, PNG = "image/jpeg", "image/png"

# At this quality OCR reads a JPEG as well as a PNG: docs/pictures.md.
_QUALITY = 75
# A colour's code, in 5-6-5 bits, keeps the four upper bits of each: 16 levels are enough for the soft edges of letters.
_CODE = np.uint16(0b11110_111100_11110)
_CODES = 1 << 16
# Flat: so much of the picture is of the palette's colours, and so many pixels equal their right neighbour.
_COVERED, _EVEN = 0.98, 0.7
# The last index marks a code that has no colour yet; up to so many colours need four bits only.
_MISSING, _FEW = 255, 16
# Colours are counted in every so many rows; those of the other rows are looked for where they occur.
_ROWS = 4
# Below so many pixels both formats are tried, and a PNG is packed well; below the other, true colours are tried too.
_SMALL, _TINY = 400_000, 10_000
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
    """`picture` (height, width, 4; BGRA, alpha means nothing) in that format of `formats` which takes fewer bytes at equal legibility."""
    if PNG not in formats:
        return _jpeg(picture)
    size = picture.shape[0] * picture.shape[1]
    tried = [] if JPEG not in formats else [_jpeg(picture)] if size <= _SMALL else []
    if (flat := _flat(picture)) is not None:
        tried.append(flat)
    if JPEG not in formats and flat is None:
        return _true_png(picture)
    if not tried:
        tried.append(_jpeg(picture))
    if size <= _TINY or (flat is None and _png_may_win(picture, tried[0])):
        tried.append(_true_png(picture))
    return min(tried, key=lambda encoded: len(encoded.data))


def _flat(picture: Pixels) -> Encoded | None:
    """A palette PNG, or None where the picture is not made of few flat colours."""
    codes = _codes(picture)
    some, some_codes = picture[::_ROWS], codes[::_ROWS]
    counted = _counted(some_codes)
    if counted.covered < _COVERED or (len(counted.chosen) > _FEW and _evenness(some) < _EVEN):
        return None
    table = np.full(_CODES, _MISSING, np.uint8)
    table[counted.chosen] = np.arange(len(counted.chosen))
    colours = _means(some, some_codes, counted.chosen)
    indices = np.take(table, codes)
    missing = indices == _MISSING
    if missing.any():
        rest = codes[missing]
        if rest.size > (1 - _COVERED) * codes.size:
            return None
        colours = _with_the_rest(table, colours, rest)
        indices[missing] = table[rest]
    return Encoded(_palette_png(indices, colours, packed=indices.size <= _SMALL), PNG)


def _with_the_rest(table: NDArray[np.uint8], colours: NDArray[np.uint8], rest: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Colours of their own, in `table` too, for codes that were not counted, as far as there is room; then the nearest."""
    counts = np.bincount(rest, minlength=_CODES)
    there = np.flatnonzero(counts)
    there = there[np.argsort(counts[there])[::-1]]
    new, late = np.split(there, [_MISSING - len(colours)])
    table[new] = len(colours) + np.arange(len(new))
    colours = np.concatenate([colours, _middles(new).astype(np.uint8)])
    apart = np.abs(_middles(late)[:, None, :] - colours[None].astype(np.intp)).sum(axis=2)
    table[late] = apart.argmin(axis=1)
    return colours


def _evenness(picture: Pixels) -> float:
    """Share of pixels that equal their right neighbour."""
    whole = np.ascontiguousarray(picture).view(np.uint32)[:, :, 0]
    return float((whole[:, 1:] == whole[:, :-1]).mean()) if whole.shape[1] > 1 else 1.0


def _codes(picture: Pixels) -> NDArray[np.uint16]:
    import cv2

    codes: NDArray[np.uint16] = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR565)).view(np.uint16)[:, :, 0]
    codes &= _CODE
    return codes


def _counted(codes: NDArray[np.uint16]) -> _Counted:
    counts = np.bincount(codes.ravel(), minlength=_CODES)
    there = np.flatnonzero(counts)
    chosen = there[np.argsort(counts[there])[::-1][:_MISSING]]
    return _Counted(chosen, float(counts[chosen].sum() / codes.size))


def _middles(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.stack([(codes & 31) >> 1, (codes >> 7) & 15, codes >> 12], axis=1) * 16 + 8


def _means(picture: Pixels, codes: NDArray[np.uint16], chosen: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Mean colour (BGR) of each chosen code, over some of its pixels; its middle where none of those was met."""
    across = max(1, codes.shape[1] // 128) | 1
    some, colours = codes[:, ::across].ravel(), picture[:, ::across, :3].reshape(-1, 3)
    place = np.full(_CODES, len(chosen), np.intp)
    place[chosen] = np.arange(len(chosen))
    which = place[some]
    number = np.bincount(which, minlength=len(chosen) + 1)[:-1, None]
    sums = [np.bincount(which, weights=colours[:, channel], minlength=len(chosen) + 1)[:-1] for channel in range(3)]
    means = np.where(number > 0, np.stack(sums, axis=1) / np.maximum(number, 1), _middles(chosen))
    return np.rint(means).astype(np.uint8)


def _palette_png(indices: NDArray[np.uint8], colours: NDArray[np.uint8], *, packed: bool) -> bytes:
    """`colours`: BGR. `packed`: repetitions are found too; else runs alone are packed, which is several times faster."""
    height, width = indices.shape
    bits = 4 if len(colours) <= _FEW else 8
    if bits == 4:
        even = np.zeros((height, width + width % 2), np.uint8)
        even[:, :width] = indices
        pairs = even.view("<u2")
        indices = ((pairs << 4) | (pairs >> 8)).astype(np.uint8)
    rows = np.zeros((height, indices.shape[1] + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    deflate = zlib.compressobj(6, zlib.DEFLATED, 15, 9) if packed else zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    body = deflate.compress(rows) + deflate.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", colours[:, ::-1].tobytes()), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png_may_win(picture: Pixels, jpeg: Encoded) -> bool:
    """Whether a PNG of some of its rows promises fewer bytes than the JPEG has; not looked into where that is small."""
    height, width = picture.shape[:2]
    if len(jpeg.data) < _BUSY * height * width:
        return False
    starts = range(0, height, max(_BAND, height // 6))
    some = np.concatenate([picture[start : start + _BAND] for start in starts])
    return len(_true_png(some).data) * height < len(jpeg.data) * some.shape[0]


def _jpeg(picture: Pixels) -> Encoded:
    import cv2

    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return Encoded(data.tobytes(), JPEG)


def _true_png(picture: Pixels) -> Encoded:
    import cv2

    _, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 6])
    return Encoded(data.tobytes(), PNG)
