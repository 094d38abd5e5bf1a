"""How well found elements agree with what is known: average precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.elements.boxes import OVERLAP, Detections, iou
from mmassist.perception.elements.vocabulary import ROLES
from mmassist.training.screens.truth import UNSURE

NEVER = 2.0
"""A score that nothing reaches."""


def average_precisions(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]]
) -> dict[str, float]:
    """For each role that occurs, the area under precision and recall at IoU 0.5, every point interpolated (PASCAL VOC 2010 and later).

    `boxes` [n, 4] corners and `roles` [n] of each picture, UNSURE for what may be any or none.
    """
    return {
        name: _average_precision(found, boxes, roles, role) for role, name in enumerate(ROLES) if any((one == role).any() for one in roles)
    }


def told_from(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]], right: float
) -> list[float]:
    """For each of ROLES the lowest score from which on that part of what is found is there; above 1 where there is none."""
    return [_told_from(*_hits(found, boxes, roles, role)[:2], right) for role in range(len(ROLES))]


def _told_from(scores: NDArray[np.float64], hits: NDArray[np.bool_], right: float) -> float:
    order = np.argsort(-scores, kind="stable")
    fits = np.flatnonzero(np.cumsum(hits[order]) / np.arange(1, len(order) + 1) >= right)
    return float(scores[order[fits[-1]]]) if len(fits) else NEVER


def _average_precision(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]], role: int
) -> float:
    scores, right, known = _hits(found, boxes, roles, role)
    hits = np.cumsum(right[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = np.concatenate([[0.0], hits / max(1, known)])
    ceiling = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(recall) * ceiling).sum())


def _hits(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]], role: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_], int]:
    """Of all found of a role: scores, which are there, each once; and how many there are. What is found where the truth is unsure is
    neither right nor wrong."""
    scores: list[float] = []
    right: list[bool] = []
    known = 0
    for one, truth, truth_roles in zip(found, boxes, roles, strict=True):
        wanted, unsure = truth[truth_roles == role], truth[truth_roles == UNSURE]
        known += len(wanted)
        free = np.ones(len(wanted), bool)
        for at in np.flatnonzero(one.roles == role):
            overlaps = iou(one.boxes[[at]], wanted)[0] * free
            hit = len(overlaps) > 0 and overlaps.max() >= OVERLAP
            if hit:
                free[int(overlaps.argmax())] = False
            elif len(unsure) and iou(one.boxes[[at]], unsure).max() >= OVERLAP:
                continue
            scores.append(float(one.scores[at]))
            right.append(bool(hit))
    return np.array(scores, np.float64), np.array(right, bool), known
