"""Watches on a camera, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import numpy as np

from mmassist.engine.watch.contract import Camera, WatchTarget
from mmassist.errors import CaptureError, DeviceLost
from mmassist.values import Box, Frame, Target, TextLine
from tests.fakes.watching import Watched, watching


class ScriptedCamera:
    """Shows what the script puts before it; reads as what the script says."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()
        self.error: CaptureError | None = None
        self.closed = False
        self.questions = 0
        self._changed = asyncio.Event()

    async def open(self, source: str) -> Camera:
        self.show()
        return self

    def show(self, *texts: str) -> None:
        self.texts = texts
        self._changed.set()

    async def changes(self) -> AsyncGenerator[Frame, None]:
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self.error is not None:
                raise self.error
            yield Frame(np.zeros((48, 64, 4), np.uint8), (0, 0), Target(), 0.0)

    async def aclose(self) -> None:
        self.closed = True

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        self.questions += 1
        await asyncio.sleep(0.2)
        yield tuple(TextLine(text, Box(0, 20 * at, 60, 16), 0.9) for at, text in enumerate(self.texts))


def seen(script: Any) -> tuple[Watched, ScriptedCamera]:
    cameras: list[ScriptedCamera] = []

    async def run(watched: Watched) -> None:
        await script(watched, cameras[0])

    async def opened(source: str) -> Camera:
        return await cameras[0].open(source)

    class Texts:
        def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
            return cameras[0].read(frame, first)

    async def prepared(watched: Watched) -> None:
        cameras.append(ScriptedCamera())
        watched.target = WatchTarget(camera="0")
        await run(watched)

    return watching(prepared, camera=opened, texts=Texts()), cameras[0]


def test_text_that_comes_before_the_camera_is_told() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(3)
        camera.show("Gate 12")
        await asyncio.sleep(3)
        camera.show("Gate 14", "Boarding")
        await asyncio.sleep(3)

    watched, camera = seen(script)
    assert watched.announced == ["Gate 14"]
    assert camera.closed


def test_a_still_picture_is_read_once() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(600)

    _, camera = seen(script)
    assert camera.questions <= 2


def test_a_camera_that_is_lost_is_heard_and_ends_the_watch() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        camera.error = DeviceLost("pulled out")
        camera.show()
        await asyncio.sleep(2)
        assert watched.watches.listing == ()

    watched, _ = seen(script)
    assert [type(fault) for fault in watched.faults] == [DeviceLost]
    assert "Watch 1 ends." in watched.told
