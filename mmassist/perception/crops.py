"""Cuts found lines out of the picture the way the recogniser likes them: no frames, no underlines, whole words, air around.

All of it works on *ink*: what differs from the line's own ground (its most frequent grey).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.underlines import underlines
from mmassist.values import Box, Pixels

Mask = NDArray[np.bool_]
Grey = NDArray[np.uint8]

# In line heights: a wider gap parts two texts (a menu's entries); what stands closer belongs to the line.
_APART, _NEAR, _TOUCH = 0.8, 0.5, 0.15
# So much of a row is ink only where another ground begins.
_BEYOND = 0.85
# How much greys beside one another count as one ground, up to 8 apart.
_SHADES = (*range(1, 9), 9, *range(8, 0, -1))
# Air beside the text, in line heights; a single sign is told better with more.
_AIR, _AIR_ALONE = 0.12, 0.42
# On a photograph or a strong shade less than the first share of a line is as near to its ground as the first distance, in greys, and
# less than the second as near as the second: text on a window's flat ground leaves at least 0.40 and 0.44.
_SAME, _ALMOST, _SHARE_SAME, _SHARE_ALMOST = 2, 8, 0.33, 0.6


@dataclass(frozen=True, slots=True)
class Crop:
    """`pixels`: (height, width, 3) BGR, ready to be read. `box`: the text's place in the picture. `gaps`: columns of `pixels`
    (start, end) without ink between letters; `letters`: height of the ink. `lean`: how far its top is right of its foot, in its height."""

    pixels: Pixels
    box: Box
    gaps: tuple[tuple[int, int], ...] = ()
    letters: int = 0
    lean: float = 0.0


def joined(boxes: list[Box]) -> list[Box]:
    """Pieces of one line put together: the detector parts the words of widely spaced fonts and drops short ones between them."""
    done: list[Box] = []
    lines: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.x, box.y)):
        # Sorted by x: a line that ends well before this box can't go on.
        done += [line for line in lines if line.right < box.x - 2 * line.height]
        lines = [line for line in lines if line.right >= box.x - 2 * line.height]
        at = next((at for at, line in enumerate(lines) if _same_line(line, box)), None)
        if at is None:
            lines.append(box)
        else:
            lines[at] = _union(lines[at], box)
    return done + lines


def _same_line(left: Box, right: Box) -> bool:
    low, high = sorted((left.height, right.height))
    shared = min(left.bottom, right.bottom) - max(left.y, right.y)
    return shared > 0.7 * low and high < 1.5 * low and right.x - left.right < _TOUCH * high


def _union(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def crops(bgr: Pixels, grey: Grey, box: Box, taken: Mask) -> Iterator[Crop]:
    """The texts in `box`, left to right; none where it holds nothing but frames. On a photograph ink can't be told: all of it is one.

    `bgr`, `grey` and `taken` (true inside of any found line): the whole picture.
    """
    if _is_busy(grey, box):
        yield _as_it_is(bgr, box)
        return
    side = 2 * box.height
    around = max(3, box.height // 3)
    room = _clipped(Box(box.x - side, box.y - around, box.width + 2 * side, box.height + 2 * around), grey)
    inner = box.moved(-room.x, -room.y)
    mask = _ink(grey[room.y : room.bottom, room.x : room.right], inner)
    beyond = _wiped_beyond(mask, inner)[inner.y : inner.bottom]
    _wipe_strangers(mask, inner)
    band = mask[inner.y : inner.bottom]
    free = ~_any_row(taken[box.y : box.bottom, room.x : room.right])
    start, end = _grown(_any_row(band), free, inner)
    apart = min(_APART * box.height, 1.3 * max(_letters(band[:, start:end]), 0.4 * box.height))
    for left, right in _runs(_any_row(band[:, start:end]), apart):
        part = Box(room.x + start + left, box.y, right - left, box.height)
        columns = slice(start + left, start + right)
        yield _finish(bgr[part.y : part.bottom, part.x : part.right], band[:, columns], beyond[:, columns], part)


def level(bgr: Pixels, box: Box, corners: tuple[tuple[float, float], ...]) -> Crop:
    """A turned line (`corners` clockwise from its top left) made level; `box` is where it lies in the picture."""
    import cv2

    (x0, y0), (x1, y1), _, (x3, y3) = corners
    width, height = max(1, round(math.hypot(x1 - x0, y1 - y0))), max(1, round(math.hypot(x3 - x0, y3 - y0)))
    target = np.array([[0, 0], [width, 0], [width, height]], np.float32)
    turn = cv2.getAffineTransform(np.array([corners[0], corners[1], corners[2]], np.float32), target)
    return Crop(np.asarray(cv2.warpAffine(bgr, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)), box)


def _clipped(box: Box, grey: Grey) -> Box:
    return box.intersection(Box(0, 0, grey.shape[1], grey.shape[0])) or Box(0, 0, 0, 0)


def _is_busy(grey: Grey, box: Box) -> bool:
    """Whether a line stands on no ground of its own: on a photograph, or a shade that changes along it."""
    counts = _greys(grey, box)
    ground = _ground(counts)
    same, almost = (int(counts[max(0, ground - near) : ground + near + 1].sum()) for near in (_SAME, _ALMOST))
    whole = int(counts.sum())
    return same < _SHARE_SAME * whole and almost < _SHARE_ALMOST * whole


def _as_it_is(bgr: Pixels, box: Box) -> Crop:
    air = round(_AIR * box.height)
    left, right = max(0, box.x - air), min(bgr.shape[1], box.right + air)
    return Crop(np.ascontiguousarray(bgr[box.y : box.bottom, left:right]), box)


def _greys(grey: Grey, inner: Box) -> NDArray[np.int64]:
    """How often each grey is in the middle of a line: a selected row may be lower than its box."""
    middle = grey[inner.y + inner.height // 4 : inner.bottom - inner.height // 4, inner.x : inner.right]
    return np.bincount(middle.ravel(), minlength=256)


def _ground(counts: NDArray[np.int64]) -> int:
    # Shaded grounds are many greys, letters are one.
    return int(np.convolve(counts, _SHADES, "same").argmax())


def _ink(grey: Grey, inner: Box) -> Mask:
    """Where `grey` differs from the ground of its part `inner`."""
    ground = _ground(_greys(grey, inner))
    strongest = int(np.abs(grey[inner.y : inner.bottom, inner.x : inner.right].astype(np.int16) - ground).max())
    mask: Mask = np.abs(grey.astype(np.int16) - ground) > max(16, strongest // 4)
    return mask


def _wiped_beyond(mask: Mask, inner: Box) -> Mask:
    """What is beyond the line's own ground, above and below it and at its sides, and rules from edge to edge; no more in `mask`."""
    top, foot = _own_ground(mask, inner)
    if (top, foot) == (0, len(mask)):
        return np.zeros_like(mask)
    before = mask.copy()
    mask[:top], mask[foot:] = False, False
    shares = mask[top:foot].mean(axis=0)
    for left, right in _runs(shares > _BEYOND, 0):
        if left == 0 or right == len(shares):
            mask[:, left:right] = False
    mask[:, shares == 1] = False
    return before & ~mask


