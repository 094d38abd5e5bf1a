"""Sound for tests: a sink whose time is turned by hand."""

from __future__ import annotations

import time
from collections.abc import Callable

from mmassist.speech.sink import Listener, Tag
from mmassist.values import Earcon


class FakeSink:
    """Reports only when `step` is called: each call begins or ends one utterance, in order, as a sound device would in time."""

    def __init__(self) -> None:
        self.listener: Listener | None = None
        self.queue: list[Tag] = []
        self.finished: set[Tag] = set()
        self.begun: set[Tag] = set()
        self.samples: dict[Tag, bytes] = {}
        self.earcons: list[Earcon] = []
        self.rate = 0
        self.closed = False
        self.began: Callable[[], float] = lambda: time.monotonic() - 3600
        """When what begins has begun: long ago, so that its successor may follow at once."""

    def open(self, listener: Listener) -> None:
        self.listener = listener

    def use_rate(self, sample_rate: int) -> None:
        self.rate = sample_rate

    def append(self, tag: Tag, samples: bytes) -> None:
        if tag not in self.queue:
            self.queue.append(tag)
        self.samples[tag] = self.samples.get(tag, b"") + samples

    def finish(self, tag: Tag) -> None:
        if tag not in self.queue:
            self.queue.append(tag)
        self.finished.add(tag)

    def clear(self, turn_id: int | None = None) -> None:
        self.queue = [tag for tag in self.queue if turn_id is not None and tag.turn_id != turn_id]

    def drop(self, tag: Tag) -> None:
        self.queue = [other for other in self.queue if other != tag]

    def play(self, earcon: Earcon) -> None:
        self.earcons.append(earcon)

    def close(self) -> None:
        self.closed = True

    def step(self) -> None:
        """The utterance at the head begins; if it has begun and is complete, it ends."""
        if self.listener is None or not self.queue:
            return
        tag = self.queue[0]
        if tag not in self.begun:
            self.begun.add(tag)
            self.listener.sounding(tag, self.began())
        elif tag in self.finished:
            self.queue.pop(0)
            self.listener.sounded(tag, time.monotonic())
