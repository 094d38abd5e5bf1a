"""From what the detector's cells say to elements: of those that lie over each other, the surest stays. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OVERLAP = 0.5
"""The least IoU at which two found elements are the same."""


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
    """`scores` [cells, roles], `boxes` [cells, 4], `states` [cells, STATES], all of one picture."""
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
