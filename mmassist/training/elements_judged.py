"""How well the element detector does on screens it never saw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray

from mmassist.perception.elements.boxes import Detections, found_in, iou
from mmassist.perception.elements.vocabulary import STATES
from mmassist.training.detector import Detector, Located
from mmassist.training.precision import average_precisions
from mmassist.training.shards import Shards

_AT_ONCE = 8


def detector_figures(model: Detector, shards: Shards) -> Mapping[str, float]:
    """mAP at IoU 0.5, the average precision of each role, and how often all states of those found, and the kinds, are right."""
    told = [_found(model, shards, start) for start in range(0, len(shards), _AT_ONCE)]
    found = [one for part, _ in told for one in part]
    boxes, roles, bits = (shards.whole(name) for name in ("boxes", "roles", "states"))
    corners = boxes.astype(np.float32)
    corners[:, :, 2:] += corners[:, :, :2]
    there = [row >= 0 for row in roles]
    wanted = [row[mask] for row, mask in zip(corners, there, strict=True)]
    known = [row[mask] for row, mask in zip(roles, there, strict=True)]
    each = average_precisions(found, wanted, known)
    states = _states_right(found, wanted, [row[mask] for row, mask in zip(bits, there, strict=True)])
    return {"mAP": float(np.mean(list(each.values()) or [0.0])), "states right": states, "kinds right": _kinds_right(told, shards), **each}


def _found(model: Detector, shards: Shards, start: int) -> tuple[list[Detections], NDArray[np.float32]]:
    """Of some pictures, and the chances of their kinds [pictures, kinds]."""
    device = next(model.parameters()).device
    pictures = shards.take("pictures", range(start, min(start + _AT_ONCE, len(shards))))
    scores, boxes, states, kinds = (part.cpu().numpy() for part in Located(model)(torch.from_numpy(pictures).to(device).float()))
    return [found_in(scores[at], boxes[at], states[at]) for at in range(len(pictures))], kinds


def _kinds_right(told: list[tuple[list[Detections], NDArray[np.float32]]], shards: Shards) -> float:
    known = shards.whole("kinds")
    best = np.concatenate([kinds.argmax(1) for _, kinds in told])
    return float((best == known)[known >= 0].mean()) if (known >= 0).any() else 0.0


def _states_right(found: list[Detections], boxes: list[NDArray[np.float32]], bits: list[NDArray[np.uint8]]) -> float:
    right = total = 0
    for one, wanted, known in zip(found, boxes, bits, strict=True):
        if not len(wanted) or not len(one.boxes):
            continue
        overlaps = iou(one.boxes, wanted)
        for at in np.flatnonzero((overlaps.max(1) >= 0.5) & (one.scores >= 0.3)):
            truth = [known[int(overlaps[at].argmax())] >> bit & 1 for bit in range(len(STATES))]
            right += int(((one.states[at] >= 0.5) == np.array(truth, bool)).all())
            total += 1
    return right / max(1, total)
