"""What can go wrong with a camera, each with the sentence that is heard, and that the next picture comes once it is mended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import pytest

from mmassist.capture.camera import CameraSource, Options
from mmassist.capture.cameras import look
from mmassist.errors import (
    CaptureError,
    ClipUnreadable,
    DeviceBusy,
    DeviceLost,
    DeviceMissing,
    ImageUnreadable,
    PermissionDenied,
    WorkerLost,
)
from mmassist.inference.keeping import Restarts
from tests.fakes.mjpeg import CONTENT_TYPE, films, grey, jpeg, part, stalls
from tests.fakes.servers.base import Behaviour, Server, declines, hangs_up, head, raw, silence

PICTURES = [jpeg(grey(level)) for level in range(50, 200, 10)]
HASTY = Options(patience=1.0)


@contextlib.asynccontextmanager
async def camera_of(*behaviours: Behaviour) -> AsyncIterator[tuple[CameraSource, Server]]:
    async with Server(*behaviours) as server, contextlib.aclosing(CameraSource(server.url, HASTY)) as camera:
        yield camera, server


async def until_lost(camera: CameraSource) -> CaptureError:
    with pytest.raises(CaptureError) as caught:
        async for _ in camera.frames():
            pass
    return caught.value


async def test_a_stall_is_told_within_two_seconds_and_the_camera_opens_anew() -> None:
    async with camera_of(stalls(PICTURES), films(PICTURES)) as (camera, _):
        await camera.latest()
        began = time.monotonic()
        error = await until_lost(camera)
        assert isinstance(error, DeviceLost)
        assert error.spoken == "The camera has stopped giving pictures."
        assert time.monotonic() - began < 2.5
        assert (await camera.latest()).width == 320


async def test_a_killed_process_is_told_and_the_camera_opens_anew() -> None:
    async with camera_of(films(PICTURES)) as (camera, _):
        await camera.latest()
        assert camera.pid is not None
        os.kill(camera.pid, signal.SIGKILL)
        assert isinstance(await until_lost(camera), DeviceLost)
        assert (await camera.latest()).width == 320


async def test_a_hanging_process_is_killed_and_told() -> None:
    async with Server(films(PICTURES)) as server, contextlib.aclosing(CameraSource(server.url, Options(hang_after=1.0))) as camera:
        await camera.latest()
        assert camera.pid is not None
        os.kill(camera.pid, signal.SIGSTOP)
        assert isinstance(await until_lost(camera), DeviceLost)
        assert (await camera.latest()).width == 320


class Watching(Restarts):
    """Counts losses; `is_off`: nothing is started any more."""

    losses = 0
    is_off = False

    @property
    def refusal(self) -> WorkerLost | None:
        return WorkerLost("off", "The camera is switched off.", "Leave safe mode.") if self.is_off else None

    def lost(self, why: str) -> float | None:
        self.losses += 1
        return None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_process_that_somebody_watches_over_is_lost_and_the_pictures_go_on(how: signal.Signals) -> None:
    keeper = Watching()
    async with Server(films(PICTURES)) as server, contextlib.aclosing(CameraSource(server.url, Options(), keeper)) as camera:
        await camera.latest()
        assert camera.pid is not None
        os.kill(camera.pid, how)
        async with asyncio.timeout(60), contextlib.aclosing(camera.frames()) as frames:
            assert [(await anext(frames)).width for _ in range(30)] == [320] * 30
        assert keeper.losses == 1


async def test_a_camera_that_is_switched_off_is_told_to_be() -> None:
    keeper = Watching()
    keeper.is_off = True
    async with Server(films(PICTURES)) as server:
        with pytest.raises(DeviceMissing) as caught:
            await CameraSource.open(server.url, keeper=keeper)
    assert (caught.value.spoken, caught.value.remedy) == ("The camera is switched off.", "Leave safe mode.")


async def test_a_lost_connection_is_told() -> None:
    async with camera_of(films(PICTURES, rounds=1), films([])) as (camera, _):
        assert "ended its pictures" in (await until_lost(camera)).spoken


async def test_a_stream_that_ended_is_asked_for_again_without_a_word() -> None:
    async with camera_of(films(PICTURES, rounds=1)) as (camera, server):
        async for _ in camera.frames():
            if len(server.requests) > 2:
                break


async def test_why_a_stream_ended_is_in_the_next_answer() -> None:
    async with camera_of(films(PICTURES, rounds=1), declines(401)) as (camera, _):
        assert isinstance(await until_lost(camera), PermissionDenied)


async def test_an_answer_without_a_picture_is_told() -> None:
    async with Server(stalls([])) as server, contextlib.aclosing(CameraSource(server.url, Options(patience=60.0))) as camera:
        assert (await until_lost(camera)).spoken == "The camera gives no picture."


async def test_garbage_among_the_pictures_is_passed_over() -> None:
    async with camera_of(films([PICTURES[0], b"no picture at all"])) as (camera, _):
        for _ in range(4):
            assert (await camera.latest()).width == 320


async def test_nothing_but_garbage_is_told() -> None:
    async with camera_of(films([b"no picture at all"])) as (camera, _):
        assert (await until_lost(camera)).spoken == "The camera sends what is no picture."


async def test_nothing_but_garbage_is_told_to_who_watches() -> None:
    behaviour = films([*PICTURES[:5], *[b"no picture at all"] * 1000])
    async with camera_of(behaviour) as (camera, _):
        with pytest.raises(DeviceLost, match="nothing that can be decoded"):
            async for _ in camera.changes():
                pass


async def test_a_part_without_an_end_is_told() -> None:
    async with camera_of(raw(head(200, CONTENT_TYPE, chunked=False) + part(b"x" * 30_000_000, length=False))) as (camera, _):
        assert (await until_lost(camera)).spoken == "The camera sends what is no picture."


async def test_a_change_of_size_is_survived() -> None:
    small, large = jpeg(grey(90)), jpeg(grey(90, 1280, 720))
    async with camera_of(films([small] * 5 + [large] * 5)) as (camera, _):
        sizes = {(await camera.latest()).width for _ in range(25)}
        assert sizes == {320, 1280}


async def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    async with camera_of(films([jpeg(grey(90, 9000, 9000))], rate=5)) as (camera, _):
        assert (await until_lost(camera)).spoken == "The camera sends what is no picture."


async def test_a_camera_that_is_silent_is_told() -> None:
    async with camera_of(silence) as (camera, _):
        assert (await until_lost(camera)).spoken == "The camera gives no picture."


@pytest.mark.parametrize(
    ("behaviour", "kind", "spoken"),
    [
        (declines(401), PermissionDenied, "name and a password"),
        (declines(503), DeviceBusy, "The camera is busy"),
        (declines(404), DeviceMissing, "no picture at the camera's address"),
        (declines(302, headers={"Location": "http://127.0.0.1:1/"}), DeviceMissing, "another address"),
        (declines(200, b"<html>", content_type="text/html"), DeviceMissing, "no stream of pictures"),
        (hangs_up, CaptureError, "camera"),
        (raw(b"\x00\xff not http\r\n\r\n"), CaptureError, "camera"),
    ],
)
async def test_an_answer_that_is_no_camera_is_told(behaviour: Behaviour, kind: type[CaptureError], spoken: str) -> None:
    async with camera_of(behaviour) as (camera, _):
        error = await until_lost(camera)
        assert isinstance(error, kind)
        assert spoken in error.spoken
        assert error.remedy


async def test_a_redirect_is_not_followed() -> None:
    async with Server(films(PICTURES)) as other, camera_of(declines(302, headers={"Location": other.url})) as (camera, _):
        await until_lost(camera)
        assert not other.requests


async def test_name_and_password_go_to_the_camera_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    async with Server(films(PICTURES)) as server:
        with_name = server.url.replace("http://", "http://eva:s3cret@")
        async with contextlib.aclosing(CameraSource(with_name)) as camera:
            frame = await camera.latest()
        assert server.requests[0].headers["authorization"].startswith("Basic ")
        assert "s3cret" not in repr(frame.target) + repr(camera._address) + caplog.text


async def test_a_picture_by_itself_is_looked_at() -> None:
    async with Server(declines(200, PICTURES[0], content_type="image/jpeg")) as server:
        assert (await look(server.url)).width == 320


async def test_nobody_there_is_told() -> None:
    async with Server(silence) as server:
        url = server.url
    with pytest.raises(DeviceMissing, match="ConnectionRefused"):
        await CameraSource.open(url)


async def test_a_camera_that_is_not_there_is_told() -> None:
    with pytest.raises(DeviceMissing) as caught:
        await CameraSource.open("97")
    assert caught.value.spoken == "There is no camera number 97."


@pytest.mark.parametrize("text", ["#EXTM3U\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile {film}\n", "garbage"])
@pytest.mark.parametrize("name", ["list.m3u8", "list.avi"])
async def test_a_file_that_names_other_files_opens_none(text: str, name: str, tmp_path: Path) -> None:
    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for _ in range(10):
        writer.write(grey(90))
    writer.release()
    (tmp_path / name).write_text(text.format(film=film))
    with pytest.raises(ClipUnreadable):
        await CameraSource.open(str(tmp_path / name))


async def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.avi")
    with pytest.raises(ClipUnreadable):
        await CameraSource.open(str(tmp_path / "pipe.avi"))


async def test_pictures_that_are_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "page1.png").write_bytes(b"")
    with pytest.raises(ImageUnreadable):
        await CameraSource.open(str(tmp_path / "page%d.png"))


async def test_a_reader_that_leaves_early_leaves_the_camera_usable() -> None:
    async with camera_of(films(PICTURES, rate=4)) as (camera, _):
        await camera.latest()
        for _ in range(3):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(camera.latest(), 0.05)
        assert (await camera.latest()).width == 320


async def test_look_takes_the_best_of_a_burst(tmp_path: Path) -> None:
    for number, level in enumerate([100, 101, 104, 102, 101, 100, 101]):
        cv2.imwrite(str(tmp_path / f"page{number}.png"), grey(level))
    frame = await look(str(tmp_path / "page%d.png"), lambda pixels: float(pixels[..., :3].mean()))
    assert frame.pixels[0, 0, 0] >= 102