def _own_ground(mask: Mask, inner: Box) -> tuple[int, int]:
    """First row and the one after the last that stand on the line's own ground: a selected row ends where all of a row is ink.

    Letters that reach the edge would else be one piece with what is beyond it. A row or two of ink are a rule.
    """
    middle = inner.y + inner.height // 2
    beyond = mask[:, inner.x : inner.right].mean(axis=1) > _BEYOND
    thick = max(3, inner.height // 8)
    top, foot = 0, len(mask)
    for start, end in _runs(beyond, 0):
        if end - start >= thick and end <= middle:
            top = end
        elif end - start >= thick and start > middle:
            return top, start
    return top, foot


def _wipe_strangers(mask: Mask, inner: Box) -> None:
    """Takes out of `mask` what is no letter: frames of buttons and fields, rules, edges of panels."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        piece = labels[y : y + h, x : x + w] == label
        if _reaches_out(Box(x, y, w, h), area, inner, mask.shape) or _is_frame(piece, area, inner.height):
            mask[y : y + h, x : x + w][piece] = False


def _reaches_out(part: Box, area: int, inner: Box, shape: tuple[int, ...]) -> bool:
    """Whether it goes on above or below the line as no letter does: as a thin outline, or over an edge of what we see."""
    if part.y >= inner.y - 1 and part.bottom <= inner.bottom + 1 and part.height < 0.95 * inner.height:
        return False
    edges = (part.x == 0) + (part.y == 0) + (part.right == shape[1]) + (part.bottom == shape[0])
    return area < 0.35 * part.area or edges > 1 or (part.width <= 3 and part.height > inner.height)


def _is_frame(piece: Mask, area: int, line: int) -> bool:
    """Whether it is a rule, or an outline wider than a letter with nothing of it inside."""
    height, width = piece.shape
    if width <= 1.2 * line:
        return False
    return height <= 3 or (height > 0.6 * line and int(piece[3:-3, 3:-3].sum()) < 0.1 * area)


def _grown(columns: Mask, free: Mask, inner: Box) -> tuple[int, int]:
    """The line's extent (start, end) with the short words beside it that the detector overlooked: near, and at most a letter wide."""
    own = np.flatnonzero(columns[inner.x : inner.right])
    if not own.size:
        return inner.x, inner.x
    near, height = _NEAR * inner.height, inner.height
    start, end = inner.x + int(own[0]), inner.x + int(own[-1]) + 1
    runs = _runs(columns, 1)
    for left, right in runs:
        if right > end and left - end <= near and right - left <= height and free[max(left, inner.right) : right].all():
            end = right
    for left, right in reversed(runs):
        if left < start and start - right <= near and right - left <= 0.5 * height and free[left : min(right, inner.x)].all():
            start = left
    return start, end


def _any_row(mask: Mask) -> Mask:
    """For each column whether any row of it is true."""
    columns: Mask = np.logical_or.reduce(mask, axis=0)
    return columns


def _runs(columns: Mask, apart: float) -> list[tuple[int, int]]:
    """Runs of ink (start, end), joined where the gap between them is at most `apart`."""
    at = np.flatnonzero(columns)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > apart + 1)
    starts = [int(at[0]), *(int(at[i + 1]) for i in breaks)]
    ends = [*(int(at[i]) + 1 for i in breaks), int(at[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _finish(part: Pixels, mask: Mask, beyond: Mask, box: Box) -> Crop:
    """`part` without strangers, underlines and what is `beyond` its ground, with air around it."""
    import cv2

    rest = part[~(mask | beyond)]
    ground = np.median(rest if len(rest) else part.reshape(-1, 3), axis=0).astype(np.uint8)
    near = cv2.dilate(mask.view(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~beyond
    clean = np.where(near[:, :, None], part, ground)
    bars = underlines(mask)
    clean[bars] = ground
    pad = max(2, round(box.height * (_AIR if box.width > box.height else _AIR_ALONE)))
    gaps = tuple((left + pad, right + pad) for left, right in _runs(~_any_row(mask & ~bars), 0))
    return Crop(_padded(clean, ground, pad), box, gaps, _letters(mask & ~bars), _lean(mask))


def _lean(mask: Mask) -> float:
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return 0.0
    height = int(rows.max() - rows.min()) + 1
    top, foot = columns[rows < rows.min() + height / 4], columns[rows > rows.max() - height / 4]
    return float(top.mean() - foot.mean()) / height


def _letters(mask: Mask) -> int:
    """Height of the ink, first row to last."""
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if rows.size else 0


def _padded(part: Pixels, ground: Pixels, pad: int) -> Pixels:
    height, width = part.shape[:2]
    out: Pixels = np.empty((height, width + 2 * pad, 3), np.uint8)
    out[:] = ground
    out[:, pad:-pad] = part
    return out
