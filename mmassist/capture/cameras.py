"""Which cameras there are: what `camera_address` names, and those that other packages bring (entry points `mmassist.cameras`).

Such a package names a function, or a class, under a name of its own. It is called with what stands behind that name and a colon in
`--camera NAME:PLACE`, and gives a `Source`.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, cast, runtime_checkable

import numpy as np

from mmassist.capture.camera import Camera, CameraSource, Options, best_of
from mmassist.capture.camera_change import differs, reduced
from mmassist.errors import DeviceMissing
from mmassist.inference.keeping import Keeper
from mmassist.plugins import Patience, broken, failure, guarded, guarded_end, guarded_stream
from mmassist.values import Frame, Pixels, Target, TargetKind

GROUP = "mmassist.cameras"
_NAMED = re.compile(r"([a-z][a-z0-9_-]+):(.*)", re.DOTALL)  # one letter is a drive's
_BUILT_IN = ("http", "https")
_PATIENCE = Patience(silence=8.0)


@runtime_checkable
class Source(Protocol):
    """What a package brings. All belongs to one asyncio loop; one picture is asked for at a time."""

    async def latest(self) -> Frame:
        """The newest picture, waited for; each at most once. Raises CaptureErrors, DeviceLost when nothing comes any more or at the end.

        Only its `pixels` (BGRA, uint8) and `at` (monotonic time of its arrival) count.
        """
        ...

    async def aclose(self) -> None:
        """Lets go of the camera. Idempotent."""
        ...


async def open_camera(source: str, options: Options | None = None, keeper: Keeper | None = None) -> Camera:
    """A camera that can be asked. Raises as `Camera.latest` does, and PluginError where a package's fails.

    `keeper`: who watches over the process of a camera that needs one; while it refuses, none is opened.
    """
    entry, place = _entry(source)
    if entry is None:
        return await CameraSource.open(source, options, keeper)
    if keeper is not None and (refusal := keeper.refusal) is not None:
        raise DeviceMissing(str(refusal), refusal.spoken, refusal.remedy) from refusal
    return ForeignCamera(entry.name, await _made(entry, place))


async def look(
    source: str,
    rank: Callable[[Pixels], float] | None = None,
    options: Options | None = None,
    keeper: Keeper | None = None,
) -> Frame:
    """One good picture of the camera: once its exposure has settled, the best of a short burst.

    `rank`: the higher, the better, such as sharpness; without it the last is taken. Takes 0.3 to 2 s with a device, at most `patience` +
    `settle` s. Raises as `open_camera` does.
    """
    options = options or Options()
    async with contextlib.aclosing(await open_camera(source, options, keeper)) as camera:
        return await best_of(camera, rank, options)


class ForeignCamera:
    """A package's camera as the app gets it: it keeps the contract of `Camera`, or fails as other cameras fail."""

    def __init__(self, name: str, source: Source, patience: Patience = _PATIENCE) -> None:
        """`name`: of the entry point."""
        self._what = f"camera {name}"
        self._target = Target(TargetKind.CAMERA, path=f"{name}:")
        self._source = source
        self._patience = patience

    async def latest(self) -> Frame:
        async with contextlib.aclosing(guarded_stream(self._what, self._one, self._patience)) as found:
            async for frame in found:
                return self._checked(frame)
        raise broken(self._what, "gives no picture")

    async def frames(self) -> AsyncGenerator[Frame, None]:
        while True:
            yield await self.latest()

    async def changes(self) -> AsyncGenerator[Frame, None]:
        before = None
        async with contextlib.aclosing(self.frames()) as frames:
            async for frame in frames:
                after = reduced(frame.pixels[..., :3])
                if differs(before, after):
                    before = after
                    yield frame

    async def aclose(self) -> None:
        await guarded_end(self._what, lambda: self._source.aclose(), self._patience)

    async def _one(self) -> AsyncGenerator[object, None]:
        yield await self._source.latest()

    def _checked(self, frame: object) -> Frame:
        if not isinstance(frame, Frame) or not isinstance(frame.at, float):
            raise broken(self._what, f"gives a {type(frame).__name__} that is no picture")
        pixels: object = frame.pixels
        if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 4 or not pixels.size:
            raise broken(self._what, "gives pixels that are not BGRA")
        kept: Pixels = pixels.copy()  # the package's own may be written to again
        kept.flags.writeable = False
        return replace(frame, pixels=kept, origin=(0, 0), target=self._target)


def _entry(source: str) -> tuple[EntryPoint | None, str]:
    """The package's camera that `source` names, and its place; None where it names none."""
    named = _NAMED.fullmatch(source.strip())
    if named is None or named[1] in _BUILT_IN or named[2].startswith("//"):
        return None, ""
    entries = {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in _BUILT_IN}
    return entries.get(named[1]), named[2]


async def _made(entry: EntryPoint, place: str) -> Source:
    what = f"camera {entry.name}"
    factory: object = await asyncio.to_thread(guarded, what, entry.load)
    if not callable(factory):
        raise failure(what, TypeError(f"{entry.value} is not callable"))
    made: object = guarded(what, lambda: factory(place))
    if not guarded(what, lambda: isinstance(made, Source)):
        raise failure(what, TypeError(f"{entry.value} makes no camera"))
    return cast(Source, made)
