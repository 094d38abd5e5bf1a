"""How well icons are told: the right label first, among five, and how often a wrong one is given where "unlabelled" was an answer too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.training.icons.labels import UNLABELLED

WRONG = 0.1
"""The part of all icons that may get a wrong label."""

_NONE = 0.3
"""The part of all icons that have no label, as in a batch of the training. What was drawn to judge by has more."""


@dataclass(frozen=True, slots=True)
class IconScores:
    """`top1`, `top5`: of icons that have a label, how often it came first, and among the first five.

    A label is given where its logit reaches `threshold`, the lowest at which at most a tenth of all icons get a wrong one. At that
    threshold `right` of the icons with a label get it, and `wrong` of all icons a wrong one, those without a label being `_NONE` of all.
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


@dataclass(frozen=True, slots=True)
class Buttons:
    """`logits` [buttons, labels] of buttons of programs; `meant` [buttons, labels]: which labels say what a program calls one."""

    logits: NDArray[np.floating[Any]]
    meant: NDArray[np.bool_]

    def threshold(self) -> float:
        """The lowest at which at most a tenth of them get a name that says something else."""
        return _threshold(self.logits.max(axis=1), self._right, np.full(len(self.meant), 1 / len(self.meant)))

    def figures(self, threshold: float) -> Mapping[str, float]:
        given = self.logits.max(axis=1) >= threshold
        right, wrong = float((given & self._right).mean()), float((given & ~self._right).mean())
        return {"buttons": len(given), "right, buttons": right, "wrong, buttons": wrong}

    @property
    def _right(self) -> NDArray[np.bool_]:
        return np.asarray(self.meant[np.arange(len(self.meant)), self.logits.argmax(axis=1)], np.bool_)


def figures_of(
    logits: NDArray[np.floating[Any]], labels: NDArray[np.int32], of_themes: NDArray[np.bool_], buttons: Buttons | None = None
) -> Mapping[str, float]:
    """Of all icons, of those of themes, where there are any, beside the others that have no label, and of buttons.

    Programs show all kinds, so that the threshold is the one at which few enough of each get a wrong label.
    """
    rows = of_themes | (labels == UNLABELLED)
    least = [score(logits, labels).threshold]
    least += [score(logits[rows], labels[rows]).threshold] if of_themes.any() else []
    least += [buttons.threshold()] if buttons else []
    found = score(logits, labels, max(least)).figures()
    if of_themes.any():
        themes = score(logits[rows], labels[rows], max(least)).figures()
        found = {**found, **{f"{name}, themes": themes[name] for name in ("top-1", "top-5", "right", "wrong")}}
    return {**found, **buttons.figures(max(least))} if buttons else found


def score(logits: NDArray[np.floating[Any]], labels: NDArray[np.int32], threshold: float | None = None) -> IconScores:
    """`logits` [icons, labels], `labels` [icons], UNLABELLED for those that have none. `threshold`: another than follows from them."""
    has = labels != UNLABELLED
    ranked = np.argsort(-logits, axis=1, kind="stable")
    hits = ranked[:, :5] == labels[:, None]
    best = logits.max(axis=1)
    right = hits[:, 0] & has
    weights = _weights(has)
    threshold = _threshold(best, right, weights) if threshold is None else threshold
    given = best >= threshold
    share = max(1, int(has.sum()))
    return IconScores(
        count=len(labels),
        labelled=int(has.sum()),
        top1=float(hits[has, 0].sum()) / share,
        top5=float(hits[has].sum()) / share,
        threshold=threshold,
        right=float((given & right).sum()) / share,
        wrong=float(weights[given & ~right].sum()),
    )


def _weights(has: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What each icon counts; 1 in all."""
    labelled = int(has.sum())
    if labelled in (0, len(has)):
        return np.full(len(has), 1 / max(1, len(has)))
    return np.where(has, (1 - _NONE) / labelled, _NONE / (len(has) - labelled))


def _threshold(best: NDArray[np.floating[Any]], right: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    """The lowest at which few enough of all get a wrong label; above all where there is none."""
    order = np.argsort(-best, kind="stable")
    wrong = np.cumsum((weights * ~right)[order])
    fits = np.flatnonzero(wrong <= WRONG + 1e-9)
    return float(best[order[fits[-1]]]) if len(fits) else float(best.max(initial=0.0)) + 1.0
