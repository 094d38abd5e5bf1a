"""The picture that a turn is about: taken once it is painted, of the window that was in front when the key was pressed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import numpy as np

from mmassist.capture.blank import is_blank
from mmassist.engine.aiming import Aim
from mmassist.engine.parts import Parts
from mmassist.engine.record import Record
from mmassist.engine.screen import Screen
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, NoWindow, PermissionDenied, ScreenHidden
from mmassist.perception.camera.sentences import say
from mmassist.perception.camera.worth import flaw
from mmassist.values import Frame, TargetKind

_PAINTING = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Captured:
    """`missing`: why there is none; then `frame` shows nothing, and is blank."""

    frame: Frame
    blank: bool
    missing: CaptureError | None = None


class Capturing:
    """Belongs to the engine's loop. `screen` is closed by whoever opened it."""

    def __init__(self, parts: Parts, screen: Screen) -> None:
        self._parts, self._screen = parts, screen

    async def frame(self, record: Record, aim: Aim) -> Frame:
        """As it is now. Raises CaptureError, or NoWindow where it has closed."""
        target, window = aim.target, aim.window
        if target.kind is TargetKind.IMAGE:
            frame = await self._screen.run(self._parts.read_image, target.path)
        elif target.kind is TargetKind.CAMERA:
            frame = await self._parts.look(target.path)
            if found := await asyncio.to_thread(flaw, frame.pixels):  # said before anybody is asked about it
                raise ScreenHidden(f"camera: {found}", say("look", found), "Then look again.")
        else:
            frame = await self._screen.run(self._parts.grabber.grab, target, window, aim.pointer)
            # What lay behind a window that has just closed is not what the user asked about.
            is_its = target.kind in (TargetKind.WINDOW, TargetKind.FOCUS, TargetKind.CONTAINER)
            if is_its and window and self._parts.windows and not self._parts.windows.is_alive(window):
                raise NoWindow("the window closed during the turn", "The window closed while I was looking.", "Press the key again.")
        record.mark("capture")
        return frame

    async def picture(self, record: Record, aim: Aim) -> Captured:
        """A window that has just come up may not be painted yet, and is looked at twice. One that may not be seen, or can't be, leaves its
        tree to be told. Raises as `frame`."""
        try:
            frame = await self.frame(record, aim)
            blank = await self._screen.run(is_blank, frame.pixels)
            if blank and frame.target.on_screen:
                await asyncio.sleep(_PAINTING)
                frame = await self.frame(record, aim)
                blank = await self._screen.run(is_blank, frame.pixels)
            return Captured(frame, blank)
        except (PermissionDenied, DeviceMissing, DeviceLost) as error:
            if aim.target.kind is not TargetKind.WINDOW or aim.window is None:
                raise
            box = aim.window.box
            nothing = np.broadcast_to(np.zeros(4, np.uint8), (box.height, box.width, 4))  # takes no memory, whatever its size
            return Captured(Frame(nothing, (box.x, box.y), aim.target, time.monotonic()), True, error)
