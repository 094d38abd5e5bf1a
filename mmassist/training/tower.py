"""The icon encoder: convolutions that halve the picture, a small transformer, a choice of labels, and a text tower that shares its space.

Early convolutions instead of patches: arXiv 2106.14881. The norm before the choice: arXiv 1903.07071.
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmassist.inference.pieces import PADDING
from mmassist.training.config import TowerSize
from mmassist.training.faults import TrainingError


class Block(nn.Module):
    """A layer of a transformer, normalised before each part."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads = heads
        self.left_out = nn.Dropout(dropout)
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
        after: Tensor = tokens + self.narrow(self.left_out(functional.gelu(self.wide(self.before_wide(tokens)))))
        return after


class Halving(nn.Module):
    """A convolution of stride 2."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.halve = nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, picture: Tensor) -> Tensor:
        """[batch, before, height, width] to [batch, after, height / 2, width / 2]."""
        return functional.relu(self.norm(self.halve(picture)))


class Residual(nn.Module):
    """Two convolutions added to what they are given; at the beginning they add nothing (arXiv 1706.02677)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        nn.init.constant_(self.second_norm.weight, 0.0)

    def forward(self, picture: Tensor) -> Tensor:
        """[batch, width, height, width] to the same."""
        changed = functional.relu(self.first_norm(self.first(picture)))
        return functional.relu(picture + self.second_norm(self.second(changed)))


class ImageTower(nn.Module):
    """A picture to what is seen in it, and to a direction."""

    def __init__(self, size: TowerSize, side: int) -> None:
        """Raises TrainingError where `residual` does not say how many blocks follow each halving."""
        super().__init__()
        widths = (1, *size.stem, size.width)
        if len(size.residual) != len(widths) - 1:
            raise TrainingError(f"residual has {len(size.residual)} numbers, and the picture is halved {len(widths) - 1} times")
        layers: list[nn.Module] = []
        for (before, after), blocks in zip(pairwise(widths), size.residual, strict=True):
            layers += [Halving(before, after), *(Residual(after) for _ in range(blocks))]
        self.stem = nn.Sequential(*layers)
        across = math.ceil(side / 2 ** (len(widths) - 1))
        self.place = nn.Parameter(torch.zeros(1, across * across, size.width))
        self.blocks = nn.Sequential(*(Block(size.width, size.heads, size.dropout) for _ in range(size.depth)))
        self.last = nn.LayerNorm(size.width)
        # The means of different pictures are alike, as most of each is ground: what they share is taken out.
        self.apart = nn.BatchNorm1d(size.width)
        self.left_out = nn.Dropout(size.dropout)
        self.project = nn.Linear(size.width, size.embedding)

    def seen(self, pictures: Tensor) -> Tensor:
        """[batch, 3, side, side], 0 to 255, to [batch, width]."""
        tokens = self.stem(against_ground(pictures)).flatten(2).transpose(1, 2) + self.place
        seen: Tensor = self.left_out(self.apart(self.last(self.blocks(tokens)).mean(1)))
        return seen

    def direction(self, seen: Tensor) -> Tensor:
        """[batch, width] to [batch, embedding] of length 1."""
        return functional.normalize(self.project(seen), dim=-1)

    def forward(self, pictures: Tensor) -> Tensor:
        """[batch, 3, side, side], 0 to 255, to [batch, embedding] of length 1."""
        return self.direction(self.seen(pictures))


