"""From what the cells say to elements, and how well these agree with what is known: mean average precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.training.roles import ROLES

OVERLAP = 0.5
"""The least IoU at which a found element is the known one, and above which two found ones are the same."""


@dataclass(frozen=True, slots=True)
class Detections:
    """Of one picture, the surest first: `boxes` [n, 4] left, top, right, bottom; `roles` and `scores` [n]; `states` [n, STATES], 0 to 1."""

    boxes: NDArray[np.float32]
    roles: NDArray[np.int64]
    scores: NDArray[np.float32]
    states: NDArray[np.float32]


def found_in(
    scores: NDArray[np.float32], boxes: NDArray[np.float32], states: NDArray[np.float32], least: float = 0.05, most: int = 300
) -> Detections:
    """`scores` [cells, roles], `boxes` [cells, 4], `states` [cells, STATES], all of one picture. Of what overlaps, the surest stays."""
    best = scores.max(1)
    order = np.argsort(-best, kind="stable")
    order = order[best[order] >= least][: 4 * most]
    kept: list[int] = []
    for cell in order:
        if len(kept) == most:
            break
        if not kept or iou(boxes[[cell]], boxes[kept]).max() <= OVERLAP:
            kept.append(int(cell))
    return Detections(boxes[kept], scores[kept].argmax(1), best[kept], states[kept])


def iou(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """[n, 4] and [m, 4] to [n, m]."""
    first = np.maximum(one[:, None, :2], other[None, :, :2])
    last = np.minimum(one[:, None, 2:], other[None, :, 2:])
    both = np.clip(last - first, 0, None).prod(-1)
    either = (one[:, 2:] - one[:, :2]).prod(-1)[:, None] + (other[:, 2:] - other[:, :2]).prod(-1)[None] - both
    return np.asarray(both / np.maximum(either, 1e-6), np.float32)


def average_precisions(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]]
) -> dict[str, float]:
    """For each role that occurs, the area under precision and recall at IoU 0.5, every point interpolated (PASCAL VOC 2010 and later)."""
    return {
        name: _average_precision(found, boxes, roles, role) for role, name in enumerate(ROLES) if any((one == role).any() for one in roles)
    }


def _average_precision(
    found: Sequence[Detections], boxes: Sequence[NDArray[np.float32]], roles: Sequence[NDArray[np.int32]], role: int
) -> float:
    scores: list[float] = []
    right: list[bool] = []
    known = 0
    for one, truth, truth_roles in zip(found, boxes, roles, strict=True):
        wanted = truth[truth_roles == role]
        known += len(wanted)
        free = np.ones(len(wanted), bool)
        for at in np.flatnonzero(one.roles == role):
            overlaps = iou(one.boxes[[at]], wanted)[0] * free
            hit = len(overlaps) > 0 and overlaps.max() >= OVERLAP
            if hit:
                free[int(overlaps.argmax())] = False
            scores.append(float(one.scores[at]))
            right.append(bool(hit))
    order = np.argsort(-np.array(scores), kind="stable")
    hits = np.cumsum(np.array(right, np.float64)[order])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = np.concatenate([[0.0], hits / max(1, known)])
    ceiling = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(recall) * ceiling).sum())
