"""The element detector: convolutions down to a thirty-second, back up, and one small head at strides 8, 16 and 32. No anchors.

After FCOS (arXiv 1904.01355): each cell near the middle of an element tells its role, its states, and how far its four sides are.
What the coarsest layer sees of the whole picture tells its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.config import DetectorSize

STRIDES = (8, 16, 32)
_FIRST = 2
"""The stage whose stride is the first of STRIDES."""

_FARTHEST = 7.0
"""The logarithm of the greatest distance to a side, in strides."""


class Stage(nn.Module):
    """Halves the picture, then looks around in each channel and mixes them, `blocks` times."""

    def __init__(self, before: int, after: int, blocks: int) -> None:
        super().__init__()
        self.halve = _normed(before, after, 3, stride=2)
        self.around = nn.ModuleList([_normed(after, after, 5, groups=after) for _ in range(blocks)])
        self.mixed = nn.ModuleList([_normed(after, after, 1) for _ in range(blocks)])

    def forward(self, x: Tensor) -> Tensor:
        x = functional.relu(self.halve(x))
        for around, mixed in zip(self.around, self.mixed, strict=True):
            x = functional.relu(x + mixed(functional.relu(around(x))))
        return x


class Detector(nn.Module):
    """Pictures to what each cell says."""

    def __init__(self, size: DetectorSize) -> None:
        super().__init__()
        # At half the picture's size looking around would cost as much as all the rest, and tell little.
        blocks = [0, *[size.blocks] * (len(size.widths) - 1)]
        steps = zip(pairwise((3, *size.widths)), blocks, strict=True)
        self.stages = nn.ModuleList([Stage(before, after, count) for (before, after), count in steps])
        self.sides = nn.ModuleList([nn.Conv2d(width, size.head, 1) for width in size.widths[_FIRST:]])
        self.smooth = nn.ModuleList([_normed(size.head, size.head, 5, groups=size.head) for _ in STRIDES])
        self.towers = nn.ModuleList([_normed(size.head, size.head, 3) for _ in range(2)])
        self.roles = nn.Conv2d(size.head, len(ROLES), 1)
        self.boxes = nn.Conv2d(size.head, 4, 1)
        self.states = nn.Conv2d(size.head, len(STATES), 1)
        self.kind = nn.Linear(2 * size.widths[-1], len(KINDS))
        # Most cells show nothing: without this the first steps would be lost on learning that.
        nn.init.constant_(self.roles.bias, -4.6)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """[batch, 3, height, width], 0 to 255, to logits of roles [batch, cells, roles], logarithms of the distances to left, top, right
        and bottom in strides [batch, cells, 4], and logits of states [batch, cells, states]. Cells come by stride, row and column. Last,
        logits of the picture's kind [batch, kinds].
        """
        maps, kind = self.by_stride(pictures)
        roles, boxes, states = zip(*maps, strict=True)
        return _joined(roles), _joined(boxes), _joined(states), kind

    def by_stride(self, pictures: Tensor) -> tuple[list[tuple[Tensor, Tensor, Tensor]], Tensor]:
        """The same as maps [batch, channels, rows, columns], one of each for each of STRIDES, and the kind."""
        seen = []
        x = pictures / 127.5 - 1.0
        for stage in self.stages:
            x = stage(x)
            seen.append(x)
        said = []
        for level in self._levels(seen):
            what, where = (functional.relu(tower(level)) for tower in self.towers)
            said.append((self.roles(what), self.boxes(where).clamp(-_FARTHEST, _FARTHEST), self.states(what)))
        cells = x.flatten(2)
        return said, self.kind(torch.cat([cells.mean(-1), cells.amax(-1)], 1))

    def _levels(self, seen: Sequence[Tensor]) -> list[Tensor]:
        """What is seen at each of STRIDES, knowing what is seen at the coarser ones. `seen`: by the stages."""
        above: Tensor | None = None
        levels: list[Tensor] = []
        for side, one in reversed(list(zip(self.sides, seen[_FIRST:], strict=True))):
            found: Tensor = side(one)
            if above is not None:
                found = found + functional.interpolate(above, size=found.shape[-2:], mode="nearest")
            above = found
            levels.insert(0, found)
        return [functional.relu(smooth(level)) for smooth, level in zip(self.smooth, levels, strict=False)]


def _normed(before: int, after: int, kernel: int, *, stride: int = 1, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after))


class Located(nn.Module):
    """The detector with its answers as scores, and as boxes in pixels: what is judged, and what the app runs."""

    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self.detector = detector

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """[batch, height, width, 3], RGB, 0 to 255, to scores [batch, cells, roles], boxes [batch, cells, 4] left, top, right, bottom,
        states [batch, cells, states], 0 to 1, and the chances of each kind [batch, kinds].
        """
        scores, boxes, states = [], [], []
        maps, kind = self.detector.by_stride(pictures.permute(0, 3, 1, 2))
        for stride, said in zip(STRIDES, maps, strict=True):
            apart = said[1].exp() * float(stride)
            y = (torch.arange(apart.shape[2], device=apart.device)[:, None] + 0.5) * float(stride)
            x = (torch.arange(apart.shape[3], device=apart.device)[None, :] + 0.5) * float(stride)
            corners = torch.stack([x - apart[:, 0], y - apart[:, 1], x + apart[:, 2], y + apart[:, 3]], 1)
            scores.append(said[0].sigmoid())
            boxes.append(corners)
            states.append(said[2].sigmoid())
        return _joined(scores), _joined(boxes), _joined(states), kind.softmax(-1)


def _joined(maps: Sequence[Tensor]) -> Tensor:
    return torch.cat([_rows(one) for one in maps], 1)


def _rows(x: Tensor) -> Tensor:
    """[batch, channels, height, width] to [batch, height * width, channels]."""
    return x.flatten(2).transpose(1, 2)
