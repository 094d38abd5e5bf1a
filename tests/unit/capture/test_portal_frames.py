"""The process that reads PipeWire: whatever it sends, the app gets a picture or an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mmassist.capture.portal_frames as portal_frames
from mmassist.capture.portal_frames import FrameReader, probe
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing
from tests.fakes import frame_reader
from tests.fakes.frame_reader import BLUE, GREEN, HEIGHT, RED, WIDTH

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes that can be waited for")


def command(kind: str) -> tuple[str, ...]:
    return sys.executable, str(Path(frame_reader.__file__)), kind


@pytest.fixture
def readers() -> Iterator[list[FrameReader]]:
    started: list[FrameReader] = []
    yield started
    for reader in started:
        reader.close()


def started(kind: str, readers: list[FrameReader]) -> FrameReader:
    reader = FrameReader(-1, ["id:42"], command(kind))
    readers.append(reader)
    reader.start()
    reader.greet()
    return reader


@pytest.mark.parametrize("kind", ["plain", "padded", "RGBx", "ABGR", "xRGB"])
def test_a_picture_comes_in_the_right_colours(kind: str, readers: list[FrameReader]) -> None:
    pixels = started(kind, readers).newest(0)
    assert pixels.shape == (HEIGHT, WIDTH, 4)
    assert pixels[2, 3, :3].tolist() == [BLUE, GREEN, RED]
    assert pixels[0, 0, 0] == 0


def test_a_screen_may_change_its_size(readers: list[FrameReader]) -> None:
    reader = started("grows", readers)
    assert [reader.newest(0).shape[1] for _ in range(3)] == [WIDTH, WIDTH + 1, WIDTH + 2]


@pytest.mark.parametrize("kind", ["huge", "negative", "narrow", "empty", "words", "planes", "short", "noise", "list", "ends", "none"])
def test_whatever_is_no_picture_is_an_error_that_can_be_said(kind: str, readers: list[FrameReader]) -> None:
    with pytest.raises(CaptureError) as error:
        started(kind, readers).newest(0)
    assert error.value.spoken and error.value.remedy


def test_a_stream_that_ends_is_lost(readers: list[FrameReader]) -> None:
    reader = started("stops", readers)
    reader.newest(0)
    with pytest.raises(DeviceLost):
        reader.newest(0)


def test_a_reader_that_hangs_is_given_up(readers: list[FrameReader], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_frames, "_FIRST", 0.1)
    monkeypatch.setattr(portal_frames, "_HANDING", 0.1)
    with pytest.raises(DeviceLost):
        started("hangs", readers).newest(0)


def test_what_is_not_installed_is_named_with_the_packages(readers: list[FrameReader]) -> None:
    with pytest.raises(DeviceMissing) as error:
        probe(command("missing"))
    assert "gstreamer1.0-pipewire" in error.value.remedy


def test_a_computer_without_a_python_of_its_own_is_one_without_a_reader() -> None:
    with pytest.raises(DeviceMissing):
        probe(("/nonexistent/python3",))


def test_the_reader_ends_with_the_descriptor_it_was_given_still_the_callers(readers: list[FrameReader]) -> None:
    ours, theirs = os.pipe()
    reader = FrameReader(theirs, ["id:42"], command("plain"))
    reader.start()
    reader.greet()
    reader.close()
    os.fstat(theirs)
    os.close(ours)
    os.close(theirs)
