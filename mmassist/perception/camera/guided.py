"""From a camera's pictures to the one that is read: guides by voice, and takes the sharpest of a short burst."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from mmassist.perception.camera.exposure import exposure
from mmassist.perception.camera.focus import sharpness
from mmassist.perception.camera.guidance import Hint, Seen, begin, step
from mmassist.perception.camera.motion import Grey, motion, reduced
from mmassist.perception.camera.page_finder import find_page
from mmassist.values import Frame

_BURST = 5


class Observer:
    """Looks at one picture after the other and remembers the last. Blocks 30 to 60 ms for each; one thread at a time."""

    def __init__(self) -> None:
        self._before: Grey | None = None

    def observe(self, frame: Frame) -> Seen:
        small = reduced(frame.pixels)
        before, self._before = self._before, small
        moving = before is not None and motion(before, small).moving
        return Seen(frame.at, exposure(frame.pixels).light, moving, sharpness(frame.pixels), find_page(frame.pixels))


@dataclass(frozen=True, slots=True)
class Taken:
    """`good`: whether all was well when it was taken; else patience, or the recording, had ended."""

    frame: Frame
    good: bool


async def take_page(frames: AsyncGenerator[Frame, None], say: Callable[[Hint], None]) -> Taken | None:
    """Guides with `say` until a page is well seen, and gives the sharpest of the next pictures; None where no picture came at all.

    Closes `frames`. Raises what it raises. A recording that ends before that gives the sharpest picture it had of a page, or any.
    """
    observer, state = Observer(), None
    best: tuple[tuple[bool, float], Frame] | None = None
    async with contextlib.aclosing(frames):
        async for frame in frames:
            seen = await asyncio.to_thread(observer.observe, frame)
            worth = (seen.page is not None, seen.sharpness or 0.0)
            best = max(best, (worth, frame), key=lambda one: one[0]) if best else (worth, frame)
            done = step(state or begin(frame.at), seen)
            state = done.state
            if done.hint is not None:
                say(done.hint)
            if done.ready:
                return Taken(await _sharpest(frame, frames), done.good)
    return Taken(best[1], good=False) if best else None


async def _sharpest(first: Frame, frames: AsyncGenerator[Frame, None]) -> Frame:
    best, worth, count = first, await asyncio.to_thread(sharpness, first.pixels) or 0.0, 1
    until = time.monotonic() + 1.0
    async for frame in frames:
        found = await asyncio.to_thread(sharpness, frame.pixels) or 0.0
        if found > worth:
            best, worth = frame, found
        count += 1
        if count >= _BURST or time.monotonic() > until:
            break
    return best
