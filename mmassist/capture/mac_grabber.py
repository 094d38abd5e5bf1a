"""Pictures of the screen under macOS: mss counts in points there, everything else here in pixels."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from mmassist.capture.screen import ScreenGrabber, Shot
from mmassist.errors import PermissionDenied
from mmassist.values import Box, Frame, Pixels, Target, Window

if TYPE_CHECKING:
    from mss import MSS


class Layout(Protocol):
    """The displays as they stand."""

    @property
    def boxes(self) -> Sequence[Box]:
        """In pixels."""

    def pieces(self, box: Box) -> Iterator[tuple[Box, Box]]:
        """The parts of a box that lie on displays, each in pixels and in whole points that hold all of it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Keeps `screen.Shot`."""

    raw: bytes
    width: int
    height: int


class PointDisplay:
    """Keeps `screen.Display` over an mss that counts in points."""

    def __init__(self, mss: MSS, layout: Layout) -> None:
        self._mss = mss
        self._layout = layout
        left, top = min(box.x for box in layout.boxes), min(box.y for box in layout.boxes)
        right, bottom = max(box.right for box in layout.boxes), max(box.bottom for box in layout.boxes)
        self.monitors = [_region(box) for box in (Box(left, top, right - left, bottom - top), *layout.boxes)]

    def grab(self, region: dict[str, int]) -> Shot:
        """Each display by its own scale; black where there is none."""
        wanted = Box(region["left"], region["top"], region["width"], region["height"])
        whole: Pixels = np.zeros((wanted.height, wanted.width, 4), np.uint8)
        for part, points in self._layout.pieces(wanted):
            shot = self._mss.grab(_region(points))
            pixels = np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)
            x, y = part.x - wanted.x, part.y - wanted.y
            whole[y : y + part.height, x : x + part.width] = _fitted(pixels, part, points, self._layout)
        return Joined(whole.tobytes(), wanted.width, wanted.height)

    def close(self) -> None:
        self._mss.close()


def _fitted(pixels: Pixels, part: Box, points: Box, layout: Layout) -> Pixels:
    """Of a picture of whole points the pixels that were wanted."""
    screen = next(box for box in layout.boxes if box.intersection(part) == part)
    scale = pixels.shape[1] / points.width
    x, y = round((part.x - screen.x) % scale), round((part.y - screen.y) % scale)
    rows = np.clip(np.arange(y, y + part.height), 0, pixels.shape[0] - 1)
    columns = np.clip(np.arange(x, x + part.width), 0, pixels.shape[1] - 1)
    fitted: Pixels = pixels[rows][:, columns]
    return fitted


def _region(box: Box) -> dict[str, int]:
    return {"left": box.x, "top": box.y, "width": box.width, "height": box.height}


class MacGrabber(ScreenGrabber):
    """As `ScreenGrabber`. `layout`: the displays as they stand, or PermissionDenied where the user has not let us see the screen."""

    def __init__(self, layout: Callable[[], Layout]) -> None:
        super().__init__(lambda: _connected(layout()))

    def open(self) -> None:
        with contextlib.suppress(PermissionDenied):  # is the next `grab`'s to report
            super().open()

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        """Also raises PermissionDenied."""
        return super().grab(target, window, pointer)


def _connected(layout: Layout) -> PointDisplay:
    return PointDisplay(_native(), layout)


def _native() -> MSS:
    """An mss that gives all pixels that a display has."""
    import mss
    import mss.darwin

    mss.darwin.IMAGE_OPTIONS &= ~mss.darwin.kCGWindowImageNominalResolution
    return mss.MSS()
