"""The sink's own latency: what even a player that does nothing else can't be faster than.

Defined as: from the moment before a block of samples is handed to the sound server (`pa_simple_write`), in a stream that has been
playing silence all along and buffers 10 ms, to the onset of that block's first sample in the recording. The same recording, clock
and threshold serve every other figure, so that "over the floor" is the time that the program under test spent.
"""

from __future__ import annotations

import ctypes
import random
import statistics
import threading
import time
from dataclasses import dataclass

import numpy as np

from mmassist.measure.sink import RATE, Sink

BUFFER = 0.010  # seconds
_BLOCK = RATE // 200  # 5 ms
_BYTES = 2
_PLAYBACK, _S16LE, _UNSET = 1, 3, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Floor:
    """Seconds, over `runs` clicks."""

    median: float
    p95: float
    runs: int


class _Format(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _Buffering(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class _Player(threading.Thread):
    """Plays silence without a break, and a click whenever one is asked for. Libpulse's simple interface, which blocks while full."""

    def __init__(self, sink: str) -> None:
        super().__init__(name="floor's player", daemon=True)
        self._pulse = ctypes.CDLL("libpulse-simple.so.0")
        self._pulse.pa_simple_new.restype = ctypes.c_void_p
        # ctypes would pass the handle as a 32-bit int
        self._pulse.pa_simple_write.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p)
        self._pulse.pa_simple_free.argtypes = (ctypes.c_void_p,)
        error = ctypes.c_int()
        spec = _Format(_S16LE, RATE, 1)
        attributes = _Buffering(_UNSET, round(BUFFER * RATE) * _BYTES, _UNSET, _BLOCK * _BYTES, _UNSET)
        handle = self._pulse.pa_simple_new(
            None, b"floor", _PLAYBACK, sink.encode(), b"clicks", ctypes.byref(spec), None, ctypes.byref(attributes), ctypes.byref(error)
        )
        if not handle:
            raise OSError(f"the sound server refused a stream (PulseAudio's error {error.value})")
        self._handle = ctypes.c_void_p(handle)
        self._wanted, self._written, self._ended = threading.Event(), threading.Event(), threading.Event()
        self._at = 0.0

    def run(self) -> None:
        silence = bytes(_BLOCK * _BYTES)
        click = (8000 * np.sin(2 * np.pi * 1000 * np.arange(_BLOCK) / RATE + np.pi / 2)).astype("<i2").tobytes()
        while not self._ended.is_set():
            if self._wanted.is_set():
                self._wanted.clear()
                self._at = time.monotonic()
                self._pulse.pa_simple_write(self._handle, click, len(click), None)
                self._written.set()
            else:
                self._pulse.pa_simple_write(self._handle, silence, len(silence), None)
        self._pulse.pa_simple_free(self._handle)

    def click(self) -> float:
        """Plays one click of 5 ms with the next block; returns when the block was handed over."""
        self._written.clear()
        self._wanted.set()
        if not self._written.wait(5):
            raise TimeoutError("the sound server takes no samples")
        return self._at

    def end(self) -> None:
        self._ended.set()
        self.join(5)


def floor(sink: Sink, runs: int = 30, name: str = "speaker") -> Floor:
    """Measures the latency of the sink `name`, which `sink` must be recording and on which nothing else may sound. About 0.1 s a run."""
    player = _Player(name)
    player.start()
    try:
        time.sleep(0.3)
        delays = []
        for _ in range(runs):
            # not in step with the server's blocks
            time.sleep(0.06 + random.random() * 0.03)  # noqa: S311 - no secret
            at = player.click()
            delays.append(sink.onset(at - 0.002, timeout=2) - at)
    finally:
        player.end()
    return Floor(statistics.median(delays), statistics.quantiles(delays, n=20)[-1], runs)
