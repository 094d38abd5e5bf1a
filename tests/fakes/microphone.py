"""A microphone without a device: plays a folder of WAV files, or samples, in real or in virtual time; it can be pulled out."""

from __future__ import annotations

import asyncio
import time
import wave
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mmassist.capture.microphone_backlog import Listening
from mmassist.capture.microphone_blocks import BLOCK
from mmassist.errors import CaptureError, DeviceLost, MmassistError
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

_PRE_ROLL = 16


def _ignore(what: object) -> None:
    pass


def recordings(folder: Path) -> Samples:
    """The WAV files of `folder` by name, one after the other; each must be 16-bit mono at `SAMPLE_RATE`."""
    parts: list[Samples] = []
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path), "rb") as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2), path
            parts.append(np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / np.float32(32768))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


class FakeMicrophone:
    """`samples` are heard from the first `open` on, then faint noise for ever. `speed`: 1 is real time, 0 as fast as it is listened to.

    In virtual time (0) the blocks' times go on as if it were real. With `pre_roll` it hears noise before it is opened.
    """

    def __init__(
        self,
        samples: Samples | Path | None = None,
        *,
        speed: float = 0.0,
        pre_roll: bool = False,
        backlog: int = 600,
        on_fault: Callable[[MmassistError], None] = _ignore,
    ) -> None:
        self._samples = recordings(samples) if isinstance(samples, Path) else np.zeros(0, np.float32) if samples is None else samples
        self._speed = speed
        self._pre_roll = pre_roll
        self._backlog = backlog
        self._on_fault = on_fault
        self._listeners: list[Listening] = []
        self._before: deque[AudioBlock] = deque(maxlen=_PRE_ROLL)
        self._task: asyncio.Task[None] | None = None
        self._noise = np.random.default_rng(1)
        self._at = 0.0
        self._place = 0
        self._missing = 0
        self._overflowing = False
        self.fault: MmassistError | None = None
        self.opened = 0

    async def start(self) -> None:
        if self._pre_roll:
            self._run()

    def open(self) -> Listening:
        self.opened += 1
        listening = Listening(self._before, self._backlog, self._overflowed, self._leave)
        self._listeners.append(listening)
        self._overflowing = False
        self._run()
        return listening

    @property
    def is_open(self) -> bool:
        return self._task is not None

    def pull_out(self) -> None:
        """Takes the device away; time goes on."""
        self.fault = DeviceLost("pulled out", "The microphone stopped.", "Check its cable, or choose another.")
        self._on_fault(self.fault)

    def plug_in(self) -> None:
        self.fault = None

    async def aclose(self) -> None:
        for listening in tuple(self._listeners):
            await listening.aclose()
        await self._halt()

    def _run(self) -> None:
        if self._task is None:
            self._at = time.monotonic()
            self._task = asyncio.create_task(self._hear(), name="fake microphone")

    async def _leave(self, listening: Listening) -> None:
        self._listeners.remove(listening)
        if not self._listeners and not self._pre_roll:
            await self._halt()

    async def _halt(self) -> None:
        task, self._task = self._task, None
        self._before.clear()
        if task:
            task.cancel()
            await asyncio.wait([task])

    async def _hear(self) -> None:
        while True:
            await asyncio.sleep(BLOCK / SAMPLE_RATE / self._speed if self._speed else 0)
            at, self._at = self._at, self._at + BLOCK / SAMPLE_RATE
            if self.fault:
                self._missing += BLOCK
                continue
            block, self._missing = AudioBlock(self._next(), at, self._missing), 0
            self._before.append(block)
            for listening in tuple(self._listeners):
                if not self._speed:
                    await self._taken(listening)
                listening.put(block)

    async def _taken(self, listening: Listening) -> None:
        """In virtual time nobody is too slow."""
        while listening in self._listeners and listening.waiting > _PRE_ROLL:  # noqa: ASYNC110 - a fake
            await asyncio.sleep(0.0005)

    def _next(self) -> Samples:
        block = (0.0005 * self._noise.standard_normal(BLOCK)).astype(np.float32)
        if self._listeners:
            piece = self._samples[self._place : self._place + BLOCK]
            self._place += len(piece)
            block[: len(piece)] = piece
        block.flags.writeable = False
        return block

    def _overflowed(self) -> None:
        if not self._overflowing:
            self._overflowing = True
            self._on_fault(CaptureError("a listener is too slow", "Some of what was said got lost: the computer is too busy."))
