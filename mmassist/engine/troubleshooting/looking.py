"""Looks at the window in front, for a problem that is being worked on."""

from __future__ import annotations

import asyncio
import os
import time

import numpy as np

from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.engine.answer import Answering
from mmassist.engine.beside import look_at
from mmassist.engine.border import Look
from mmassist.engine.look import scene_of
from mmassist.engine.parts import Parts, Windows
from mmassist.engine.screen import Screen
from mmassist.errors import DesktopError, NoWindow
from mmassist.values import Frame, Target, Window

_TREE = 2.5  # seconds


class Looking:
    """On the engine's loop."""

    def __init__(self, parts: Parts, screen: Screen, answering: Answering) -> None:
        """`answering`: of whoever is asked about what is seen."""
        self._parts = parts
        self._screen = screen
        self._answering = answering

    def front(self) -> Window:
        """The window in front. Raises NoWindow, also where it is the app's own, and DesktopError."""
        if self._parts.windows is None:
            raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then try again there.")
        window = self._parts.windows.in_front()
        if window is None:
            raise NoWindow("no active window")
        if window.pid == os.getpid():
            raise NoWindow("our own window", "This is mmassist's own window.", "Go to the window that has the problem.")
        return window

    async def look(self, *, read: bool) -> tuple[Look, Shot]:
        """`read`: also the text that only the picture shows, which is read anyway where there is no tree. Where no window is left in front,
        nothing is seen but that. Raises MmassistError."""
        if self._parts.windows is not None and self._parts.windows.in_front() is None:
            return await self._nothing(self._parts.windows)
        window = self.front()
        frame = await self._screen.run(self._parts.grabber.grab, Target(), window, (0, 0))
        outlines = self._parts.outlines
        outline = await outlines.read(window, deadline=_TREE) if outlines is not None else None
        if read or outline is None:
            look = await look_at(frame, window, outline, self._parts.texts, (self._parts.windows, self._answering))
        else:
            look = Look(frame, scene_of(frame, window, outline, None))
        windows = await asyncio.to_thread(self._parts.windows.all) if self._parts.windows is not None else ()
        return look, Shot(look.scene, windows)

    async def _nothing(self, windows: Windows) -> tuple[Look, Shot]:
        frame = Frame(np.zeros((1, 1, 4), np.uint8), (0, 0), Target(), time.monotonic())
        scene = scene_of(frame, None, None, None)
        return Look(frame, scene, readable=False), Shot(scene, await asyncio.to_thread(windows.all))
