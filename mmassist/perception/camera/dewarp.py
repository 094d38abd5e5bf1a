"""Flattens a bent page by its lines of text: they are taken to be straight and level on the paper. About 40 ms for 2 megapixels.

The feet of all words are fitted by one smooth surface, a polynomial of the place across and down with an offset for each line, by
least squares that are re-weighted so that what is no foot does not count. What it says is undone, as in
A. Ulges, C. H. Lampert and T. M. Breuel, "Document image dewarping using robust estimation of curled text lines", ICDAR 2005.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mmassist.perception.camera.text_lines import Points
from mmassist.values import Pixels

# Powers of the place across (from -1 to 1) and down.
_TERMS = ((1, 0), (2, 0), (3, 0), (4, 0), (1, 1), (2, 1), (3, 1), (1, 2), (2, 2))
_ROUNDS, _RIDGE = 6, 1e-3
# Of the letters' height: what may be left over before a word counts less.
_TIGHT = 0.12
# A page needs so many lines and words before a bend can be told from chance.
_LINES, _WORDS = 2, 8
# More of the height than that is no bend of paper.
_MOST = 0.25


def bend(found: Sequence[Points], tall: float, shape: tuple[int, int]) -> Points | None:
    """The coefficients of the page's bend, for `flattened`; None where its lines don't tell.

    `found`: see `text_lines.lines`. `tall`: the height of its letters. `shape`: (height, width).
    """
    if len(found) < _LINES or sum(map(len, found)) < _WORDS:
        return None
    height, width = shape
    number = np.concatenate([np.full(len(line), at) for at, line in enumerate(found)])
    x = np.concatenate([line[:, 0] for line in found]) / (width / 2) - 1
    feet = np.concatenate([line[:, 1] for line in found])
    level = np.array([np.median(line[:, 1]) for line in found])
    weight = np.ones(len(x))
    known: Points = np.zeros(len(_TERMS))
    for _ in range(_ROUNDS):
        terms = _terms(x, level[number] / (height / 2) - 1)
        known = _solved(terms, feet, number, weight)
        rest = feet - terms @ known
        level = np.array([_middle(rest[number == at], weight[number == at]) for at in range(len(found))])
        off = np.abs(rest - level[number])
        weight = 1 / (1 + (off / (_TIGHT * tall)) ** 2)
    moved = _terms(x, level[number] / (height / 2) - 1) @ known
    return known if np.abs(moved).max() < _MOST * height else None


def flattened(picture: Pixels, known: Points) -> Pixels:
    """`picture` (height, width, channels) with the bend undone."""
    import cv2

    height, width = picture.shape[:2]
    # The surface is smooth: it is worked out at every sixteenth place.
    xs, ys = np.meshgrid(np.linspace(-1, 1, max(2, width // 16)), np.linspace(-1, 1, max(2, height // 16)))
    coarse = (_terms(xs.ravel(), ys.ravel()) @ known).reshape(xs.shape).astype(np.float32)
    shift = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(cv2.remap(picture, across, down + shift, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _terms(x: Points, y: Points) -> Points:
    return np.column_stack([x**across * y**down for across, down in _TERMS])


def _solved(terms: Points, feet: Points, number: Points, weight: Points) -> Points:
    """Weighted least squares; each line's own level is taken out first. A little ridge keeps what is not told at rest."""
    total = np.maximum(np.bincount(number, weight), 1e-9)
    mean = np.column_stack([np.bincount(number, weight * column) / total for column in terms.T])
    left = (terms - mean[number]) * np.sqrt(weight)[:, None]
    right = (feet - (np.bincount(number, weight * feet) / total)[number]) * np.sqrt(weight)
    solved: Points = np.linalg.solve(left.T @ left + _RIDGE * len(feet) * np.eye(len(_TERMS)), left.T @ right)
    return solved


def _middle(values: Points, weight: Points) -> float:
    """The weighted median."""
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)])
