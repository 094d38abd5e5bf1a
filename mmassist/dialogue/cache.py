"""Answers of this run, so that the same question about the same picture is answered at once. In memory alone: nothing of it is written.

What is kept is the whole answer, hidden things put back. So the key must be made of the whole content too, before masking: two screens
that differ only in what is hidden look the same once they are masked, and the one must never be answered with the other's card number.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmassist.values import Finished, FinishReason

if TYPE_CHECKING:
    from typing_extensions import Buffer


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer depends on beside what is seen. `model`: as it was asked for. `language`: of the answer.

    `others`: whatever else changes it, such as the gist that was said, the conversation before, what is revealed this once.
    """

    backend: str
    model: str
    preset: str
    question: str
    language: str
    verbosity: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer as it was said. `model`: what really gave it; `hidden`: placeholders of what was hidden from it."""

    text: str
    model: str
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """`entries`, `size`: at most so many answers, and so many bytes of them together. `age`: in seconds."""

    entries: int = 64
    size: int = 1_000_000
    age: float = 600.0


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: Answer
    size: int
    at: float


def key_of(pictures: Iterable[Buffer], texts: Iterable[str], asked: Asked) -> bytes:
    """A digest of what was seen and asked: pixels as they were captured (contiguous), texts of outline and scene, all unmasked.

    About 10 ms for the pixels of a full screen: call it beside the loop.
    """
    digest = hashlib.blake2b(digest_size=32)
    others = (asked.backend, asked.model, asked.preset, asked.question, asked.language, asked.verbosity, *asked.others)
    for group in (
        pictures,
        (text.encode("utf-8", "surrogatepass") for text in texts),
        (text.encode("utf-8", "surrogatepass") for text in others),
    ):
        parts = [memoryview(part).cast("B") for part in group]
        digest.update(len(parts).to_bytes(8, "big"))  # each with its length, so that no two lists of parts run together to the same
        for part in parts:
            digest.update(part.nbytes.to_bytes(8, "big"))
            digest.update(part)
    return digest.digest()


class AnswerCache:
    """The least recently used answer goes first. Belongs to the engine's loop."""

    def __init__(self, options: Options, clock: Callable[[], float] = time.monotonic) -> None:
        self._options = options
        self._clock = clock
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """Bytes of text that are kept."""
        return self._size

    def get(self, key: bytes) -> Answer | None:
        """What was answered, unless it is too old."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if self._clock() - kept.at > self._options.age:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept.answer

    def put(self, key: bytes, text: str, finished: Finished, hidden: tuple[str, ...] = ()) -> None:
        """Keeps an answer if it is whole: neither cut at its longest length nor empty."""
        size = len(text.encode("utf-8", "surrogatepass"))
        if finished.reason is not FinishReason.COMPLETE or not text.strip() or size > self._options.size:
            return
        if key in self._kept:
            self._drop(key)
        self._kept[key] = _Kept(Answer(text, finished.model, hidden), size, self._clock())
        self._size += size
        while len(self._kept) > self._options.entries or self._size > self._options.size:
            self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forgets all answers."""
        self._kept.clear()
        self._size = 0

    def _drop(self, key: bytes) -> None:
        self._size -= self._kept.pop(key).size
