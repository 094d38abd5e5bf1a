"""Where lines of text run on a page that may be bent or turned: by its ink, before anything is recognised. 20 to 40 ms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.camera.flatten import PAPER

Grey: TypeAlias = NDArray[np.uint8]
Points: TypeAlias = NDArray[np.float64]

# Heights of ink that can be letters, in pixels and as a share of the page.
_LOWEST, _HIGHEST, _SMALLEST = 4, 0.08, 0.0055
# How far around a place the darkest ink is looked for, in pixels and as a share of the page; and how many levels ink differs at least.
_NEAR, _NEAR_SHARE, _LEAST_DEPTH = 9, 0.012, 22.0
# The way from paper to ink at which ink begins.
_INK = 0.5
# In heights of letters: what parts two letters of a word, what parts two words, how far two neighbours of a line may be apart, and how
# far one may stand above the other.
_LETTERS_APART, _WORD, _GAP, _STEP = 0.7, 0.45, 3.5, 0.5
_FEWEST_LETTERS, _FEWEST_WORDS = 8, 3
# A row of a word belongs to the body of its letters (without what rises or sinks) where it has so much ink of the fullest rows.
_BODY = 0.45
# In heights of the body: what is nearer to it neither rises nor sinks.
_AIR = 0.12
# Of all ink, from the smallest piece on: where the usual piece is.
_USUAL = 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of ink that may be a word. `x`: its middle; `top`, `foot`: of the body of its letters, without what rises or sinks.

    `rising`, `sinking`: ink above and below the body, in square pixels.
    """

    left: float
    right: float
    top: float
    foot: float
    rising: float
    sinking: float

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2


def ink(grey: Grey) -> Grey:
    """255 where `grey`, evenly lit, is well on the way from paper to the darkest ink around."""
    import cv2

    soft = cv2.GaussianBlur(grey, (0, 0), 0.8)
    near = max(_NEAR, round(_NEAR_SHARE * max(grey.shape))) | 1
    darkest = cv2.blur(cv2.erode(soft, np.ones((near, near), np.uint8)), (near, near))
    level = np.minimum(PAPER - _INK * (PAPER - np.asarray(darkest, np.float32)), PAPER - _LEAST_DEPTH)
    mask: Grey = np.where(np.asarray(soft) < level, 255, 0).astype(np.uint8)
    return mask


def letter_height(mask: Grey) -> float:
    """The usual height of pieces of ink that can be letters or words, in pixels; 0 where there are too few to tell."""
    import cv2

    stats = np.asarray(cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:], np.float64)
    stats = stats[_plausible(stats, mask.shape)]
    if len(stats) < _FEWEST_LETTERS:
        return 0.0
    # Noise is many small pieces, text is most of the ink. Words that have run together are longer than high, whichever way they stand.
    size = np.minimum(stats[:, 2], stats[:, 3])
    order = np.argsort(size)
    ink_so_far = np.cumsum(stats[order, 4])
    usual = float(size[order][np.searchsorted(ink_so_far, ink_so_far[-1] * _USUAL)])
    # Thin strokes of serif letters fall to pieces.
    return max(usual, float(_SMALLEST * max(mask.shape)))


def is_on_side(mask: Grey, height: float) -> bool:
    """Whether lines run from top to bottom: words are longer than they are high, so what is longer upwards stands on its side."""
    import cv2

    size = max(3, round(_LETTERS_APART * height)) | 1
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    stats = np.asarray(cv2.connectedComponentsWithStats(closed, connectivity=8)[2][1:], np.float64)
    stats = stats[(stats[:, 4] > height * height * 0.5) & (np.minimum(stats[:, 2], stats[:, 3]) < 5 * height)]
    if not len(stats):
        return False
    longer = np.log(stats[:, 2] / stats[:, 3])
    return float((np.clip(longer, -2, 2) * stats[:, 4]).sum()) < 0


def words(mask: Grey, height: float) -> list[Word]:
    """The words in `mask`, whose lines run from left to right, in no order."""
    import cv2

    kernel = np.ones((1, max(3, round(_WORD * height)) | 1), np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    stats = np.asarray(cv2.connectedComponentsWithStats(closed, connectivity=8)[2][1:], np.int64)
    high = (stats[:, 3] > 0.5 * height) & (stats[:, 3] < 4.0 * height) & (stats[:, 2] > 0.5 * height) & (stats[:, 4] > 0.2 * height**2)
    return [_word(mask[y : y + h, x : x + w], int(x), int(y)) for x, y, w, h, _ in stats[high]]


def _word(piece: Grey, x: int, y: int) -> Word:
    rows = (piece > 0).sum(axis=1).astype(np.float64)
    full = np.flatnonzero(rows >= _BODY * np.percentile(rows, 80))
    top, foot = (int(full[0]), int(full[-1]) + 1) if len(full) else (0, len(rows))
    air = max(1, round(_AIR * (foot - top)))
    return Word(x, x + piece.shape[1], y + top, y + foot, float(rows[: max(0, top - air)].sum()), float(rows[foot + air :].sum()))


def lines(found: list[Word], height: float) -> list[Points]:
    """For each line its words from left to right: rows of (middle, foot). Lines of fewer than three words are left out.

    Each word is tied to the nearest one to its right that stands level with it.
    """
    if not found:
        return []
    order = sorted(found, key=lambda word: word.left)
    left, right = np.array([word.left for word in order]), np.array([word.right for word in order])
    foot = np.array([word.foot for word in order])
    next_of, taken = np.full(len(order), -1), np.zeros(len(order), bool)
    for at in range(len(order)):
        reach = slice(at + 1, int(np.searchsorted(left, right[at] + _GAP * height)))
        across, apart = np.maximum(left[reach] - right[at], 0.0), np.abs(foot[reach] - foot[at])
        cost = across + 2 * apart
        cost[(apart > _STEP * height) | taken[reach] | (right[reach] <= right[at])] = np.inf
        if len(cost) and np.isfinite(cost.min()):
            next_of[at] = at + 1 + int(cost.argmin())
            taken[next_of[at]] = True
    middle = (left + right) / 2
    chains = (_chain(int(start), next_of) for start in np.flatnonzero(~taken))
    return [np.column_stack([middle[chain], foot[chain]]) for chain in chains if len(chain) >= _FEWEST_WORDS]


def _chain(start: int, next_of: NDArray[np.int64]) -> list[int]:
    chain, at = [], start
    while at >= 0:
        chain.append(at)
        at = int(next_of[at])
    return chain


def _plausible(stats: Points, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    kept: NDArray[np.bool_] = (np.maximum(height, width) >= _LOWEST) & (np.minimum(height, width) <= _HIGHEST * max(shape)) & (area >= 8)
    return kept
