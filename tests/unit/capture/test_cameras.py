"""Cameras that packages bring: found by their name, held to the contract, and said when they fail."""

from __future__ import annotations

import asyncio
import contextlib
import time
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import cv2
import numpy as np
import pytest

from mmassist.backends import registry
from mmassist.capture import cameras
from mmassist.capture.camera import CameraSource
from mmassist.capture.cameras import GROUP, ForeignCamera, look, open_camera
from mmassist.errors import CaptureError, DeviceBusy, DeviceMissing, PluginError, WorkerLost
from mmassist.inference.keeping import Restarts
from mmassist.plugins import Patience
from mmassist.speech.voices import registry as voices
from mmassist.values import Frame, Target, TargetKind
from tests.contract.documented import PAGE

PICTURE = np.full((40, 60, 4), 90, np.uint8)


class Bench:
    """A source that gives what it is told to."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.answers: list[object] = [Frame(PICTURE, (5, 5), Target(), 1.0)]
        self.closed = 0

    async def latest(self) -> Frame:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        if answer is None:
            await asyncio.Event().wait()
        return answer  # type: ignore[return-value]

    async def aclose(self) -> None:
        self.closed += 1


class NoCamera:
    """A plug-in that brings something else."""

    def __init__(self, place: str) -> None: ...


def explode(place: str) -> Bench:
    raise RuntimeError("no luck")


HERE = "tests.unit.capture.test_cameras"


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def install(**values: str) -> None:
        entries = EntryPoints(EntryPoint(name, value, GROUP) for name, value in values.items())
        monkeypatch.setattr(cameras, "entry_points", lambda group: entries.select(group=group))

    return install


async def test_a_package_s_camera_is_opened_by_its_name(plugins: Callable[..., None]) -> None:
    plugins(bench=f"{HERE}:Bench")
    async with contextlib.aclosing(await open_camera("bench:a:b c")) as camera:
        frame = await camera.latest()
    assert frame.pixels.tolist() == PICTURE.tolist()
    assert (frame.origin, frame.target) == ((0, 0), Target(TargetKind.CAMERA, path="bench:"))


async def test_it_is_looked_through_as_any_other(plugins: Callable[..., None]) -> None:
    plugins(bench=f"{HERE}:Bench")
    assert (await look("bench:")).width == 60


@pytest.mark.parametrize("source", ["http://127.0.0.1:9/video", "https://127.0.0.1/x", "http:x"])
async def test_it_can_not_take_a_built_in_name(plugins: Callable[..., None], source: str) -> None:
    plugins(http=f"{HERE}:Bench", https=f"{HERE}:Bench")
    with pytest.raises(CaptureError):
        await open_camera(source)


async def test_what_names_no_package_s_camera_is_a_file(plugins: Callable[..., None], tmp_path: Path) -> None:
    plugins(bench=f"{HERE}:Bench")
    cv2.imwrite(str(tmp_path / "page00.png"), PICTURE[..., :3])
    async with contextlib.aclosing(await open_camera(str(tmp_path / "page%02d.png"))) as camera:
        assert isinstance(camera, CameraSource)


@pytest.mark.parametrize("value", ["no_such_module:Camera", "sys:maxsize", f"{HERE}:NoCamera", f"{HERE}:explode"])
async def test_one_that_can_not_be_loaded_is_said_by_its_name(plugins: Callable[..., None], value: str) -> None:
    plugins(bench=value)
    with pytest.raises(PluginError) as raised:
        await open_camera("bench:x")
    assert raised.value.spoken == "The camera bench could not be loaded."


class Refusing(Restarts):
    """Of a part that is switched off."""

    @property
    def refusal(self) -> WorkerLost:
        return WorkerLost("off", "The camera is switched off.", "Leave safe mode.")


async def test_none_is_opened_while_cameras_are_switched_off(plugins: Callable[..., None]) -> None:
    plugins(bench=f"{HERE}:Bench")
    with pytest.raises(DeviceMissing) as raised:
        await open_camera("bench:x", keeper=Refusing())
    assert (raised.value.spoken, raised.value.remedy) == ("The camera is switched off.", "Leave safe mode.")


def given(*answers: object) -> ForeignCamera:
    bench = Bench("")
    bench.answers = list(answers)
    return ForeignCamera("bench", bench, Patience(silence=0.2))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        RuntimeError("no luck"),
        "a picture",
        Frame(PICTURE[..., :3], (0, 0), Target(), 1.0),
        Frame(PICTURE.astype(np.float32), (0, 0), Target(), 1.0),
        Frame(PICTURE[:0], (0, 0), Target(), 1.0),
        Frame(PICTURE, (0, 0), Target(), None),  # type: ignore[arg-type]
    ],
    ids=["silence", "an error", "a text", "no alpha", "floats", "nothing", "no time"],
)
async def test_one_that_does_wrong_is_said_by_its_name(answer: object) -> None:
    async with contextlib.aclosing(given(answer)) as camera:
        with pytest.raises(PluginError) as raised:
            await camera.latest()
    assert raised.value.spoken == "The extension for the camera bench failed."


async def test_its_own_sentences_are_said() -> None:
    async with contextlib.aclosing(given(DeviceBusy("busy", "The scanner is busy."))) as camera:
        with pytest.raises(DeviceBusy) as raised:
            await camera.latest()
    assert raised.value.spoken == "The scanner is busy."


async def test_what_it_writes_later_is_not_in_a_picture_that_was_given() -> None:
    own = PICTURE.copy()
    async with contextlib.aclosing(given(Frame(own, (0, 0), Target(), time.monotonic()))) as camera:
        frame = await camera.latest()
        own[:] = 0
    assert frame.pixels.min() == 90


async def test_closing_reaches_it() -> None:
    bench = Bench("")
    await ForeignCamera("bench", bench).aclose()
    assert bench.closed == 1


def test_the_entry_points_of_the_documentation_are_those_that_are_looked_for() -> None:
    text = PAGE.read_text("utf-8")
    blocks = [tomllib.loads(block.partition("```")[0]) for block in text.split("```toml\n")[1:]]
    groups = {group for block in blocks for group in block["project"]["entry-points"]}
    assert groups == {GROUP, registry.GROUP, voices.GROUP}
    assert all(f"`{group}`" in text for group in groups)
