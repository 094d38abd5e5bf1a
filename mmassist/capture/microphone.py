"""The microphone: sound in blocks of 32 ms as long as somebody listens, from a device that may come and go.

It is open only while somebody listens, unless the user wants it held open so that the half second before a key press is heard too.
PortAudio runs in a worker process (see `microphone_process`), so that neither can a fault of the voice's sound device end what is
being heard, nor the other way round, and a hang is killed. Nothing is written to disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mmassist.capture.levels import level
from mmassist.capture.microphone_backlog import Listening
from mmassist.capture.microphone_blocks import BLOCK
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, MmassistError, NothingHeard, PermissionDenied, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.vitals import Vitals, vitals
from mmassist.inference.worker import Worker
from mmassist.values import SAMPLE_RATE, AudioBlock

log = logging.getLogger(__name__)

_PROCESS = "mmassist.capture.microphone_process"
_PRE_ROLL = -(-SAMPLE_RATE // 2 // BLOCK)  # blocks: half a second
_FIRST_RETRY, _LONGEST_RETRY = 0.1, 2.0
_DOUBT = 0.1  # seconds
_CLIPPED_SHARE, _CLIPPED_FOR = 0.1, 0.5  # of a block's samples; seconds
_LATE = 1.5  # how much longer a process may take that only waits for the processor, in parts of what is allowed for a sign of life
_KILLED_AFTER = 3.0  # as long as it takes until a hang is told: a machine that is only busy gets over it


@dataclass(frozen=True, slots=True)
class Options:
    """`device`: its name or a part of what it is called, empty for the system's choice, which is followed when it changes.

    `pre_roll`: the device is held open all the time, and what was said in the half second before is heard too. `backlog`: seconds of
    sound that wait for a slow listener. `silent_after`: seconds of nothing but digital silence from the opening on that are taken for a
    muted microphone, 0: never.
    `hang_after`: seconds without a sign of life from the process after which that is told; after thrice as long it is killed.
    """

    device: str = ""
    pre_roll: bool = False
    backlog: float = 20.0
    silent_after: float = 2.0
    hang_after: float = 1.0


def _ignore(what: object) -> None:
    pass


class Microphone:
    """Belongs to one asyncio loop.

    `on_fault` is called, on the loop, once for each thing that goes wrong, with an error that can be spoken: DeviceMissing, DeviceBusy,
    DeviceLost, PermissionDenied (muted, too), WorkerLost, NothingHeard, CaptureError (sound was lost on the way, or is distorted). The
    microphone goes on trying by itself. `on_device` is called with what a device is called, each time that one begins to give sound.
    """

    def __init__(
        self,
        options: Options = Options(),
        on_fault: Callable[[MmassistError], None] = _ignore,
        on_device: Callable[[str], None] = _ignore,
        keeper: Keeper | None = None,
    ) -> None:
        """`keeper`: who watches over the process, if anybody does, and tells that it was lost; `on_fault` then does not."""
        self._options = options
        self.on_fault = on_fault
        self._on_device = on_device
        self._keeper = keeper
        self._worker = Worker(_PROCESS, hang_after=_KILLED_AFTER * options.hang_after, keeper=keeper)
        self._listeners: list[Listening] = []
        self._before: deque[AudioBlock] = deque(maxlen=_PRE_ROLL)
        self._pump: asyncio.Task[None] | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._fault: MmassistError | None = None
        self._expected = 0.0  # when the next block's first sample is taken up, if nothing is lost; 0: not known
        self._silent: float | None = 0.0  # seconds without any sound since it was opened; None: there was some
        self._clipped = 0.0  # seconds for which it has clipped without a pause
        self._muted = self._reopened = self._overflowing = self._distorting = False
        self._label = self._named = ""

    async def start(self) -> None:
        """Starts the process, so that a key press does not wait for it. Raises WorkerLost if it can't start."""
        await self._worker.start()
        if self._options.pre_roll:
            self._run()

    async def use(self, options: Options) -> None:
        """Another device, or one that is held open or no more: at once, also for who listens."""
        before, self._options = self._options, options
        if self._pump is not None and (options.device != before.device or not (options.pre_roll or self._listeners)):
            await self._halt()
        if self._pump is None and (options.pre_roll or self._listeners):
            self._run()

    def open(self) -> Listening:
        """Opens the device, unless it is open, and returns at once. The first blocks are those of the half second before, if there are any.

        What the device can't do is told by `on_fault`.
        """
        most = max(1, round(self._options.backlog * SAMPLE_RATE / BLOCK))
        listening = Listening(self._before, most, self._overflowed, self._leave)
        self._listeners.append(listening)
        self._overflowing = self._distorting = False
        self._silent, self._clipped = 0.0, 0.0
        self._run()
        return listening

    async def devices(self) -> list[tuple[str, str, bool]]:
        """Of each microphone its name, what it is called, and whether it is the system's choice. Raises CaptureError or WorkerLost."""
        # A process that listens answers nothing else meanwhile.
        worker = self._worker if self._pump is None else Worker(_PROCESS, hang_after=_KILLED_AFTER * self._options.hang_after)
        found: list[tuple[str, str, bool]] = []
        try:
            async with contextlib.aclosing(worker.request("devices")) as replies:
                async for reply in replies:
                    found += [(str(name), str(label), bool(default)) for name, label, default in reply.fields.get("devices", ())]
        finally:
            if worker is not self._worker:
                await worker.aclose()
        return found

    @property
    def fault(self) -> MmassistError | None:
        """What keeps the microphone from hearing at the moment."""
        return self._fault

    @property
    def is_open(self) -> bool:
        """Whether the device is open, or is being opened."""
        return self._pump is not None

    @property
    def pid(self) -> int | None:
        """Process id of the microphone's process while it runs."""
        return self._worker.pid

    async def aclose(self) -> None:
        """Closes the device and ends the process; whoever listens is at the end."""
        for listening in tuple(self._listeners):
            await listening.aclose()
        await self._halt()
        await self._worker.aclose()

    def _run(self) -> None:
        if self._pump is not None:
            if self._fault:
                # Who asks for the microphone now was not there when it was told.
                asyncio.get_running_loop().call_soon(self.on_fault, self._fault)
        else:
            self._fault, self._expected, self._named = None, 0.0, ""
            self._pump = asyncio.create_task(self._hear(), name="microphone")

    async def _leave(self, listening: Listening) -> None:
        self._listeners.remove(listening)
        if not self._listeners and not self._options.pre_roll:
            await self._halt()

    async def _halt(self) -> None:
        pump, self._pump = self._pump, None
        self._before.clear()
        if pump is not None:
            pump.cancel()
            await asyncio.wait([pump])

    async def _hear(self) -> None:
        """Listens, and again after each fault."""
        pause = _FIRST_RETRY
        while True:
            self._expect_reply()
            try:
                async with contextlib.aclosing(self._worker.request("listen", device=self._options.device)) as replies:
                    async for reply in replies:
                        self._expect_reply()
                        self._take(reply)
                        if reply.body:
                            pause = _FIRST_RETRY
            except WorkerLost as error:
                self._lost(error)
            except CaptureError as error:
                self._failed(error)
            finally:
                self._expect_nothing()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_RETRY)

    def _expect_reply(self) -> None:
        self._expect_nothing()
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(self._options.hang_after, self._doubt, loop.time() + self._options.hang_after)

    def _expect_nothing(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _doubt(self, due: float) -> None:
        """It may have been the loop that was held up, or the whole computer: what came meanwhile is looked at first."""
        loop = asyncio.get_running_loop()
        if loop.time() - due > _DOUBT:
            self._expect_reply()
        else:
            self._patience = loop.call_later(_DOUBT, self._hangs, due + _LATE * self._options.hang_after)

    def _hangs(self, latest: float) -> None:
        loop = asyncio.get_running_loop()
        if self._is_late() and loop.time() < latest:
            self._patience = loop.call_later(_DOUBT, self._hangs, latest)
            return
        if self._keeper is not None:
            self._keeper.silent()
            return
        self._failed(
            WorkerLost("the process is silent", "The microphone does not answer.", "It is started again by itself. Then say it again.")
        )

    def _is_late(self) -> bool:
        """On a busy machine a process may not have come up yet, or wait for the processor: it is not what is at fault."""
        return self._worker.pid is None or vitals(self._worker.pid) is Vitals.RUNS

    def _lost(self, error: WorkerLost) -> None:
        if self._keeper is None:
            self._failed(WorkerLost(str(error), "The microphone's process stopped and is being restarted.", "Say it again."))
        elif self._keeper.refusal is None:
            self._fault = self._fault or error  # its keeper tells it
        elif self._fault is None or isinstance(self._fault, WorkerLost):
            self._fault = None
            self._failed(DeviceMissing(str(error), error.spoken, error.remedy))

    def _take(self, reply: Message) -> None:
        fields = reply.fields
        if reply.body:
            self._give(AudioBlock(np.frombuffer(reply.body, np.float32), float(fields["at"]), int(fields["lost"])))
        elif "device" in fields:
            self._label, self._reopened = str(fields["label"]), True
            self._set_muted(bool(fields["muted"]))
        elif "hung" in fields:
            self._failed(DeviceLost("the sound server does not answer", "The sound system does not answer.", "Restart the sound server."))

    def _give(self, block: AudioBlock) -> None:
        if self._reopened and self._expected:
            hole = round((block.at - self._expected) * SAMPLE_RATE)
            block = replace(block, lost=hole) if hole > BLOCK else block
        self._reopened = False
        self._expected = block.at + BLOCK / SAMPLE_RATE
        if self._fault and not self._muted and not isinstance(self._fault, NothingHeard):
            self._fault, self._named = None, ""
        if self._named != self._label:
            self._named = self._label
            self._on_device(self._label)
        self._watch_silence(block)
        self._watch_clipping(block)
        self._before.append(block)
        for listening in self._listeners:
            listening.put(block)

    def _watch_silence(self, block: AudioBlock) -> None:
        """A real microphone always hears something, if only itself; one that suppresses noise is silent between the words."""
        if block.samples.any():
            self._silent = None
            if isinstance(self._fault, NothingHeard):
                self._fault = None
        elif self._silent is not None:
            self._silent += BLOCK / SAMPLE_RATE
            if 0 < self._options.silent_after <= self._silent and self._fault is None:
                remedy = "Check the switch on the microphone, and its volume in the sound settings."
                self._failed(NothingHeard("digital silence", "The microphone gives only silence. Is it muted?", remedy))

    def _watch_clipping(self, block: AudioBlock) -> None:
        """A loud word clips for a moment; what clips all the time can't be understood, and its user should know why."""
        clips = level(block.samples).clipped > _CLIPPED_SHARE * len(block.samples)
        self._clipped = self._clipped + BLOCK / SAMPLE_RATE if clips else 0.0
        if self._clipped >= _CLIPPED_FOR and self._listeners and not self._distorting:
            self._distorting = True
            remedy = "Turn its volume down in the sound settings, then say it again."
            self.on_fault(CaptureError("clipped", "The microphone is too loud: what you say is distorted.", remedy))

    def _set_muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self._failed(PermissionDenied("muted by the sound server", "The microphone is muted.", "Unmute it in the sound settings."))

    def _failed(self, error: MmassistError) -> None:
        log.warning("microphone: %s", error)
        # Of what follows from one fault only the first is told; a muted microphone may be lost too, and what keeps a new process from the
        # device does not follow from the loss of the old one.
        gives_blocks = self._muted or isinstance(self._fault, NothingHeard)
        is_new = self._fault is None or (isinstance(self._fault, WorkerLost) and not isinstance(error, WorkerLost))
        if is_new or (gives_blocks and type(error) is not type(self._fault) and not isinstance(error, NothingHeard)):
            self._fault = error
            self.on_fault(error)

    def _overflowed(self) -> None:
        if not self._overflowing:
            self._overflowing = True
            self.on_fault(
                CaptureError("a listener is too slow", "Some of what was said got lost: the computer is too busy.", "Say it again.")
            )
