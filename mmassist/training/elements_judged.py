"""How well the element detector does on screens it never saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from mmassist.perception.elements.boxes import Detections, found_in, iou
from mmassist.perception.elements.vocabulary import STATES
from mmassist.training.detector import Detector, Located
from mmassist.training.precision import average_precisions, told_from
from mmassist.training.screens.truth import UNSURE
from mmassist.training.shards import Shards

TOLD_RIGHT = 0.8
"""Of what the user is told of a role, the part that must be there."""

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found in each picture, the surest first, beside what is there: `boxes` [n, 4] corners, `roles` [n], `bits` [n] of
    states, with what is unsure among them; `kinds`: of those whose kind is known, how many are told rightly."""

    found: list[Detections]
    boxes: list[NDArray[np.float32]]
    roles: list[NDArray[np.int32]]
    bits: list[NDArray[np.uint8]]
    kinds: float


def judged_by(model: Detector, shards: Shards) -> Judged:
    told = [_found(model, shards, start) for start in range(0, len(shards), _AT_ONCE)]
    boxes, roles, bits = (shards.whole(name) for name in ("boxes", "roles", "states"))
    corners = boxes.astype(np.float32)
    corners[:, :, 2:] += corners[:, :, :2]
    there = [(row >= 0) | (row == UNSURE) for row in roles]
    return Judged(
        found=[one for part, _ in told for one in part],
        boxes=[row[mask] for row, mask in zip(corners, there, strict=True)],
        roles=[row[mask] for row, mask in zip(roles, there, strict=True)],
        bits=[row[mask] for row, mask in zip(bits, there, strict=True)],
        kinds=_kinds_right(told, shards),
    )


def figures_of(judged: Judged) -> Mapping[str, float]:
    """mAP at IoU 0.5, the average precision of each role, and how often all states of those found, and the kinds, are right."""
    each = average_precisions(judged.found, judged.boxes, judged.roles)
    states = _states_right(judged.found, judged.boxes, judged.bits)
    return {"mAP": float(np.mean(list(each.values()) or [0.0])), "states right": states, "kinds right": judged.kinds, **each}


def thresholds_of(judged: Judged) -> list[float]:
    """For each role the score from which on it is told: four in five are there then."""
    return told_from(judged.found, judged.boxes, judged.roles, TOLD_RIGHT)


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
