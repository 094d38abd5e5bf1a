"""Pictures of the screen without what the app itself has put over it: its caption and windows must not be read back to the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

import numpy as np

from mmassist.values import Box, Frame, Target, Window

Covered: TypeAlias = Callable[[], Box | None]
"""Where the app's own caption is, in the desktop's space; None where it is not shown. Any thread."""


_SPARSE = 97  # every so many pixels tell a picture's usual colour


class Grabs(Protocol):
    """What takes pictures; see `engine.parts.Grabber`."""

    def open(self) -> None: ...

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame: ...

    def close(self) -> None: ...


class Uncovered:
    """A `Grabs` by way of another one."""

    def __init__(self, grabber: Grabs, covered: Covered) -> None:
        self._grabber = grabber
        self._covered = covered

    def open(self) -> None:
        self._grabber.open()

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        before = self._covered()  # it may go while the picture is taken
        return without(self._grabber.grab(target, window, pointer), before or self._covered())

    def close(self) -> None:
        self._grabber.close()


def without(frame: Frame, box: Box | None) -> Frame:
    """With the colour of what is beside `box`, in the desktop's space, in its place: what is under it is not known."""
    found = frame.box.intersection(box) if box is not None else None
    if found is None:
        return frame
    left, top = found.x - frame.origin[0], found.y - frame.origin[1]
    right, bottom = left + found.width, top + found.height
    beside = frame.pixels[top - 1 if top > 0 else min(bottom, frame.height - 1), left:right]
    pixels = frame.pixels.copy()
    pixels[top:bottom, left:right] = np.median(beside, axis=0).astype(np.uint8)
    pixels.flags.writeable = False
    return replace(frame, pixels=pixels)


def without_windows(frame: Frame, layers: Sequence[tuple[Box, bool]]) -> Frame:
    """With the colour that is most of the rest in place of some windows. `layers`: where all are, in the desktop's space, lowest first, and
    which of them are to go. Nothing goes where nothing else is in sight."""
    goes = np.zeros(frame.pixels.shape[:2], bool)
    for box, is_to_go in layers:
        if (found := frame.box.intersection(box)) is not None:
            left, top = found.x - frame.origin[0], found.y - frame.origin[1]
            goes[top : top + found.height, left : left + found.width] = is_to_go
    if not goes.any() or goes.all():
        return frame
    pixels = frame.pixels.copy()
    pixels[goes] = np.median(pixels[~goes][::_SPARSE], axis=0).astype(np.uint8)
    pixels.flags.writeable = False
    return replace(frame, pixels=pixels)
