"""Hears what the speaker really played: a recording of the sound server's sink, with a clock.

Times are `time.monotonic()` seconds. A sample's time is when the sink took it up to play it, to about a millisecond: the sink
takes blocks, the first sample of a block sounds as the block is taken, and of neighbouring blocks the promptest read sets the clock.
"""

from __future__ import annotations

import bisect
import os
import subprocess
import threading
import time
import wave
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
SILENT = -120.0  # dBFS; what is below is said to be this

Samples = NDArray[np.int16]
_NEAR = 0.5  # seconds to each side within which blocks lend each other their clock
_POLL = 0.002


class NothingHeard(TimeoutError):
    """No sound, or no silence, came within the time given."""


class Sink:
    """Records one source of the sound server, mono, from `open` to `close`. A context manager; callable from any thread."""

    def __init__(self, source: str = "speaker.monitor", *, keep: float = 1800.0) -> None:
        """`keep`: seconds of sound to remember; what is older is forgotten."""
        self._source = source
        self._keep = int(keep * RATE)
        self._lock = threading.Lock()
        self._blocks: list[bytes] = []
        self._starts: list[int] = []  # index of each block's first sample
        self._arrivals: list[float] = []
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Sink:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def open(self, timeout: float = 10.0) -> None:
        """Returns once sound (or silence) is coming in. Raises NothingHeard if none comes."""
        options = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=5", "--process-time-msec=5"]
        self._process = subprocess.Popen(["parec", "-d", self._source, *options], stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, args=(self._process,), name=f"recording of {self._source}", daemon=True)
        self._reader.start()
        deadline = time.monotonic() + timeout
        while not self._count:
            if time.monotonic() > deadline:
                self.close()
                raise NothingHeard(f"{self._source} gives nothing: is the sound server up?")
            time.sleep(_POLL)

    def close(self) -> None:
        """Ends the recording; what was recorded stays. Idempotent."""
        if self._process is None or self._reader is None:
            return
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()
        self._process = self._reader = None

    @property
    def is_open(self) -> bool:
        """Whether it still records: no more once the sound server or the source has gone."""
        return self._process is not None and self._process.poll() is None

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        pipe, rest = process.stdout.fileno(), b""
        while block := os.read(pipe, 1 << 16):
            arrived = time.monotonic()
            block = rest + block
            rest = block[len(block) & ~1 :]
            self._append(block[: len(block) & ~1], arrived)

    def _append(self, block: bytes, arrived: float) -> None:
        with self._lock:
            self._blocks.append(block)
            self._starts.append(self._count)
            self._arrivals.append(arrived)
            self._count += len(block) // 2
            if self._count - self._starts[0] > self._keep:
                old = max(1, len(self._starts) // 10)
                del self._blocks[:old], self._starts[:old], self._arrivals[:old]

    # ---- the clock

    def _zero(self, block: int) -> float:
        """The time of sample 0 as the blocks around `block` tell it."""
        low = bisect.bisect_left(self._arrivals, self._arrivals[block] - _NEAR)
        high = bisect.bisect_right(self._arrivals, self._arrivals[block] + _NEAR)
        return min(self._arrivals[i] - self._starts[i] / RATE for i in range(low, high))

    def _index(self, at: float) -> int:
        block = max(0, bisect.bisect_right(self._arrivals, at) - 1)
        return round((at - self._zero(block)) * RATE)

    def _time(self, index: int) -> float:
        block = max(0, bisect.bisect_right(self._starts, index) - 1)
        return self._zero(block) + index / RATE

    def _from(self, at: float) -> tuple[int, Samples]:
        """All that was recorded from `at` on, and the index of its first sample."""
        with self._lock:
            first = min(max(self._index(at), self._starts[0]), self._count)
            block = max(0, bisect.bisect_right(self._starts, first) - 1)
            samples = np.frombuffer(b"".join(self._blocks[block:]), np.int16)
            return first, samples[first - self._starts[block] :]

    # ---- what was heard

    def between(self, start: float, end: float) -> Samples:
        """The samples of a span, int16 mono at 48 kHz; shorter where the recording does not reach."""
        first, samples = self._from(start)
        with self._lock:
            last = self._index(end)
        return samples[: max(0, last - first)]

    def onset(self, after: float, threshold: float = -60.0, timeout: float = 5.0) -> float:
        """When the first sample louder than `threshold` (dBFS) sounded at or after `after`. Waits for it; raises NothingHeard."""
        deadline = time.monotonic() + timeout
        since = after
        while True:
            first, samples = self._from(since)
            loud = _loud(samples, threshold)
            if loud.size:
                with self._lock:
                    return self._time(first + int(loud[0]))
            if time.monotonic() > deadline:
                raise NothingHeard(f"nothing above {threshold:.0f} dBFS in {timeout:.1f} s")
            # blocks may still lend the last samples an earlier clock, so the last second is looked at again
            since = max(after, time.monotonic() - 1.0)
            time.sleep(_POLL)

    def silence(self, after: float, lasting: float = 0.2, threshold: float = -60.0, timeout: float = 30.0) -> float:
        """When the last loud sample sounded that comes at or after `after` and before `lasting` seconds of silence.

        Returns `after` where it was silent from there on. Waits; raises NothingHeard (no silence) after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            first, samples = self._from(after)
            loud = _loud(samples, threshold)
            edges = np.concatenate(([-1], loud, [samples.size]))
            gaps = np.flatnonzero(np.diff(edges) > lasting * RATE)
            if gaps.size:
                last = int(edges[gaps[0]])
                if last < 0:
                    return after
                with self._lock:
                    return self._time(first + last)
            if time.monotonic() > deadline:
                raise NothingHeard(f"no silence of {lasting:.2f} s in {timeout:.1f} s")
            time.sleep(0.01)

    def level(self, start: float, end: float) -> float:
        """Root mean square of a span, in dBFS; `SILENT` for silence or an empty span."""
        samples = self.between(start, end)
        power = float(np.mean((samples / 32768.0) ** 2)) if samples.size else 0.0
        return max(SILENT, 10 * float(np.log10(power))) if power > 0 else SILENT

    def frequency(self, start: float, end: float) -> float:
        """The strongest frequency of a span, in Hz, between the bins of the spectrum by a parabola; 0 for silence."""
        samples = self.between(start, end)
        if samples.size < 64 or not samples.any():
            return 0.0
        spectrum = np.log(np.abs(np.fft.rfft(samples * np.hanning(samples.size))) + 1e-9)
        peak = int(np.argmax(spectrum[1:-1])) + 1
        left, top, right = spectrum[peak - 1 : peak + 2]
        curve = left - 2 * top + right
        shift = 0.5 * (left - right) / curve if curve else 0.0
        return float((peak + shift) * RATE / samples.size)

    def save(self, path: Path, start: float, end: float) -> None:
        """Writes a span as a WAV file."""
        samples = self.between(start, end)
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


def _loud(samples: Samples, threshold: float) -> NDArray[np.intp]:
    """Indices of the samples louder than `threshold` dBFS."""
    return np.flatnonzero(np.abs(samples.astype(np.int32)) > 32768 * 10 ** (threshold / 20))
