"""How well icons are told: the right label first, among five, and how often a wrong one is given where "unlabelled" was an answer too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.training.icons.labels import UNLABELLED

WRONG = 0.1
"""The part of all labels given that may be wrong."""


@dataclass(frozen=True, slots=True)
class IconScores:
    """`top1`, `top5`: of icons that have a label, how often it came first, and among the first five.

    A label is given where its logit reaches `threshold`, the lowest at which at most a tenth of the labels given are wrong. At that
    threshold `right` of the icons with a label get it, and `wrong` of all icons a wrong one.
    """

    count: int
    labelled: int
    top1: float
    top5: float
    threshold: float
    right: float
    wrong: float

    def figures(self) -> Mapping[str, float]:
        return {"top-1": self.top1, "top-5": self.top5, "right": self.right, "wrong": self.wrong, "threshold": self.threshold}


def score(logits: NDArray[np.floating[Any]], labels: NDArray[np.int32]) -> IconScores:
    """`logits` [icons, labels], `labels` [icons], UNLABELLED for those that have none."""
    has = labels != UNLABELLED
    ranked = np.argsort(-logits, axis=1, kind="stable")
    hits = ranked[:, :5] == labels[:, None]
    best = logits.max(axis=1)
    right = hits[:, 0] & has
    threshold = _threshold(best, right)
    given = best >= threshold
    share = max(1, int(has.sum()))
    return IconScores(
        count=len(labels),
        labelled=int(has.sum()),
        top1=float(hits[has, 0].sum()) / share,
        top5=float(hits[has].sum()) / share,
        threshold=threshold,
        right=float((given & right).sum()) / share,
        wrong=float((given & ~right).sum()) / max(1, len(labels)),
    )


def _threshold(best: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> float:
    """The lowest at which few enough of the labels given are wrong; above all where there is none."""
    order = np.argsort(-best, kind="stable")
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    fits = np.flatnonzero(wrong <= WRONG)
    return float(best[order[fits[-1]]]) if len(fits) else float(best.max(initial=0.0)) + 1.0
