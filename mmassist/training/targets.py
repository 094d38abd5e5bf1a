"""What each cell of the detector should say of a picture whose elements are known, and how wrong it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmassist.perception.elements.vocabulary import STATES
from mmassist.training.detector import STRIDES

LIMITS = (28, 64)
"""The shorter side, in pixels, up to which an element belongs to the first stride, and to the second."""

_REACH = 1.5
"""How many strides from the middle of an element a cell may be to tell it."""


@dataclass(frozen=True, slots=True)
class Targets:
    """By cell: `roles`, -1 for nothing; `distances` to left, top, right and bottom in strides, above 0; `states` 0 or 1."""

    roles: NDArray[np.int64]
    distances: NDArray[np.float32]
    states: NDArray[np.float32]


def centres(height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The middles of all cells, x and y in pixels [cells, 2], and their strides [cells]; in the order of the detector's outputs."""
    points, strides = [], []
    for stride in STRIDES:
        rows, columns = -(-height // stride), -(-width // stride)
        y, x = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
        points.append((np.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        strides.append(np.full(rows * columns, stride))
    return np.concatenate(points).astype(np.float32), np.concatenate(strides).astype(np.float32)


def targets_of(boxes: NDArray[np.int32], roles: NDArray[np.int32], bits: NDArray[np.uint8], side: int) -> Targets:
    """Of one square picture. `boxes` [n, 4] x, y, width, height; `roles` [n], -1 where there is no element. The smaller one wins a cell."""
    points, strides = centres(side, side)
    found = Targets(np.full(len(points), -1), np.ones((len(points), 4), np.float32), np.zeros((len(points), len(STATES)), np.float32))
    there = np.flatnonzero(roles >= 0)
    areas = boxes[there, 2].astype(np.int64) * boxes[there, 3]
    for at in there[np.argsort(-areas, kind="stable")]:
        x, y, width, height = (float(value) for value in boxes[at])
        stride = STRIDES[int(np.searchsorted(LIMITS, min(width, height)))]
        cells = _cells(points, strides == stride, (x, y, width, height), stride)
        sides = np.array([x, y, x + width, y + height], np.float32)
        apart = np.concatenate([points[cells] - sides[:2], sides[2:] - points[cells]], 1)
        found.roles[cells] = roles[at]
        found.distances[cells] = np.maximum(apart / stride, 0.05)
        found.states[cells] = [bits[at] >> bit & 1 for bit in range(len(STATES))]
    return found


def _cells(points: NDArray[np.float32], level: NDArray[np.bool_], box: tuple[float, float, float, float], stride: int) -> NDArray[np.intp]:
    """The cells of a level that lie in the box and near its middle; at least the nearest one."""
    x, y, width, height = box
    middle = np.array([x + width / 2, y + height / 2], np.float32)
    apart = np.abs(points - middle)
    near = level & (apart <= np.minimum(_REACH * stride, np.array([width / 2, height / 2]))).all(1)
    if near.any():
        return np.flatnonzero(near)
    candidates = np.flatnonzero(level)
    return candidates[[int(apart[candidates].max(1).argmin())]]


def stacked(targets: Sequence[Targets]) -> dict[str, Tensor]:
    """Of a batch: `roles` [batch, cells], -1 for nothing; `distances` [batch, cells, 4]; `states` [batch, cells, states]."""
    return {
        "roles": torch.from_numpy(np.stack([one.roles for one in targets])),
        "distances": torch.from_numpy(np.stack([one.distances for one in targets])),
        "states": torch.from_numpy(np.stack([one.states for one in targets])),
    }


def kind_loss(said: Tensor, kinds: Tensor) -> Tensor:
    """Of whole pictures: logits [batch, kinds]. -1 where the kind is not known, which costs nothing."""
    known = torch.ge(kinds, 0)
    if not bool(known.any()):
        return said.sum() * 0.0
    return functional.cross_entropy(said[known], kinds[known])


def detector_loss(said: tuple[Tensor, Tensor, Tensor], targets: Mapping[str, Tensor]) -> Tensor:
    """Roles by focal loss (arXiv 1708.02002), boxes by generalised IoU (arXiv 1902.09630), states where there is an element."""
    roles = targets["roles"].flatten()
    chosen = torch.ge(roles, 0).nonzero().squeeze(1)
    told = said[0].flatten(0, 1).float()
    wanted = torch.zeros_like(told)
    wanted[chosen, roles[chosen]] = 1.0
    role_loss = _focal(told, wanted).sum()
    distances, states = targets["distances"].flatten(0, 1)[chosen], targets["states"].flatten(0, 1)[chosen]
    boxes = said[1].flatten(0, 1)[chosen].float()
    box_loss = (1 - _giou(boxes.exp(), distances)).sum() + 0.2 * (boxes - distances.log()).abs().sum()
    state_loss = functional.binary_cross_entropy_with_logits(said[2].flatten(0, 1)[chosen].float(), states, reduction="sum")
    return (role_loss + 2.0 * box_loss + 0.5 * state_loss) / max(1, len(chosen))


def _focal(logits: Tensor, wanted: Tensor) -> Tensor:
    """What is told well already counts little."""
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    chance = logits.sigmoid()
    missed = wanted * (1 - chance) + (1 - wanted) * chance
    return (0.25 * wanted + 0.75 * (1 - wanted)) * missed**2 * each


def _giou(one: Tensor, other: Tensor) -> Tensor:
    """Of boxes around the same point, given by the distances of their sides [n, 4]; -1 to 1."""
    least, most = torch.minimum(one, other), torch.maximum(one, other)
    both = (least[:, 0] + least[:, 2]) * (least[:, 1] + least[:, 3])
    around = (most[:, 0] + most[:, 2]) * (most[:, 1] + most[:, 3])
    either = (one[:, 0] + one[:, 2]) * (one[:, 1] + one[:, 3]) + (other[:, 0] + other[:, 2]) * (other[:, 1] + other[:, 3]) - both
    return both / either - (around - either) / around