def against_ground(pictures: Tensor) -> Tensor:
    """[batch, 3, side, side], 0 to 255, to [batch, 1, side, side]: how much each pixel differs from the mean of the picture's edge.

    In parts of the most that any pixel of the picture differs, so that an icon is the same thing dark on light, light on dark, coloured,
    and greyed out. Nothing else of its colours is told: which they are hardly ever tells what it means, and learning that takes long.
    """
    edges = (pictures[:, :, 0], pictures[:, :, -1], pictures[:, :, :, 0], pictures[:, :, :, -1])
    ground = torch.cat(edges, 2).mean(2).unsqueeze(-1).unsqueeze(-1)
    apart = (pictures - ground) / 127.5
    much = ((apart * apart).sum(1).unsqueeze(1) + 1e-6) ** 0.5
    most = much.flatten(1).amax(1).reshape(-1, 1, 1, 1)
    return 2.0 * much / (most + 0.05) - 0.5


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
    """Both towers, whether there is a label at all, the choice between all labels, and how steep the choice between texts is."""

    def __init__(self, size: TowerSize, side: int, labels: int) -> None:
        super().__init__()
        self.image = ImageTower(size, side)
        self.text = TextTower(size)
        self.known = nn.Linear(size.width, 1)
        self.label = nn.Linear(size.width, labels)
        self.fits = nn.Sequential(nn.Linear(2 * size.embedding, size.embedding), nn.GELU(), nn.Linear(size.embedding, 1))
        self.missing = nn.Linear(2 * size.embedding, size.embedding)
        self.steepness = nn.Parameter(torch.tensor(math.log(14.0)))

    def odds(self, seen: Tensor) -> Tensor:
        """[batch, width] to [batch, labels]: the logarithm of the odds for each label, against all others and none."""
        return log_odds(self.known(seen), self.label(seen))

    def matched(self, directions: Tensor, texts: Tensor) -> Tensor:
        """Whether each text is of the picture in the same row: [batch, embedding] both, to logits [batch, 1]."""
        fits: Tensor = self.fits(torch.cat([directions * texts, (directions - texts).abs()], 1))
        return fits

    def guessed(self, directions: Tensor, rest: Tensor) -> Tensor:
        """The direction of the word that was taken out of each text, by the picture and what is left: [batch, embedding] of length 1."""
        return functional.normalize(self.missing(torch.cat([directions, rest], 1)), dim=-1)

    def beside(self, directions: Tensor, texts: Tensor) -> Tensor:
        """[pictures, texts]: how near each direction of a picture is to each of a text, as steep as was learnt, at most 100."""
        return directions @ texts.T * self.steepness.exp().clamp(max=100.0)


def log_odds(known: Tensor, choice: Tensor) -> Tensor:
    """Of there being a label [batch, 1] and of its being this one [batch, labels], both logits, to [batch, labels].

    The sigmoid of each is the chance of that label; what they lack of 1 together is the chance of none. One more choice for "none" would do
    the same, but what has no label is of so many kinds that learning it holds all others up.
    """
    chances = functional.log_softmax(choice, dim=-1) + functional.logsigmoid(known)
    return chances - (1.000001 - chances.exp()).log()


def alignment_loss(logits: Tensor, pairs: Tensor) -> Tensor:
    """Which texts belong to a picture, and which pictures to a text? `pairs` [pictures, texts] is 1 where they do, at least once in each.

    Where several do each of them is right (UniCL, arXiv 2204.03610).
    """
    to_texts = functional.cross_entropy(logits, pairs / pairs.sum(1).unsqueeze(1))
    to_pictures = functional.cross_entropy(logits.T, (pairs / pairs.sum(0)).T)
    return (to_texts + to_pictures) / 2


def matching_loss(model: IconModel, directions: Tensor, texts: Tensor, logits: Tensor, pairs: Tensor) -> Tensor:
    """Is it the text of this picture? Beside its own, each picture is shown the other one that it is nearest to (ALBEF, arXiv 2107.07651).

    `logits` [pictures, texts] of `IconModel.beside`, `pairs` 1 where a text belongs to a picture.
    """
    nearest = (logits.detach() - 1e4 * pairs).argmax(1)
    own, other = model.matched(directions, texts), model.matched(directions, texts[nearest])
    right = functional.binary_cross_entropy_with_logits(own, own.detach() * 0.0 + 1.0)
    return (right + functional.binary_cross_entropy_with_logits(other, other.detach() * 0.0)) / 2
