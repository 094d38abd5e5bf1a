"""One loaded vision-language model: a conversation and a picture go in, words come out."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import OrderedDict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from mmassist.inference.vlm import chat, pictures
from mmassist.inference.vlm.chat import Grid, Said
from mmassist.inference.vlm.decoder import Decoder, Memory, Rows
from mmassist.inference.vlm.faults import too_long, unfit
from mmassist.inference.vlm.layout import Layout
from mmassist.inference.vlm.sampling import chosen, circles
from mmassist.inference.vlm.session import CardLost
from mmassist.inference.vlm.stopping import Stop
from mmassist.inference.vlm.tower import Embedder, Tower
from mmassist.inference.vlm.vocabulary import Spelling, Vocabulary

# Tokens taken in at once: on a processor few, so that memory stays small and somebody hears that it works.
_CHUNK, _CHUNK_ON_CARD = 256, 4096
_REMEMBERED = 2  # pictures
_WORTHWHILE = 32  # tokens in common from which on what was read is kept


@dataclass(frozen=True, slots=True)
class Asked:
    """`picture`: encoded, empty for none; one of `turns` shows it. `tokens`: of the longest answer. `patience`: seconds that looking at the
    picture may take, which says how finely it is looked at. `temperature`: 0 for the likeliest word each time; `seed`: of chance above."""

    turns: tuple[Said, ...]
    picture: bytes = field(default=b"", repr=False)
    tokens: int = 200
    patience: float = float("inf")
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Waited:
    """It is at work: a square was seen, or a part of the question was read."""


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the answer: whole characters, hardly ever a whole sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The end. `whole`: the model ended by itself; else the answer is as long as was asked for, or went in circles. `given`, `told`: tokens
    of all that was asked, and of the answer; `seen`: of the first, those that the picture cost. Times in seconds."""

    whole: bool
    given: int
    told: int
    seen: int
    looking: float
    reading: float
    telling: float


Step: TypeAlias = Waited | Word | Ended


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """`key`: of its bytes; `grid`: how its squares lie; `rows`: (tokens, width), of all of them."""

    key: bytes
    grid: Grid
    rows: Rows


@dataclass(slots=True)
class _Read:
    """What the decoder has in its memory: `tokens`, in which `picture` stands."""

    picture: bytes = b""
    tokens: Sequence[int] = ()
    memory: Memory = field(default_factory=Memory)


