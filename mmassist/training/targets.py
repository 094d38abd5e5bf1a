"""Which cells of the detector should tell which element of a picture, and how wrong what they say is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmassist.perception.elements.vocabulary import STATES
from mmassist.training.detector import STRIDES
from mmassist.training.screens.truth import UNSURE

CELLS = 10
"""By how many cells an element is told, at most."""

_OVERLAP = 6
"""The power of the overlap, where a cell is chosen by that and its score (arXiv 2108.07755)."""

_LEAST = 1e-9
_NEAREST = 0.05
"""The least distance to a side, in strides: of a cell that lies beside an element which holds none."""

Said = tuple[Tensor, Tensor, Tensor]
"""Logits of roles [batch, cells, roles], logarithms of the distances to left, top, right and bottom in strides [batch, cells, 4], and
logits of states [batch, cells, states]."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """By cell [batch, cells]: `owners`, which of its picture's elements it tells, -1 for none; `quality`, how sure it should be of that, 0
    to 1; `unsure`, whether nobody knows what is there."""

    owners: Tensor
    quality: Tensor
    unsure: Tensor


def centres(height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The middles of all cells, x and y in pixels [cells, 2], and their strides [cells]; in the order of the detector's outputs."""
    points, strides = [], []
    for stride in STRIDES:
        rows, columns = -(-height // stride), -(-width // stride)
        y, x = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
        points.append((np.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        strides.append(np.full(rows * columns, stride))
    return np.concatenate(points).astype(np.float32), np.concatenate(strides).astype(np.float32)


@lru_cache(maxsize=4)
def _centres_on(device: torch.device, side: int) -> tuple[Tensor, Tensor]:
    points, strides = centres(side, side)
    return torch.from_numpy(points).to(device), torch.from_numpy(strides).to(device)


def truths_of(boxes: NDArray[np.int32], roles: NDArray[np.int32], bits: NDArray[np.uint8]) -> dict[str, Tensor]:
    """Of a batch, as shards hold it, without the room that no picture needs: `boxes` [batch, n, 4] left, top, right, bottom; `roles`
    [batch, n], -1 for none, UNSURE; `states` [batch, n, states] 0 or 1."""
    most = max(1, int((roles != -1).sum(1).max(initial=0)))
    corners = boxes[:, :most].astype(np.float32)
    corners[:, :, 2:] += corners[:, :, :2]
    states = np.stack([bits[:, :most] >> bit & 1 for bit in range(len(STATES))], -1).astype(np.float32)
    return {
        "boxes": torch.from_numpy(corners),
        "roles": torch.from_numpy(roles[:, :most].astype(np.int64)),
        "states": torch.from_numpy(states),
    }


def assigned(said: Said, truths: Mapping[str, Tensor], side: int) -> Assigned:
    """Of square pictures. An element is told by those cells in it whose score and box fit it best by now, at whatever stride (task-aligned
    assignment, TOOD, arXiv 2108.07755): so a check box by those that see its mark. The best of them should be as sure as its box is right.
    """
    with torch.no_grad():
        points, strides = _centres_on(said[0].device, side)
        boxes, roles = truths["boxes"], truths["roles"]
        room = torch.cat([points - boxes[:, :, None, :2], boxes[:, :, None, 2:] - points], -1).amin(-1) > 0  # [batch, elements, cells]
        unsure = (room & torch.eq(roles, UNSURE)[:, :, None]).any(1)
        there = torch.ge(roles, 0)[:, :, None]
        inside = (room | _nearest(room, boxes, points, strides)) & there
        overlaps = _iou(_corners(said[1].float(), points, strides)[:, None], boxes[:, :, None])
        scores = said[0].float().sigmoid().transpose(1, 2)
        fits = scores.gather(1, roles.clamp(min=0)[:, :, None].expand(-1, -1, len(points))) * overlaps**_OVERLAP
        fits = (fits + _LEAST) * inside
        best = fits.topk(min(CELLS, len(points)), dim=2).indices
        chosen = inside & torch.zeros_like(inside).scatter_(2, best, True)
        # of several elements a cell tells the one that its box is nearest to
        owners = torch.where(chosen, overlaps, -1.0).argmax(1)
        chosen = chosen & torch.eq(torch.arange(chosen.shape[1], device=owners.device)[None, :, None], owners[:, None])
        fits, overlaps = fits * chosen, overlaps * chosen
        quality = (fits / fits.amax(2, keepdim=True).clamp(min=_LEAST) * overlaps.amax(2, keepdim=True)).amax(1)
        taken = chosen.any(1)
        return Assigned(torch.where(taken, owners, -1), quality * taken, unsure & ~taken)


def _nearest(room: Tensor, boxes: Tensor, points: Tensor, strides: Tensor) -> Tensor:
    """For elements that no cell lies in, the one of the first stride beside them."""
    middles = (boxes[:, :, :2] + boxes[:, :, 2:]) / 2
    apart = (points - middles[:, :, None]).abs().amax(-1) + torch.where(torch.eq(strides, STRIDES[0]), 0.0, 1e6)
    found = torch.zeros_like(room).scatter_(2, apart.argmin(2, keepdim=True), True)
    return found & ~room.any(2, keepdim=True)


def _corners(told: Tensor, points: Tensor, strides: Tensor) -> Tensor:
    apart = told.exp() * strides[:, None]
    return torch.cat([points - apart[..., :2], points + apart[..., 2:]], -1)


def _iou(one: Tensor, other: Tensor) -> Tensor:
    """Of corners [..., 4]."""
    first, last = torch.maximum(one[..., :2], other[..., :2]), torch.minimum(one[..., 2:], other[..., 2:])
    both = (last - first).clamp(min=0).prod(-1)
    either = (one[..., 2:] - one[..., :2]).prod(-1) + (other[..., 2:] - other[..., :2]).prod(-1) - both
    return both / either.clamp(min=1e-6)


def kind_loss(said: Tensor, kinds: Tensor) -> Tensor:
    """Of whole pictures: logits [batch, kinds]. -1 where the kind is not known, which costs nothing."""
    known = torch.ge(kinds, 0)
    if not bool(known.any()):
        return said.sum() * 0.0
    return functional.cross_entropy(said[known], kinds[known])


def detector_loss(said: Said, truths: Mapping[str, Tensor], side: int) -> Tensor:
    """Roles by varifocal loss (arXiv 2008.13367), boxes by generalised IoU (arXiv 1902.09630) and by their distances, states where there is
    an element; each cell counts as much as it fits."""
    found = assigned(said, truths, side)
    points, strides = _centres_on(said[0].device, side)
    picture, cell = torch.ge(found.owners, 0).nonzero().unbind(1)
    element, quality = found.owners[picture, cell], found.quality[picture, cell]
    told = said[0].float()
    wanted = torch.zeros_like(told)
    wanted[picture, cell, truths["roles"][picture, element]] = quality
    role_loss = (_varifocal(told, wanted) * ~found.unsure[:, :, None]).sum()
    boxes, near = truths["boxes"][picture, element], points[cell]
    apart = torch.cat([near - boxes[:, :2], boxes[:, 2:] - near], 1) / strides[cell, None]
    apart = apart.clamp(min=_NEAREST)
    logs = said[1][picture, cell].float()
    box_loss = ((1 - _giou(logs.exp(), apart) + 0.2 * (logs - apart.log()).abs().sum(1)) * quality).sum()
    states = functional.binary_cross_entropy_with_logits(
        said[2][picture, cell].float(), truths["states"][picture, element], reduction="none"
    )
    state_loss = (states.sum(1) * quality).sum()
    return (role_loss + 2.5 * box_loss + 0.5 * state_loss) / quality.sum().clamp(min=1.0)


def _varifocal(logits: Tensor, wanted: Tensor) -> Tensor:
    """What is there counts by how sure one should be of it, what is not by how sure one was."""
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return torch.where(wanted > 0, wanted, 0.75 * logits.sigmoid().detach() ** 2) * each


def _giou(one: Tensor, other: Tensor) -> Tensor:
    """Of boxes around the same point, given by the distances of their sides [n, 4]; -1 to 1."""
    least, most = torch.minimum(one, other), torch.maximum(one, other)
    both = (least[:, 0] + least[:, 2]) * (least[:, 1] + least[:, 3])
    around = (most[:, 0] + most[:, 2]) * (most[:, 1] + most[:, 3])
    either = (one[:, 0] + one[:, 2]) * (one[:, 1] + one[:, 3]) + (other[:, 0] + other[:, 2]) * (other[:, 1] + other[:, 3]) - both
    return both / either - (around - either) / around
