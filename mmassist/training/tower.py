"""The icon encoder: convolutions that halve the picture, a small transformer, and a text tower that shares its space.

Aligned with pairwise sigmoids (SigLIP, arXiv 2303.15343). Early convolutions instead of patches: arXiv 2106.14881.
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmassist.training.config import TowerSize
from mmassist.training.texts import PADDING


class Block(nn.Module):
    """A layer of a transformer, normalised before each part."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.mixed = nn.Linear(width, 3 * width)
        self.joined = nn.Linear(width, width)
        self.before_wide = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 3 * width)
        self.narrow = nn.Linear(3 * width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """[batch, tokens, width] to the same."""
        batch, count, width = tokens.shape
        mixed = self.mixed(self.before_attention(tokens)).reshape(batch, count, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.joined(seen.transpose(1, 2).reshape(batch, count, width))
        after: Tensor = tokens + self.narrow(functional.gelu(self.wide(self.before_wide(tokens))))
        return after


class Halving(nn.Module):
    """A convolution of stride 2, then one of each channel by itself and a mix, added to it."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.halve = nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False)
        self.first = nn.BatchNorm2d(after)
        self.each = nn.Conv2d(after, after, 3, padding=1, groups=after, bias=False)
        self.second = nn.BatchNorm2d(after)
        self.mix = nn.Conv2d(after, after, 1)

    def forward(self, picture: Tensor) -> Tensor:
        """[batch, before, height, width] to [batch, after, height / 2, width / 2]."""
        halved = functional.gelu(self.first(self.halve(picture)))
        after: Tensor = halved + self.mix(functional.gelu(self.second(self.each(halved))))
        return after


class ImageTower(nn.Module):
    """A picture to a direction."""

    def __init__(self, size: TowerSize, side: int) -> None:
        super().__init__()
        widths = (3, *size.stem, size.width)
        self.stem = nn.Sequential(*(Halving(before, after) for before, after in pairwise(widths)))
        across = math.ceil(side / 2 ** (len(widths) - 1))
        self.place = nn.Parameter(torch.zeros(1, across * across, size.width))
        self.blocks = nn.Sequential(*(Block(size.width, size.heads) for _ in range(size.depth)))
        self.last = nn.LayerNorm(size.width)
        self.project = nn.Linear(size.width, size.embedding)

    def forward(self, pictures: Tensor) -> Tensor:
        """[batch, 3, side, side], 0 to 255, to [batch, embedding] of length 1."""
        tokens = self.stem(pictures / 127.5 - 1.0).flatten(2).transpose(1, 2) + self.place
        return functional.normalize(self.project(self.last(self.blocks(tokens)).mean(1)), dim=-1)


class TextTower(nn.Module):
    """A bag of pieces of words to a direction in the same space."""

    def __init__(self, size: TowerSize) -> None:
        super().__init__()
        self.pieces = nn.Embedding(size.buckets, size.width, padding_idx=PADDING)
        self.wide = nn.Linear(size.width, 2 * size.width)
        self.project = nn.Linear(2 * size.width, size.embedding)

    def forward(self, texts: Tensor) -> Tensor:
        """[batch, length] of indices to [batch, embedding] of length 1."""
        there = torch.ne(texts, PADDING).unsqueeze(-1)
        bag = (self.pieces(texts) * there).sum(1) / there.sum(1).clamp(min=1)
        return functional.normalize(self.project(functional.gelu(self.wide(bag))), dim=-1)


class IconModel(nn.Module):
    """Both towers, and how steep and how high the sigmoid is."""

    def __init__(self, size: TowerSize, side: int) -> None:
        super().__init__()
        self.image = ImageTower(size, side)
        self.text = TextTower(size)
        self.steepness = nn.Parameter(torch.tensor(math.log(10.0)))
        # about one text in a hundred belongs to a picture: begun elsewhere, the first hundreds of steps would go into finding that
        self.height = nn.Parameter(torch.tensor(-5.0))

    def logits(self, pictures: Tensor, texts: Tensor) -> Tensor:
        """[pictures, texts], from the directions of both."""
        return pictures @ texts.T * self.steepness.exp() + self.height


def pair_loss(logits: Tensor, pairs: Tensor) -> Tensor:
    """Each picture with each text is a question by itself: do they belong together? `pairs` is 1 where they do. The mean over pictures."""
    return functional.binary_cross_entropy_with_logits(logits, pairs, reduction="sum") / logits.shape[0]
