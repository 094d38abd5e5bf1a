"""Windows that are black on the screen, with stand-ins for mss and the compositor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mmassist.capture.screen import ScreenGrabber
from mmassist.capture.windows_grabber import WinGrabber
from mmassist.capture.windows_graphics import window_pixels
from mmassist.errors import CaptureError
from mmassist.values import Box, Frame, Pixels, Target, TargetKind, Window

CLIENT, FRAME = Box(108, 140, 60, 40), Box(100, 110, 76, 78)
WINDOW = Window(7, "Notes", "notepad", 1, CLIENT, frame=FRAME)


class Screen(ScreenGrabber):
    """Gives `shade` wherever it is asked."""

    def __init__(self, shade: int) -> None:
        super().__init__()
        self._shade = shade

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        pixels = np.full((CLIENT.height, CLIENT.width, 4), self._shade, np.uint8)
        pixels[0, 0, 0] = self._shade and 0
        return Frame(pixels, (CLIENT.x, CLIENT.y), target, 0.0)


def composed(window: int) -> Pixels:
    """Each pixel says where it is."""
    rows, columns = np.mgrid[0 : FRAME.height, 0 : FRAME.width]
    return np.dstack([columns, rows, columns, rows]).astype(np.uint8)


def refused(window: int) -> Pixels:
    raise CaptureError("no picture")


def grabbed(shade: int, by: Callable[[int], Pixels], kind: TargetKind = TargetKind.WINDOW) -> Frame:
    return WinGrabber(Screen(shade), by).grab(Target(kind), WINDOW, (0, 0))


def test_a_window_that_shows_something_is_not_asked_of_the_compositor() -> None:
    assert grabbed(200, refused).pixels[5, 5, 0] == 200


def test_a_black_window_is_what_the_compositor_has_without_the_frame() -> None:
    frame = grabbed(0, composed)

    assert (frame.box, frame.pixels[0, 0, 0], frame.pixels[0, 0, 1]) == (CLIENT, CLIENT.x - FRAME.x, CLIENT.y - FRAME.y)
    assert not frame.pixels.flags.writeable


@pytest.mark.parametrize("by", [refused, lambda window: np.ones((5, 5, 4), np.uint8)])
def test_where_the_compositor_has_nothing_it_stays_black(by: Callable[[int], Pixels]) -> None:
    assert grabbed(0, by).pixels.max() == 0


def test_a_black_screen_stays_black() -> None:
    assert grabbed(0, composed, TargetKind.SCREEN).pixels.max() == 0


class FakeSession:
    def __init__(self, pool: FakePool) -> None:
        self._pool = pool
        self.is_cursor_capture_enabled = True

    def __enter__(self) -> FakeSession:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.log.append("session closed")

    def start_capture(self) -> None:
        self._pool.log.append(f"cursor {self.is_cursor_capture_enabled}")
        for told in self._pool.handlers if self._pool.gives else ():
            told(self._pool, None)


class FakeFrame:
    surface = "surface"

    def __enter__(self) -> FakeFrame:
        return self

    def __exit__(self, *_: object) -> None: ...


class FakePool:
    def __init__(self, gives: bool, log: list[str]) -> None:
        self.gives = gives
        self.log = log
        self.handlers: list[Callable[[object, None], object]] = []

    def __enter__(self) -> FakePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("pool closed")

    def add_frame_arrived(self, handler: Callable[[object, None], object]) -> int:
        self.handlers.append(handler)
        return 1

    def remove_frame_arrived(self, token: int) -> None:
        self.handlers.clear()

    def create_capture_session(self, item: object) -> FakeSession:
        return FakeSession(self)

    def try_get_next_frame(self) -> FakeFrame:
        return FakeFrame()


class Item:
    size = (2, 1)


class FakeCompositor:
    """WinRT as far as it is called. `gives`: whether a picture ever comes."""

    def __init__(self, *, gives: bool = True) -> None:
        self._gives = gives
        self.log: list[str] = []

    def create_for_window(self, window: int, /) -> Item:
        if window != 7:
            raise OSError("no such window")
        return Item()

    def create_device(self) -> str:
        return "device"

    def create_pool(self, device: str, size: tuple[int, int], /) -> FakePool:
        return FakePool(self._gives, self.log)

    def copied(self, surface: str, /) -> tuple[int, int, bytes]:
        return 2, 1, b"\x01\x02\x03\xff\x04\x05\x06\xff"


def test_a_picture_of_the_compositor_is_bgra_rows() -> None:
    compositor = FakeCompositor()
    pixels = window_pixels(7, compositor)

    assert pixels.tolist() == [[[1, 2, 3, 255], [4, 5, 6, 255]]]
    assert compositor.log == ["cursor False", "session closed", "pool closed"]


def test_a_picture_that_never_comes_is_an_error_and_all_is_closed() -> None:
    compositor = FakeCompositor(gives=False)
    with pytest.raises(CaptureError):
        window_pixels(7, compositor)

    assert compositor.log == ["cursor False", "session closed", "pool closed"]


def test_a_window_that_is_gone_is_an_error() -> None:
    with pytest.raises(CaptureError):
        window_pixels(8, FakeCompositor())


def test_without_the_compositor_there_is_no_picture() -> None:
    with pytest.raises(CaptureError):
        window_pixels(7)
