"""The captioner's network: what was seen and asked becomes a memory; a small decoder writes the answer, looking back at it.

A transformer (arXiv 1706.03762), normalised before each part. Its words are few; for names it points at the controls instead (pointer
networks, arXiv 1506.03134), so that it can't misspell one or make one up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmassist.backends.captioner.memory import MARKS, ROLES
from mmassist.backends.captioner.reading import LONGEST
from mmassist.inference.pieces import PADDING
from mmassist.training.config import CaptionerSize

Kept: TypeAlias = tuple[Tensor, Tensor]
"""Keys and values of a layer, each [batch, heads, count, width / heads]."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions and windows, filled up to the longest. `words` [batch, words, pieces], `labels` [batch, things, pieces], `roles` [batch,
    things], -1 where there is no thing, `marks` [batch, things, MARKS]."""

    words: Tensor
    labels: Tensor
    roles: Tensor
    marks: Tensor

    def to(self, device: torch.device) -> Batch:
        there = (one.to(device) for one in (self.words, self.labels, self.roles, self.marks))
        return Batch(*there)


@dataclass(frozen=True, slots=True)
class Remembered:
    """`kept`: keys and values of each layer of the writer; `mask` [batch, 1, 1, words + things]; `things` [batch, things, width];
    `absent` [batch, 1, things], a mask."""

    kept: Sequence[Kept]
    mask: Tensor
    things: Tensor
    absent: Tensor

    def repeated(self, times: int) -> Remembered:
        """Each row so often, one behind the other: for several answers to each question, which is read once."""
        kept = [(keys.repeat_interleave(times, 0), values.repeat_interleave(times, 0)) for keys, values in self.kept]
        mask, things, absent = (one.repeat_interleave(times, 0) for one in (self.mask, self.things, self.absent))
        return Remembered(kept, mask, things, absent)


class Attention(nn.Module):
    """Several heads; `keys` and `values` are made apart, because the decoder keeps them."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.join = nn.Linear(width, width)

    def kept(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """[batch, count, width] to keys and values, each [batch, heads, count, width / heads]."""
        return self._split(self.key(tokens)), self._split(self.value(tokens))

    def forward(self, tokens: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """`mask`: 0 where it may look, very negative where not, broadcast to [batch, heads, asking, looked at]."""
        query = self._split(self.query(tokens))
        weights = (query @ keys.transpose(-1, -2) / math.sqrt(query.shape[-1]) + mask).softmax(-1)
        seen = (weights @ values).transpose(1, 2).flatten(2)
        joined: Tensor = self.join(seen)
        return joined

    def _split(self, tokens: Tensor) -> Tensor:
        return tokens.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Thought(nn.Module):
    """What follows the looking."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        after: Tensor = tokens + self.narrow(functional.gelu(self.wide(self.before(tokens))))
        return after


class ReadingLayer(nn.Module):
    """Looks at all of its own kind."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.own = Attention(width, heads)
        self.thought = Thought(width)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        before = self.before(tokens)
        after: Tensor = self.thought(tokens + self.own(before, *self.own.kept(before), mask))
        return after


class WritingLayer(nn.Module):
    """Looks at what was written before, then at the memory."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.own = Attention(width, heads)
        self.before_memory = nn.LayerNorm(width)
        self.memory = Attention(width, heads)
        self.thought = Thought(width)

    def forward(self, tokens: Tensor, past: tuple[Tensor, Tensor, Tensor], memory: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """`past`, `memory`: keys, values and a mask."""
        tokens = tokens + self.own(self.before(tokens), *past)
        after: Tensor = self.thought(tokens + self.memory(self.before_memory(tokens), *memory))
        return after


class Reader(nn.Module):
    """What was asked and seen, each word and control a row that knows of the others."""

    def __init__(self, size: CaptionerSize) -> None:
        super().__init__()
        width = size.width
        self.pieces = nn.Embedding(size.buckets, width, padding_idx=PADDING)
        self.whole = nn.Linear(width, width)
        self.place = _rows(LONGEST, width)
        self.order = _rows(LONGEST, width)
        self.kind = _rows(2, width)
        self.role = nn.Embedding(len(ROLES), width)
        self.marks = nn.Sequential(nn.Linear(MARKS, width), nn.GELU(), nn.Linear(width, width))
        self.layers = nn.ModuleList(ReadingLayer(width, size.heads) for _ in range(size.depth))
        self.last = nn.LayerNorm(width)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The memory [batch, words + things, width], and its mask [batch, 1, 1, words + things]."""
        asked = self._said(batch.words) + self.place[: batch.words.shape[1]] + self.kind[0]
        there = batch.roles >= 0
        seen = self._said(batch.labels) + self.role(batch.roles.clamp(min=0)) + self.marks(batch.marks)
        seen = seen + self.order[: batch.roles.shape[1]] + self.kind[1]
        tokens = torch.cat([asked, seen], 1)
        mask = hidden(torch.cat([torch.ne(batch.words.amax(-1), PADDING), there], 1)).unsqueeze(1).unsqueeze(1)
        for layer in self.layers:
            tokens = layer(tokens, mask)
        memory: Tensor = self.last(tokens)
        return memory, mask

    def _said(self, pieces: Tensor) -> Tensor:
        """[batch, count, pieces] to [batch, count, width]: the pieces together, so that words that share some are alike."""
        there = torch.ne(pieces, PADDING).unsqueeze(-1)
        # by the root of their number: long words would be the weaker for it
        together = (self.pieces(pieces) * there).sum(-2) / there.sum(-2).clamp(min=1) ** 0.5
        made: Tensor = self.whole(together)
        return made


class Writer(nn.Module):
    """The decoder: from the words so far to the next, which may be a control that it points at."""

    def __init__(self, size: CaptionerSize, words: int) -> None:
        super().__init__()
        width = size.width
        self.words = nn.Embedding(words, width)
        self.pointed = nn.Linear(width, width)
        self.place = _rows(LONGEST, width)
        self.layers = nn.ModuleList(WritingLayer(width, size.heads) for _ in range(size.depth))
        self.last = nn.LayerNorm(width)
        self.say = nn.Linear(width, words)
        self.point = nn.Linear(width, width)
        self.target = nn.Linear(width, width)
        self.count = words

    def known(self, written: Tensor, things: Tensor) -> Tensor:
        """What was written [batch, length], as rows. `things` [batch, things, width] of the memory."""
        said: Tensor = self.words(written.clamp(max=self.count - 1))
        at = (written - self.count).clamp(min=0)
        pointed: Tensor = self.pointed(things.gather(1, at.unsqueeze(-1).expand(-1, -1, things.shape[-1])))
        return torch.where((written >= self.count).unsqueeze(-1), pointed, said)

    def odds(self, tokens: Tensor, things: Tensor, absent: Tensor) -> Tensor:
        """[batch, length, width] to logits [batch, length, words + things]; `absent` [batch, 1, things] as a mask."""
        last = self.last(tokens)
        pointing = self.point(last) @ self.target(things).transpose(-1, -2) / math.sqrt(last.shape[-1]) + absent
        return torch.cat([self.say(last), pointing], -1)


class Captioner(nn.Module):
    """Both."""

    def __init__(self, size: CaptionerSize, words: int) -> None:
        """`words`: how many there are."""
        super().__init__()
        self.reader = Reader(size)
        self.writer = Writer(size, words)

    def forward(self, batch: Batch, written: Tensor) -> Tensor:
        """The logits of the word after each of `written` [batch, length]: [batch, length, words + things]."""
        return self.write(self.read(batch), written)

    def read(self, batch: Batch) -> Remembered:
        """What the writer looks back at; the same for each word of an answer."""
        memory, mask = self.reader(batch)
        kept = [layer.memory.kept(memory) for layer in self.writer.layers]
        return Remembered(kept, mask, memory[:, batch.words.shape[1] :], hidden(batch.roles >= 0).unsqueeze(1))

    def write(self, seen: Remembered, written: Tensor) -> Tensor:
        """As `forward`."""
        length = written.shape[1]
        ahead = hidden(torch.ones(length, length).to(written.device).tril() > 0)
        tokens = self.writer.known(written, seen.things) + self.writer.place[:length]
        for layer, (keys, values) in zip(self.writer.layers, seen.kept, strict=True):
            tokens = layer(tokens, (*layer.own.kept(layer.before(tokens)), ahead), (keys, values, seen.mask))
        return self.writer.odds(tokens, seen.things, seen.absent)

    def went_on(self, seen: Remembered, word: Tensor, place: int, past: Sequence[Kept]) -> tuple[Tensor, list[Kept]]:
        """The logits of the word after `word` [batch, 1], before which `place` others stand: [batch, words + things]. `past`: what each
        layer kept of those, nothing at the beginning; it is given back with this one."""
        tokens = self.writer.known(word, seen.things) + self.writer.place[place : place + 1]
        all_seen = torch.zeros(1, 1).to(word.device)
        kept: list[Kept] = []
        for number, (layer, (keys, values)) in enumerate(zip(self.writer.layers, seen.kept, strict=True)):
            own = layer.own.kept(layer.before(tokens))
            if past:
                own = torch.cat([past[number][0], own[0]], 2), torch.cat([past[number][1], own[1]], 2)
            kept.append(own)
            tokens = layer(tokens, (*own, all_seen), (keys, values, seen.mask))
        return self.writer.odds(tokens, seen.things, seen.absent)[:, 0], kept


def _rows(count: int, width: int) -> nn.Parameter:
    """What is learnt for each place."""
    return nn.Parameter(nn.init.normal_(torch.zeros(count, width), 0.0, 0.02))


def hidden(seen: Tensor) -> Tensor:
    """0 where true, very negative where not."""
    return (~seen).float() * -1e9
