"""What every camera does: a video file, numbered pictures, MJPEG over HTTP, the fake, and what a package brings."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import cv2
import numpy as np
import pytest

from mmassist.capture.camera import Camera, CameraSource
from mmassist.capture.cameras import ForeignCamera
from mmassist.errors import DeviceLost
from mmassist.values import TargetKind
from tests.contract.documented import example
from tests.fakes.camera import FakeCamera
from tests.fakes.mjpeg import films, grey, jpeg
from tests.fakes.servers.base import Server

COUNT = 60
LEVELS = [40 + 3 * number for number in range(COUNT)]


@contextlib.asynccontextmanager
async def _fake(folder: Path) -> AsyncIterator[Camera]:
    yield FakeCamera([cv2.cvtColor(grey(level), cv2.COLOR_BGR2BGRA).astype(np.uint8) for level in LEVELS], 0.03)


@contextlib.asynccontextmanager
async def _video(folder: Path) -> AsyncIterator[Camera]:
    path = folder / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for level in LEVELS:
        writer.write(grey(level))
    writer.release()
    async with contextlib.aclosing(await CameraSource.open(str(path))) as camera:
        yield camera


@contextlib.asynccontextmanager
async def _pictures(folder: Path) -> AsyncIterator[Camera]:
    for number, level in enumerate(LEVELS):
        cv2.imwrite(str(folder / f"page{number:03d}.png"), grey(level))
    async with contextlib.aclosing(await CameraSource.open(str(folder / "page%03d.png"))) as camera:
        yield camera


@contextlib.asynccontextmanager
async def _web(folder: Path) -> AsyncIterator[Camera]:
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(Server(films([jpeg(grey(level)) for level in LEVELS], rounds=1), films([])))
        camera = await CameraSource.open(server.url)
        stack.push_async_callback(camera.aclose)
        yield camera


@contextlib.asynccontextmanager
async def _plug_in(folder: Path) -> AsyncIterator[Camera]:
    async with _fake(folder) as fake, contextlib.aclosing(ForeignCamera("fake", fake)) as camera:
        yield camera


@contextlib.asynccontextmanager
async def _documented(folder: Path) -> AsyncIterator[Camera]:
    async def scan() -> None:
        for number, level in enumerate(LEVELS):
            cv2.imwrite(str(folder / "coming.part.bmp"), grey(level))
            (folder / "coming.part.bmp").rename(folder / f"{number}.png")
            await asyncio.sleep(0.03)

    scanner = asyncio.create_task(scan())
    try:
        async with contextlib.aclosing(ForeignCamera("scanner", example("FolderSource")(str(folder), patience=0.8))) as camera:
            yield camera
    finally:
        scanner.cancel()
        await asyncio.wait([scanner])


MAKERS: dict[str, Callable[[Path], AbstractAsyncContextManager[Camera]]] = {
    "fake": _fake,
    "video": _video,
    "pictures": _pictures,
    "web": _web,
    "plug-in": _plug_in,
    "documented": _documented,
}


@pytest.fixture(params=MAKERS)
async def camera(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Camera]:
    async with MAKERS[request.param](tmp_path) as made:
        yield made


async def test_a_picture_is_bgra_and_read_only(camera: Camera) -> None:
    frame = await camera.latest()
    assert frame.pixels.shape == (240, 320, 4)
    assert frame.pixels.dtype == np.uint8
    assert not frame.pixels.flags.writeable


async def test_a_picture_tells_its_camera_and_when_it_came(camera: Camera) -> None:
    before = time.monotonic()
    first, second = await camera.latest(), await camera.latest()
    assert first.target.kind is TargetKind.CAMERA
    assert before - 1 < first.at < second.at <= time.monotonic()


async def test_each_picture_is_given_at_most_once_and_none_goes_back(camera: Camera) -> None:
    shown = [float(frame.pixels[..., :3].mean()) for frame in [await camera.latest() for _ in range(8)]]
    assert all(later > earlier + 1 for earlier, later in itertools.pairwise(shown))


async def test_who_is_slow_misses_pictures_and_gets_the_newest(camera: Camera) -> None:
    first = await camera.latest()
    await asyncio.sleep(0.5)
    later = await camera.latest()
    assert float(later.pixels[..., :3].mean()) > float(first.pixels[..., :3].mean()) + 3 * 8


async def test_changes_are_told_and_what_stays_the_same_is_not(camera: Camera) -> None:
    shown = []
    async with contextlib.aclosing(camera.changes()) as changes:
        async for frame in changes:
            shown.append(float(frame.pixels[..., :3].mean()))
            if len(shown) == 3:
                break
    assert all(later - earlier > 1 for earlier, later in itertools.pairwise(shown))


async def test_closing_twice_is_closing_once(camera: Camera) -> None:
    await camera.latest()
    await camera.aclose()
    await camera.aclose()


async def test_the_end_is_an_end_or_a_loss_that_is_said(camera: Camera) -> None:
    shown = 0
    with contextlib.suppress(DeviceLost):
        async for _ in camera.frames():
            shown += 1
    assert 10 < shown <= COUNT
