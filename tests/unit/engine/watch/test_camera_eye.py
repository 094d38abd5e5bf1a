"""Watches on a camera, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mmassist.engine.watch.camera_eye import CameraEye
from mmassist.engine.watch.contract import Camera, FreeQuestion, Senses, WatchTarget
from mmassist.engine.watch.judges import Needs, PersonEnters
from mmassist.engine.watch.notices import Notice, Said
from mmassist.errors import CaptureError, DeviceLost, MmassistError, PermissionDenied, WorkerLost
from mmassist.values import Box, Frame, Pixels, Target, TextLine
from tests.fakes.watching import DrawnDesk, Watched, watching
from tests.unit.perception.watching.test_people import face, room

LIT: Pixels = np.tile(np.arange(0, 256, 4, dtype=np.uint8)[None, :, None], (48, 1, 4))
DARK: Pixels = np.zeros((48, 64, 4), np.uint8)


class ScriptedCamera:
    """Shows what the script puts before it; reads as what the script says."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()
        self.error: CaptureError | None = None
        self.closed = False
        self.questions = self.opened = 0
        self.picture: Pixels = LIT
        self.crash: WorkerLost | None = None
        self._changed = asyncio.Event()

    async def open(self, source: str) -> Camera:
        self.opened += 1
        if self.error is not None:
            raise self.error
        self.show(*self.texts)
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
            yield Frame(self.picture, (0, 0), Target(), 0.0)

    async def aclose(self) -> None:
        self.closed = True

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        self.questions += 1
        await asyncio.sleep(0.2)
        if self.crash is not None:
            raise self.crash
        yield tuple(TextLine(text, Box(0, 20 * at, 60, 16), 0.9) for at, text in enumerate(self.texts))


def seen(script: Any, **senses: Any) -> tuple[Watched, ScriptedCamera]:
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

    return watching(prepared, camera=opened, texts=Texts(), **senses), cameras[0]


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


def test_a_camera_that_is_lost_is_heard_once_and_the_watch_goes_on_when_it_is_back() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        camera.error = DeviceLost("pulled out")
        camera.show()
        await asyncio.sleep(100)
        camera.error = None
        camera.texts = ("Gate 14",)
        await asyncio.sleep(20)

    watched, _ = seen(script)
    assert [type(fault) for fault in watched.faults] == [DeviceLost]
    assert watched.told.count("The watch goes on as soon as the camera is back.") == 1
    assert watched.told.count("I see it again.") == 1
    assert watched.announced == ["Gate 14"]


def test_a_camera_that_does_not_come_back_ends_the_watch() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        camera.error = DeviceLost("pulled out")
        camera.show()
        await asyncio.sleep(660)
        assert watched.watches.listing == ()

    watched, camera = seen(script)
    assert "Watch 1 ends." in watched.told
    assert camera.opened < 60


def test_a_camera_that_lets_nobody_look_any_more_ends_the_watch() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        camera.error = PermissionDenied("a password")
        camera.show()
        await asyncio.sleep(5)
        assert watched.watches.listing == ()

    watched, _ = seen(script)
    assert [type(fault) for fault in watched.faults] == [PermissionDenied]
    assert "Watch 1 ends." in watched.told


def test_who_begins_to_watch_a_lost_camera_does_not_wait_for_the_next_try() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        camera.error = DeviceLost("pulled out")
        camera.show()
        await asyncio.sleep(60)
        camera.error = None
        camera.texts = ("Platform 9",)
        await watched.start("tell me when you see platform 9")
        await asyncio.sleep(3)
        assert "I see it again." in watched.told

    watched, _ = seen(script)
    assert watched.announced == ["It is there already."]


def test_nothing_is_said_to_rest_while_the_camera_is_lost() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when nothing has moved for 10 seconds")
        await asyncio.sleep(1)
        camera.error = DeviceLost("pulled out")
        camera.show()
        await asyncio.sleep(60)

    watched, _ = seen(script)
    assert watched.announced == []


def test_what_stands_there_already_is_told_to_who_joins_a_watch() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        camera.texts = ("Platform 9",)
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(60)
        await watched.start("tell me when you see platform 9")
        await asyncio.sleep(5)

    watched, _ = seen(script)
    assert watched.announced == ["It is there already."]


def test_a_recogniser_that_crashes_is_heard_once_and_the_watch_goes_on() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(3)
        camera.crash = WorkerLost("killed")
        camera.show("Gate 14")
        await asyncio.sleep(15)
        camera.crash = None
        await asyncio.sleep(10)

    watched, _ = seen(script)
    assert watched.announced == ["Gate 14"]
    assert [type(fault) for fault in watched.faults] == [WorkerLost]


def test_darkness_before_the_camera_is_said_once_and_so_is_light() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(3)
        camera.picture = DARK
        camera.show()
        await asyncio.sleep(60)
        assert "I see it again." not in watched.told
        camera.picture = LIT
        camera.show()
        await asyncio.sleep(60)

    watched, _ = seen(script)
    said = [text for text in watched.told if "too dark" in text or "again" in text]
    assert said == [
        "It is too dark before the camera, I can't see. Switch a lamp on, or take away what covers the lens.",
        "I see it again.",
    ]


def test_darkness_is_told_sooner_where_something_was_seen_before() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(1)
        camera.picture = DARK
        camera.show()
        await asyncio.sleep(1.5)

    watched, _ = seen(script)
    assert any("too dark" in text for text in watched.told)


def test_a_camera_that_is_being_switched_on_has_time_to_find_its_exposure() -> None:
    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        camera.picture = DARK
        await watched.start("tell me when you see gate 14")
        await asyncio.sleep(1)
        camera.picture = LIT
        camera.show()
        await asyncio.sleep(60)

    watched, _ = seen(script)
    assert not any("dark" in text or "again" in text for text in watched.told)


@dataclass
class Wanting:
    """An audience that waits for people."""

    notices: list[Notice] = field(default_factory=list)
    needs: Needs = Needs.PEOPLE
    due: float | None = None

    def notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def remark(self, phrase: str) -> None: ...

    def fault(self, error: MmassistError) -> None:
        raise error


async def test_a_person_who_comes_before_the_camera_is_noticed() -> None:
    camera, audience = ScriptedCamera(), Wanting()
    eye = CameraEye("0", Senses(None, DrawnDesk(), camera, None, camera.open, None), audience)
    running = asyncio.create_task(eye.run())
    judge, told = PersonEnters(), []
    try:
        async with asyncio.timeout(60):
            for number in range(1000):
                camera.picture = room(number) if number < 4 else face()
                camera.show()
                await asyncio.sleep(0.3)
                told += [said for notice in audience.notices if (said := judge.hear(notice, 0.0))]
                audience.notices.clear()
                if told:
                    break
    finally:
        running.cancel()
        await asyncio.wait([running])
    assert told == [Said("person")]
    assert number > 4
    assert camera.questions == 0


def test_what_never_rests_is_shown_to_the_model_all_the_same() -> None:
    questions: list[FreeQuestion] = []

    async def ask(question: FreeQuestion) -> str:
        questions.append(question)
        return "He looks angry."

    async def script(watched: Watched, camera: ScriptedCamera) -> None:
        await watched.start("tell me when he looks angry")
        for _ in range(40):
            camera.show()
            await asyncio.sleep(0.25)

    watched, _ = seen(script, ask=ask)
    assert watched.announced == ["He looks angry."]
    assert len(questions) == 1
