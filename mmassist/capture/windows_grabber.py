"""Pictures of the screen under Windows: by mss, and of a window that is black there, as under a screen curtain, by the compositor."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import numpy as np

from mmassist.capture.blank import is_blank
from mmassist.capture.screen import ScreenGrabber
from mmassist.capture.windows_graphics import window_pixels
from mmassist.errors import CaptureError
from mmassist.values import Box, Frame, Pixels, Target, TargetKind, Window

log = logging.getLogger(__name__)


class WinGrabber:
    """As `ScreenGrabber`; all calls come from one thread. `composed`: a window's picture with its frame."""

    def __init__(self, grabber: ScreenGrabber | None = None, composed: Callable[[int], Pixels] = window_pixels) -> None:
        self._grabber = grabber or ScreenGrabber()
        self._composed = composed

    def open(self) -> None:
        self._grabber.open()

    def close(self) -> None:
        self._grabber.close()

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        """See `ScreenGrabber.grab`. What is blank both ways is returned as it is."""
        frame = self._grabber.grab(target, window, pointer)
        if target.kind is not TargetKind.WINDOW or window is None or not is_blank(frame.pixels):
            return frame
        try:
            composed = _client_area(self._composed(window.id), window, frame.box)
        except CaptureError as error:
            log.info("%s", error)
            return frame
        return Frame(composed, frame.origin, frame.target, time.monotonic()) if composed is not None else frame


def _client_area(pixels: Pixels, window: Window, shown: Box) -> Pixels | None:
    """Of a picture of the window with its frame the part that `shown` is; None where the sizes don't agree."""
    whole = window.frame or window.box
    x, y = shown.x - whole.x, shown.y - whole.y
    if x < 0 or y < 0 or pixels.shape[0] < y + shown.height or pixels.shape[1] < x + shown.width:
        return None
    part = np.ascontiguousarray(pixels[y : y + shown.height, x : x + shown.width])
    part.flags.writeable = False
    return part
