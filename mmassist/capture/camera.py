"""What a camera sees: a device, a video file, numbered pictures or MJPEG over HTTP, at its own rate and never behind it.

The camera is read in a process of its own. Whatever happens to it there, a crash, a hang, garbage, becomes an error that is spoken.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np

from mmassist.capture.camera_address import Address, SourceKind, address_of
from mmassist.capture.camera_memory import Landing
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.worker import Worker
from mmassist.values import Frame, Pixels, Target, TargetKind

_T = TypeVar("_T")
MODULE = "mmassist.capture.camera_process"
_STALE = 0.045
_SETTLED, _LOOKED_AT = 6.0, 16
_ALWAYS_NEW = (SourceKind.DEVICE, SourceKind.WEB)  # opened anew they go on where they are; a file would begin again


@dataclass(frozen=True, slots=True)
class Options:
    """`patience`: seconds that the first picture may take. `hang_after`: seconds of silence after which the process is killed.

    `settle`: seconds that the exposure may take to settle; `burst`: of so many pictures `look` takes the best.
    """

    patience: float = 5.0
    hang_after: float = 8.0
    settle: float = 1.2
    burst: int = 5


class Camera(Protocol):
    """What gives pictures. All belongs to one asyncio loop; one picture is in flight at a time."""

    async def latest(self) -> Frame:
        """The newest picture, waited for; each at most once, none older than 50 ms as long as the machine keeps up.

        `at`: monotonic time of its arrival. Its size may differ from that of the one before. Raises DeviceMissing, DeviceBusy,
        PermissionDenied, ClipUnreadable, ImageUnreadable, or DeviceLost when nothing comes any more; the next call then opens anew.
        """
        ...

    def frames(self) -> AsyncGenerator[Frame, None]:
        """`latest` again and again: as fast as the camera gives and the caller takes. Ends where a file does."""
        ...

    def changes(self) -> AsyncGenerator[Frame, None]:
        """As `frames`, but only those that differ visibly from the one given before: for watching, at a fraction of the cost."""
        ...

    async def aclose(self) -> None:
        """Lets go of the camera. Idempotent."""
        ...


class CameraSource:
    """A real `Camera`."""

    def __init__(self, source: str, options: Options | None = None, keeper: Keeper | None = None) -> None:
        """Opens nothing yet. Raises DeviceMissing where `source` (see `camera_address`) names no camera.

        `keeper`: who watches over the process, if anybody does; what can be opened anew without harm then is, once, before it counts as
        lost.
        """
        self._address: Address = address_of(source)
        self._target = Target(TargetKind.CAMERA, path=self._address.place)
        self._options = options or Options()
        self._keeper = keeper
        self._worker: Worker | None = None
        self._landing = Landing()
        self._number = 0
        self._passed_over = 0
        self._busy = asyncio.Lock()

    @classmethod
    async def open(cls, source: str, options: Options | None = None, keeper: Keeper | None = None) -> CameraSource:
        """A camera that has given its first picture. Raises as `Camera.latest` does."""
        camera = cls(source, options, keeper)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(camera.aclose)
            async with camera._busy:
                await camera._heard(camera._opened)
            stack.pop_all()
        return camera

    @property
    def passed_over(self) -> int:
        """How many pictures came while the caller was busy, and were left for newer ones."""
        return self._passed_over

    @property
    def pid(self) -> int | None:
        """Of the process that reads the camera, while it runs."""
        return self._worker.pid if self._worker else None

    async def latest(self) -> Frame:
        frame = await self._next("next")
        if frame is None:
            await self._let_go()
            raise DeviceLost("the end of the file", "The recording has ended.", "Start it again.")
        return frame

    async def frames(self) -> AsyncGenerator[Frame, None]:
        while (frame := await self._next("next")) is not None:
            yield frame

    async def changes(self) -> AsyncGenerator[Frame, None]:
        while (frame := await self._next("change")) is not None:
            yield frame

    async def aclose(self) -> None:
        await self._let_go()
        self._landing.close()

    async def _next(self, op: str) -> Frame | None:
        """The next picture that is fresh; None at the end of a file."""
        async with self._busy:
            return await self._heard(lambda: self._fresh(op))

    async def _heard(self, ask: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """What failed is let go of, so that the next call opens anew."""
        if self._keeper is not None and self._address.kind in _ALWAYS_NEW:
            try:
                return await self._tried(ask)
            except WorkerLost:
                await self._let_go()
        try:
            return await self._tried(ask)
        except WorkerLost as error:
            await self._let_go()
            if self._keeper is not None and self._keeper.refusal is not None:
                raise DeviceMissing(str(error), error.spoken, error.remedy) from error
            raise DeviceLost(f"the camera's process failed: {error}", "The camera stopped.", "Try again.") from error

    async def _tried(self, ask: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """Raises WorkerLost where the process failed."""
        try:
            return await ask()
        except ValueError as error:
            raise WorkerLost(str(error)) from error
        except CaptureError:
            await self._let_go()
            raise

    async def _fresh(self, op: str) -> Frame | None:
        stale, since, asked = None, 0.0, op
        while True:
            worker = await self._opened()
            fields = await self._asked(worker, asked, after=self._number, watched=op == "change")
            if "ended" in fields:
                return stale
            if "need" in fields:
                self._landing.grow(fields["need"])
                continue
            if "still" in fields:
                self._number = int(fields["still"])
                continue
            if op == "next" and self._number:
                self._passed_over += int(fields["number"]) - self._number - 1
            frame = self._frame(fields)
            now = time.monotonic()
            since = since if stale else now
            # On a machine that can't keep up an old picture is better than none.
            if now - frame.at <= _STALE or now - since > self._options.settle:
                return frame
            self._passed_over += 1
            # A change that has been seen is there in the next picture too.
            stale, asked = frame, "next"

    def _frame(self, fields: dict[str, Any]) -> Frame:
        self._number = int(fields["number"])
        pixels = self._landing.picture(int(fields["height"]), int(fields["width"]))
        return Frame(pixels, (0, 0), self._target, float(fields["at"]))

    async def _opened(self) -> Worker:
        if self._worker is None:
            self._number = 0
            self._worker = worker = Worker(MODULE, hang_after=self._options.hang_after, keeper=self._keeper)
            address = self._address
            told = {"kind": address.kind.value, "place": address.place, "name": address.name, "password": address.password}
            fields = await self._asked(worker, "open", **told)
            if "need" in fields:
                self._landing.grow(fields["need"])
        return self._worker

    async def _asked(self, worker: Worker, op: str, **fields: object) -> dict[str, Any]:
        request = worker.request(op, **fields, segment=self._landing.name, patience=self._options.patience)
        async with contextlib.aclosing(request) as replies:
            async for reply in replies:
                return reply.fields
        raise WorkerLost("the camera's process said nothing")

    async def _let_go(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.aclose()


async def best_of(camera: Camera, rank: Callable[[Pixels], float] | None = None, options: Options | None = None) -> Frame:
    """One good picture of a camera that is open: once its exposure has settled, the best of a short burst, by `rank`."""
    options = options or Options()
    best = await camera.latest()
    worth = rank(best.pixels) if rank else 0.0
    level, taken, began = _level(best.pixels), 1, time.monotonic()
    async with contextlib.aclosing(camera.frames()) as frames:
        async for frame in frames:
            before, level = level, _level(frame.pixels)
            if abs(level - before) > _SETTLED and time.monotonic() - began < options.settle:
                best, worth, taken = frame, rank(frame.pixels) if rank else 0.0, 1
                continue
            taken += 1
            if (found := rank(frame.pixels) if rank else worth) >= worth:
                best, worth = frame, found
            if taken >= options.burst:
                break
    return best


def _level(pixels: Pixels) -> float:
    """Mean brightness of a few pixels, 0 to 255."""
    return float(np.mean(pixels[::_LOOKED_AT, ::_LOOKED_AT, :3]))
