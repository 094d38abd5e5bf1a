"""A user who speaks over the app: a voice that is not its own, heard while it speaks, silences it and is listened to."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol

from mmassist.capture.microphone_barge_in import Cleaned
from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.engine.hearing import Blocks, Microphone
from mmassist.errors import MmassistError, NothingHeard, as_ours
from mmassist.perception.hearing.vad import Detector
from mmassist.values import AudioBlock

_LINGER = 0.6  # seconds after the app's last sound for which a voice still speaks over it
_BEFORE = 25  # blocks, 0.8 s, that are heard before a voice is known for one
_WINDOWS = 7  # blocks that are judged together: 0.22 s
_ENOUGH = 6  # of them hold speech
_SPEECH, _NEAR, _SURE = 0.5, 0.35, 0.55  # the detector's and the filter's word for a block, and for all of them together


class Takes(Protocol):
    """Who listens to a user that speaks over the app; `blocks` begin before the first word. False: it listens already."""

    def __call__(self, at: float, blocks: Blocks, nothing: Callable[[], None]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ear:
    """`without_echo`: blocks less the app's own voice, and how much of what is left is somebody else's. `detector`: none but this may use
    it."""

    microphone: Microphone
    without_echo: Callable[[Blocks], AsyncGenerator[Cleaned, None]]
    detector: Callable[[], Detector]


class Judge:
    """Whether somebody speaks over the app, block by block. Pure but for its memory."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=_WINDOWS)

    def heard(self, speech: float, near: float) -> bool:
        """`speech`: that there is some in what is left, 0 to 1; `near`: how much of it is not the app's."""
        self._last.append(speech * near if speech > _SPEECH and near > _NEAR else 0.0)
        return sum(share > 0 for share in self._last) >= _ENOUGH and sum(self._last) > _SURE * _WINDOWS * _SPEECH


class Overhearing:
    """Belongs to the engine's loop; the microphone is open while the app is to be heard, and `_LINGER` longer."""

    def __init__(self, ear: Ear, own: OwnSpeech, takes: Takes, fault: Callable[[MmassistError], None]) -> None:
        """`fault`: told once of each thing that keeps it from hearing, until it hears again."""
        self._ear = ear
        self._own = own
        self._takes = takes
        self._fault = fault
        self._detector: Detector | None = None
        self._task: asyncio.Task[None] | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._told: type[MmassistError] | None = None
        self._resting = False

    @property
    def is_open(self) -> bool:
        return self._task is not None

    def changed(self) -> None:
        """The app began or ceased to sound."""
        if self._own.is_sounding:
            if self._ending is not None:
                self._ending.cancel()
                self._ending = None
            if self._task is None and not self._resting:
                self._task = asyncio.create_task(self._overhear(), name="overhearing")
                self._task.add_done_callback(self._ended)
        elif self._ending is None:
            self._ending = asyncio.get_running_loop().call_later(_LINGER, self._rested)

    def rest(self) -> None:
        """Nothing came of what was taken for a voice: what is said of that is not listened over."""
        self._resting = True

    def failed(self, error: MmassistError) -> None:
        """For faults of the microphone while nobody else listens: it does without."""
        if isinstance(error, NothingHeard) or self._told is type(error):
            return
        self._told = type(error)
        self._fault(error)

    async def aclose(self) -> None:
        self._resting = True
        if self._ending is not None:
            self._ending.cancel()
        if (task := self._task) is not None:
            task.cancel()
            await asyncio.wait([task])

    def _rested(self) -> None:
        self._ending, self._resting = None, False
        if self._task is not None:
            self._task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if task.cancelled():
            if self._own.is_sounding:
                self.changed()  # it began again meanwhile
        elif (error := task.exception()) is not None:
            self.failed(as_ours(error))

    async def _overhear(self) -> None:
        if self._detector is None:
            self._detector = await asyncio.to_thread(self._ear.detector)
        self._detector.reset()
        blocks, judge, before = self._ear.microphone.open(), Judge(), deque[AudioBlock](maxlen=_BEFORE)
        taken = False
        cleaned = self._ear.without_echo(blocks)
        try:
            async for each in cleaned:
                self._told = None
                before.append(each.block)
                if judge.heard(self._detector.probability(each.block.samples), each.near):
                    taken = self._takes(time.monotonic(), _Continued(tuple(before), cleaned, blocks), self.rest)
                    return
        finally:
            if not taken:
                await cleaned.aclose()
                await blocks.aclose()


class _Continued:
    """What was heard already, and what follows."""

    def __init__(self, before: tuple[AudioBlock, ...], cleaned: AsyncGenerator[Cleaned, None], blocks: Blocks) -> None:
        self._before = before
        self._cleaned = cleaned
        self._blocks = blocks

    async def __aiter__(self) -> AsyncGenerator[AudioBlock, None]:
        for block in self._before:
            yield block
        async for each in self._cleaned:
            yield each.block

    async def aclose(self) -> None:
        await self._blocks.aclose()
        with contextlib.suppress(RuntimeError):  # it may be waiting for a block, which the line above ends
            await self._cleaned.aclose()
