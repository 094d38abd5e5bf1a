"""Runs the captioner's two models: what was seen and asked is read once, then the answer is written a word at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.backends.captioner.memory import MOST_THINGS, MOST_WORDS, Memory
from mmassist.backends.captioner.words import BEGIN, END, words
from mmassist.errors import ModelCorrupt
from mmassist.inference.runtime import Session

LONGEST = 64
"""Words that an answer has at most, as the network was made."""


class Reading:
    """The first model. `least`: how sure what is named must be, for what is said to be spoken."""

    def __init__(self, session: Session) -> None:
        """Raises ModelCorrupt where it was made for other words than the app has."""
        check_words(session)
        self._session = session
        self.buckets = int(session.metadata("buckets") or 0)
        self.least = float(session.metadata("least") or 0)

    def read(self, memory: Memory) -> dict[str, NDArray[np.float32]]:
        """What the second one looks back at. Raises PerceptionError where the runtime fails."""
        given = {
            "words": _filled(memory.words, MOST_WORDS, 0),
            "labels": _filled(memory.labels, MOST_THINGS, 0),
            "roles": _filled(memory.roles, MOST_THINGS, -1),
            "marks": _filled(memory.marks, MOST_THINGS, 0),
        }
        return dict(zip(("memory", "seen", "things", "absent"), self._session.run_named(given), strict=True))


class Writing:
    """The second model."""

    def __init__(self, session: Session) -> None:
        """Raises ModelCorrupt where it was made for other words than the app has."""
        check_words(session)
        self._session = session
        self._shape = [int(side) for side in session.shape("past")]

    def write(self, seen: Mapping[str, NDArray[np.float32]]) -> Iterator[int]:
        """The numbers of the words, and of the controls behind them, without BEGIN and END; the likeliest each time."""
        begin, end = words().number(BEGIN), words().number(END)
        past: NDArray[Any] = np.zeros(self._shape, np.float32)
        word = begin
        for place in range(LONGEST - 1):
            given = {"word": np.array([[word]], np.int64), "place": np.array([[place]], np.int64), "past": past, **seen}
            odds, past = self._session.run_named(given)
            word = int(odds[0].argmax())
            if word == end:
                return
            yield word


def written_by(reading: Reading, writing: Writing, memory: Memory) -> Iterator[int]:
    """An answer, word by word. Raises PerceptionError where the runtime fails."""
    return writing.write(reading.read(memory))


def check_words(session: Session) -> None:
    if json.loads(session.metadata("words") or "[]") != list(words().all):
        raise ModelCorrupt("the captioner was made for other words")


def _filled(array: NDArray[Any], count: int, value: int) -> NDArray[Any]:
    """[count, ...] of [fewer, ...], with one axis more in front."""
    room = [(0, count - len(array)), *((0, 0) for _ in array.shape[1:])]
    return np.pad(array, room, constant_values=value)[None]