class VisionModel:
    """Used from one thread."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary, tower: Tower, embedder: Embedder, decoder: Decoder) -> None:
        """Raises ModelCorrupt where the parts don't fit each other."""
        self._layout, self._vocabulary = layout, vocabulary
        self._tower, self._embedder, self._decoder = tower, embedder, decoder
        self._stops = layout.stops | {vocabulary.number(chat.END)}
        self._seen: OrderedDict[bytes, _Picture] = OrderedDict()
        self._read = _Read()
        if vocabulary.number(chat.IMAGE) != layout.image_token:
            raise unfit("its vocabulary and its settings differ")

    @property
    def on_gpu(self) -> bool:
        return self._decoder.session.on_gpu

    @property
    def fell_back(self) -> bool:
        """Whether a part of it left the graphics card."""
        return any(part.session.fell_back for part in (self._tower, self._embedder, self._decoder))

    def answer(self, asked: Asked, stop: Stop) -> Generator[Step, None, None]:
        """Yields as it goes on, at last one `Ended`. Raises Stopped, PromptTooLarge, ImageUnreadable, PerceptionError, ModelCorrupt."""
        began = time.monotonic()
        picture = (yield from self._looked_at(asked, stop)) if asked.picture else None
        looked = time.monotonic()
        harmless = [replace(said, text=self._vocabulary.harmless(said.text)) for said in asked.turns]
        tokens = self._vocabulary.encoded(chat.rendered(harmless, picture.grid if picture else None))
        if len(tokens) + asked.tokens > self._layout.context:
            raise too_long(len(tokens), self._layout.context - asked.tokens)
        told: list[int] = []
        first, whole = 0.0, False
        spelling, chance = Spelling(self._vocabulary), np.random.default_rng(asked.seed)
        with contextlib.closing(self._logits(tokens, told, picture, stop)) as found:
            for logits in found:
                if logits is None:
                    yield Waited()
                    continue
                first = first or time.monotonic()
                token = chosen(logits, asked.temperature, chance)
                if whole := token in self._stops:
                    break
                told.append(token)
                if text := spelling.add(token):
                    yield Word(text)
                if len(told) >= asked.tokens or circles(told):
                    break
        seen = len(picture.rows) if picture else 0
        yield Ended(whole, len(tokens), len(told), seen, looked - began, first - looked, time.monotonic() - first)

    def _looked_at(self, asked: Asked, stop: Stop) -> Generator[Waited, None, _Picture]:
        """One that was looked at before is known again, as finely as it was seen then."""
        key = hashlib.blake2b(asked.picture, digest_size=16).digest()
        if key not in self._seen:
            self._seen[key] = yield from self._looked_at_anew(key, asked, stop)
        self._seen.move_to_end(key)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return self._seen[key]

    def _looked_at_anew(self, key: bytes, asked: Asked, stop: Stop) -> Generator[Waited, None, _Picture]:
        opened = pictures.decoded(asked.picture)
        tiles = pictures.tiled(opened, self._layout, self._layout.longest)
        # The whole is needed in any case, and tells how long the others would take.
        whole = self._tower.see(tiles.squares[-1], stop)
        yield Waited()
        longest = self._tower.longest(*opened.size, asked.patience)
        if longest < self._layout.longest:
            tiles = pictures.tiled(opened, self._layout, longest)
        rows = []
        for square in tiles.squares[:-1]:
            rows.append(self._tower.see(square, stop))
            yield Waited()
        return _Picture(key, Grid(tiles.rows, tiles.columns, self._layout.positions), np.concatenate([*rows, whole]))

    def _logits(
        self, tokens: Sequence[int], told: Sequence[int], picture: _Picture | None, stop: Stop
    ) -> Generator[Rows | None, None, None]:
        """None for each part of the question that was read, then the logits of each token that may come after all in `told` by then."""
        read = self._read_already(tokens, picture)
        try:
            while True:
                try:
                    yield from self._next(read, [*tokens, *told], picture, stop)
                except CardLost:  # and with it what was read
                    read.memory = self._decoder.empty()
        finally:
            read.tokens = [*tokens, *told][: read.memory.length]
            self._read = read

    def _next(self, read: _Read, tokens: Sequence[int], picture: _Picture | None, stop: Stop) -> Iterator[Rows | None]:
        """Reads what of `tokens` was not read yet; at last yields the logits of the one that follows."""
        memory = read.memory
        rows = self._embedded(tokens, memory.length, picture, stop)
        chunk = _CHUNK_ON_CARD if self.on_gpu else _CHUNK
        for at in range(0, len(rows) - 1, chunk):
            self._decoder.read(rows[at : min(at + chunk, len(rows) - 1)], memory, stop)
            yield None
        yield self._decoder.next(rows[-1:], memory, stop)

    def _embedded(self, tokens: Sequence[int], begin: int, picture: _Picture | None, stop: Stop) -> Rows:
        """The rows of `tokens` from `begin` on, with those of the picture in their places. Raises ModelCorrupt."""
        numbers = np.array(tokens, np.int64)
        rows = self._embedder.rows(numbers[begin:], stop)
        if picture is not None:
            shown = picture.rows[np.count_nonzero(numbers[:begin] == self._layout.image_token) :]
            # There may be more of them: what a model says may be anything.
            places = np.flatnonzero(numbers[begin:] == self._layout.image_token)[: len(shown)]
            if shown.shape != (len(places), rows.shape[1]):
                raise unfit("its tower and its table of words differ")
            rows[places] = shown
        return rows

    def _read_already(self, tokens: Sequence[int], picture: _Picture | None) -> _Read:
        """What the decoder remembers of the same beginning, so that a second question about a picture need not read the picture again."""
        read, self._read = self._read, _Read()
        key = picture.key if picture else b""
        same = next((at for at, (one, other) in enumerate(zip(read.tokens, tokens, strict=False)) if one != other), len(read.tokens))
        kept = min(same, len(tokens) - 1)
        if kept < _WORTHWHILE or key != read.picture:
            return _Read(key, (), self._decoder.empty())
        self._decoder.forget(read.memory, kept)
        return read
