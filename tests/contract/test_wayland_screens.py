"""Pictures of a Wayland screen: a reader that stands in and, where it is installed, a real PipeWire keep the same contract."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import mmassist.capture.portal_frames as portal_frames
from mmassist.capture.portal_cast import Tokens
from mmassist.capture.portal_frames import FrameReader
from mmassist.capture.portal_screen import PortalGrabber
from mmassist.errors import DeviceLost
from mmassist.values import Frame, Target, TargetKind
from tests.fakes import frame_reader
from tests.fakes.frame_reader import BLUE, GREEN, HEIGHT, RED, WIDTH
from tests.fakes.pipewire import pipewire, require_pipewire, stream
from tests.fakes.portal import Desk, PortalDouble, pipewire_remote
from tests.fakes.session_bus import session_bus

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux's"), pytest.mark.timeout(120)]

COLOUR = RED << 16 | GREEN << 8 | BLUE


@dataclass
class Screen:
    """A screen and who looks at it. `size`: in pixels."""

    grabber: PortalGrabber
    double: PortalDouble
    size: tuple[int, int]

    def look(self) -> Frame:
        return self.grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))


@pytest.fixture(params=[("stand-in", 0, 0), ("BGRx", 640, 360), ("RGBx", 333, 222), ("BGRA", 1366, 768), ("xRGB", 64, 48)], ids=str)
def screen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    tokens = Tokens(lambda: "", lambda token: None)
    order, width, height = request.param
    if order == "stand-in":
        command = (sys.executable, str(Path(frame_reader.__file__)), "plain")
        grabber = PortalGrabber(tokens, reader=lambda descriptor, targets: FrameReader(descriptor, targets, command), probed=lambda: None)
        with session_bus(monkeypatch), PortalDouble() as double:
            yield Screen(grabber, double, (WIDTH, HEIGHT))
            grabber.close()
        return
    request.getfixturevalue("folder")
    with stream("screen", order, width, height, COLOUR) as (node, _):
        grabber = PortalGrabber(tokens)
        with PortalDouble(Desk(streams=[(node, {})], remote=pipewire_remote)) as double:
            yield Screen(grabber, double, (width, height))
            grabber.close()


def test_it_is_seen_in_its_size_and_colours_again_and_again(screen: Screen) -> None:
    for _ in range(3):
        frame = screen.look()
        assert (frame.width, frame.height) == screen.size
        assert frame.pixels[-1, -1, :3].tolist() == [BLUE, GREEN, RED]
        assert not frame.pixels.flags.writeable
    assert screen.double.dialogs == ["Start"]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That of a real PipeWire, which runs."""
    require_pipewire()
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="pw", ignore_cleanup_errors=True))
        stack.enter_context(session_bus(monkeypatch))
        stack.enter_context(pipewire(monkeypatch, Path(name)))
        yield Path(name)


@pytest.fixture
def remote(folder: Path) -> Iterator[int]:
    descriptor = pipewire_remote()
    yield descriptor
    os.close(descriptor)


@pytest.mark.parametrize("target", ["id", "serial"])
def test_a_real_stream_is_found_by_its_node_and_by_its_serial_number(target: str, remote: int) -> None:
    with stream("screen", "BGRx", 320, 200, COLOUR) as (node, serial):
        reader = FrameReader(remote, [f"{target}:{node if target == 'id' else serial}"])
        reader.start()
        try:
            reader.greet()
            assert reader.newest(0)[0, 0, :3].tolist() == [BLUE, GREEN, RED]
        finally:
            reader.close()


def test_a_real_stream_that_is_not_there_is_lost(remote: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_frames, "_START", 2.0)
    monkeypatch.setattr(portal_frames, "_FIRST", 0.5)
    reader = FrameReader(remote, ["id:9999"])
    reader.start()
    try:
        with pytest.raises(DeviceLost):
            reader.greet()
            reader.newest(0)
    finally:
        reader.close()
