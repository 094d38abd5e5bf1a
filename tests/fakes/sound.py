"""Sound for tests: a sink whose time is turned by hand, and a recorder of what the virtual desktop's speaker plays."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from types import TracebackType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.speech.sink import Listener, Tag
from mmassist.values import Earcon

Wave: TypeAlias = NDArray[np.int16]


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
            # Long ago, so that its successor may follow at once.
            self.listener.sounding(tag, time.monotonic() - 3600)
        elif tag in self.finished:
            self.queue.pop(0)
            self.listener.sounded(tag, time.monotonic())


class SpeakerRecorder:
    """Records the virtual desktop's speaker, 16-bit mono, with the time at which each run of samples came in."""

    def __init__(self, rate: int = 48000) -> None:
        self.rate = rate
        self._blocks: list[tuple[float, Wave]] = []
        self._lock = threading.Lock()
        command = ["parec", "-d", "speaker.monitor", "--raw", "--latency-msec=5", "--format=s16le", f"--rate={rate}", "--channels=1"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> SpeakerRecorder:
        self._thread.start()
        deadline = time.monotonic() + 5
        while not self._blocks and time.monotonic() < deadline:
            time.sleep(0.01)
        self.clear()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._thread.join(5)
        if self._process.stdout:
            self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout
        left = b""
        while block := os.read(self._process.stdout.fileno(), 1 << 16):
            now = time.monotonic()
            block = left + block
            left = block[len(block) // 2 * 2 :]
            with self._lock:
                self._blocks.append((now, np.frombuffer(block[: len(block) // 2 * 2], np.int16)))

    def clear(self) -> None:
        with self._lock:
            self._blocks.clear()

    def wave(self) -> Wave:
        """All since `clear`."""
        with self._lock:
            return np.concatenate([block for _, block in self._blocks] or [np.zeros(0, np.int16)])

    def sound_times(self, threshold: int = 200) -> list[tuple[float, float]]:
        """(first, last) time of sound in each run of samples that holds any."""
        with self._lock:
            blocks = list(self._blocks)
        times: list[tuple[float, float]] = []
        for at, block in blocks:
            loud = np.flatnonzero(np.abs(block.astype(np.int32)) > threshold)
            if len(loud):
                times.append((at - (len(block) - int(loud[0])) / self.rate, at - (len(block) - int(loud[-1])) / self.rate))
        return times

    def wait_for_sound(self, seconds: float = 5.0, threshold: int = 200) -> float | None:
        """`time.monotonic()` of the first sound since `clear`, or None."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if times := self.sound_times(threshold):
                return times[0][0]
            time.sleep(0.002)
        return None

    def last_sound(self, threshold: int = 200) -> float | None:
        times = self.sound_times(threshold)
        return times[-1][1] if times else None
