"""Pictures of few flat colours, as desktops mostly are: counted in some rows, written as a palette PNG (ISO/IEC 15948). Pure."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.backends.picture_scaling import Scaled
from mmassist.values import Box, Pixels

TINY = 60_000
"""Below so many pixels a picture is packed well, whatever the time."""

# A colour's code has 17 levels each of blue, green and red: enough for the soft edges of letters. White and black have levels of their
# own, so that white fields stand out from the light grey around them.
_LEVELS = 17
_CODES = _LEVELS**3
# Two of the 32 steps of 5 bits are one level; what green has below them.
_BELOW, _GREEN = np.array([-1, 0]), np.array([0, 1 << 5])
# Flat: so much of the picture is of the palette's colours, and so many pixels equal their right neighbour.
_COVERED, _EVEN = 0.98, 0.7
# The last index marks a code that has no colour yet; up to so many colours need four bits only.
_MISSING, _FEW = 255, 16
# Colours are counted in at least so many rows, evenly spread, and of these in every so many pixels, a number that no pattern is likely
# to have; those of the others are looked for where they occur. In about half of the rows neighbours are compared.
_ROWS, _EVERY, _NEIGHBOURS = 64, 7, 32
# Pixels to a strip: OpenCV gives more than these to several threads.
_STRIP = 1 << 16
# Levels of ISA-L and of zlib.
_FAST, _BEST = 1, 9


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """`rows` (height, 1 + width): of each row PNG's filter, which is none, and indices of `colours` (BGR)."""

    rows: NDArray[np.uint8]
    colours: NDArray[np.uint8]

    def part(self, box: Box) -> Flat:
        """What is in `box`, which lies inside."""
        if (box.width, box.height) == (self.rows.shape[1] - 1, len(self.rows)):
            return self
        rows = np.zeros((box.height, 1 + box.width), np.uint8)
        rows[:, 1:] = self.rows[box.y : box.bottom, 1 + box.x : 1 + box.right]
        return _without_unused(Flat(rows, self.colours))

    def png(self) -> bytes:
        """The picture as it is sent."""
        height, width = len(self.rows), self.rows.shape[1] - 1
        bits, rows = (4, _halved(self.rows)) if len(self.colours) <= _FEW else (8, self.rows)
        header = struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"PLTE", self.colours[:, ::-1].tobytes()), (b"IDAT", _packed(rows)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


@dataclass(frozen=True, slots=True)
class _Palette:
    """The most frequent codes, that first, their mean colours (BGR), and the share of pixels that have one of them."""

    codes: NDArray[np.intp]
    colours: NDArray[np.uint8]
    covered: float


def flat_of(scaled: Scaled) -> Flat | None:
    """The picture in few colours, None where it is not made of such."""
    some = scaled.distinct[scaled.rows[:: max(1, len(scaled.rows) // _ROWS)]]
    palette = _palette(_wide(some))
    if palette.covered < _COVERED or (len(palette.codes) > _FEW and not is_even(some)):
        return None
    rows, colours = _indices(scaled.distinct, _index_of_wide(palette.codes)), palette.colours
    missing = np.flatnonzero(rows.ravel() == _MISSING)
    if missing.size > (1 - _COVERED) * rows.size:
        return None
    if missing.size:
        y, x = np.divmod(missing, rows.shape[1])
        rest = _codes(_wide(scaled.distinct[y, x - 1][None])[0])
        table, colours = _with_the_rest(colours, rest)
        rows.ravel()[missing] = table[rest]
    return Flat(rows if len(rows) == len(scaled.rows) else rows[scaled.rows], colours)


def _indices(picture: Pixels, table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`Flat.rows`. A strip at a time: it stays in the processor's cache, and no other thread is woken and waited for."""
    import cv2

    height, width = picture.shape[:2]
    rows = np.zeros((height, 1 + width), np.uint8)
    wide = np.empty((max(1, _STRIP // width), width, 2), np.uint8)
    for start in range(0, height, len(wide)):
        strip = picture[start : start + len(wide)]
        here = wide[: len(strip)]
        cv2.cvtColor(strip, cv2.COLOR_BGRA2BGR565, here)
        cv2.LUT(here.view(np.uint16)[:, :, 0], table, rows[start : start + len(wide), 1:])
    return rows


def is_even(picture: Pixels) -> bool:
    """Whether most pixels (BGRA) equal their right neighbour, as they do where nothing but letters and lines stands on plain grounds."""
    whole = np.ascontiguousarray(picture[:: max(1, len(picture) // _NEIGHBOURS)]).view("<u4")[:, :, 0]
    even = np.count_nonzero(whole[:, 1:] == whole[:, :-1])
    return bool(even >= _EVEN * (whole.shape[1] - 1) * len(whole))


def _without_unused(flat: Flat) -> Flat:
    """With only the colours that occur, where that saves bits or counts among few bytes."""
    import cv2

    counts = cv2.calcHist([flat.rows], [0], None, [256], [0, 256])
    there = np.flatnonzero(np.asarray(counts)[: len(flat.colours), 0])
    if len(there) == len(flat.colours) or (len(there) > _FEW and flat.rows.size > TINY):
        return flat
    table = np.zeros(256, np.uint8)
    table[there] = np.arange(len(there))
    rows = table[flat.rows]
    rows[:, 0] = 0
    return Flat(rows, flat.colours[there])


def _with_the_rest(colours: NDArray[np.uint8], rest: NDArray[np.intp]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Indices of the codes in `rest`, which were not counted, and all colours: theirs behind the others as far as there is room; codes
    beyond that have the index of the nearest."""
    table = np.zeros(_CODES, np.uint8)
    new, late = np.split(_most_frequent(np.bincount(rest, minlength=_CODES)), [_MISSING - len(colours)])
    table[new] = len(colours) + np.arange(len(new))
    colours = np.concatenate([colours, _middles(new).astype(np.uint8)])
    if late.size:
        apart = np.abs(_middles(late)[:, None, :] - colours[None].astype(np.intp)).sum(axis=2)
        table[late] = apart.argmin(axis=1)
    return table, colours


def _wide(picture: Pixels) -> NDArray[np.uint16]:
    """Colours in 5-6-5 bits, blue in the lowest."""
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR565)).view(np.uint16)[:, :, 0]


def _codes(wide: NDArray[Any]) -> NDArray[np.intp]:
    """Codes of colours in 5-6-5 bits."""
    blue, green, red = wide & 31, (wide >> 6) & 31, wide >> 11
    return ((red + 1) // 2 * _LEVELS + (green + 1) // 2).astype(np.intp) * _LEVELS + (blue + 1) // 2


def _index_of_wide(codes: NDArray[np.intp]) -> NDArray[np.uint8]:
    """For each colour in 5-6-5 bits the place of its code in `codes`."""
    table = np.full(1 << 16, _MISSING, np.uint8)
    blue, green, red = (np.clip(2 * level[:, None] + _BELOW, 0, 31) for level in _levels(codes))
    wide = blue[:, :, None, None, None] | green[:, None, :, None, None] << 6 | red[:, None, None, :, None] << 11 | _GREEN
    table[wide] = np.arange(len(codes), dtype=np.uint8)[:, None, None, None, None]
    return table


def _palette(wide: NDArray[np.uint16]) -> _Palette:
    some = wide.ravel()[:: _EVERY if wide.size > TINY else 1]
    counts = np.bincount(some, minlength=1 << 16)
    there = np.flatnonzero(counts > 0)
    number = counts[there]
    codes = _codes(there)
    of_code = np.bincount(codes, number, _CODES)
    chosen = _most_frequent(of_code)[:_MISSING]
    sums = [np.bincount(codes, number * channel, _CODES)[chosen] for channel in _channels(there)]
    means = np.rint(np.stack(sums, axis=1) / of_code[chosen, None])
    return _Palette(chosen, means.astype(np.uint8), float(of_code[chosen].sum() / some.size))


def _channels(wide: NDArray[np.intp]) -> tuple[NDArray[np.intp], ...]:
    """Blue, green and red of colours in 5-6-5 bits, 0 to 255."""
    blue, green, red = wide & 31, (wide >> 5) & 63, wide >> 11
    return (blue << 3) | (blue >> 2), (green << 2) | (green >> 4), (red << 3) | (red >> 2)


def _most_frequent(counts: NDArray[Any]) -> NDArray[np.intp]:
    """Where `counts` are not 0, the largest first."""
    there = np.flatnonzero(counts > 0)
    return there[np.argsort(counts[there])[::-1]]


def _levels(codes: NDArray[np.intp]) -> tuple[NDArray[np.intp], ...]:
    """Blue, green and red, 0 to 16."""
    return codes % _LEVELS, codes // _LEVELS % _LEVELS, codes // _LEVELS**2


def _middles(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.minimum(255, 16 * np.stack(_levels(codes), axis=1))


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
    if rows.size > TINY:
        from isal import isal_zlib

        return isal_zlib.compress(rows.data, _FAST)
    return zlib.compress(rows.data, _BEST)


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))))
