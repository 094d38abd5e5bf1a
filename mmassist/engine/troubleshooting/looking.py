"""Looks at the window in front, for a problem that is being worked on."""

from __future__ import annotations

import asyncio
import os
import time

import numpy as np

from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.engine.answer import Answering
from mmassist.engine.beside import Seeing, look_at
from mmassist.engine.border import Look
from mmassist.engine.look import scene_of
from mmassist.engine.parts import Parts, Windows
from mmassist.engine.screen import Screen
from mmassist.errors import DesktopError, NoWindow
from mmassist.values import Frame, Target, Window

_TREE = 2.5  # seconds


class Looking:
    """On the engine's loop. Remembers which windows it has seen until the problem is over."""

    def __init__(self, parts: Parts, screen: Screen, answering: Answering) -> None:
        """`answering`: of whoever is asked about what is seen."""
        self._parts = parts
        self._screen = screen
        self._answering = answering
        self._known: dict[int, Window] = {}

    def require(self) -> None:
        """Raises NoWindow where no window is in front, or one of the app's own, and DesktopError."""
        window = self._windows().in_front()
        if window is None:
            raise NoWindow("no active window")
        if _is_own(window):
            raise NoWindow("our own window", "This is mmassist's own window.", "Go to the window that has the problem.")

    async def look(self, *, read: bool) -> tuple[Look, Shot]:
        """`read`: also the text that only the picture shows, which is read anyway where there is no tree. Where no window is in front but
        one of the app's own, nothing is seen but which others there are. Raises MmassistError."""
        windows = self._windows()
        window = windows.in_front()
        if window is None or _is_own(window):
            frame = Frame(np.zeros((1, 1, 4), np.uint8), (0, 0), Target(), time.monotonic())
            look = Look(frame, scene_of(frame, None, None, None), readable=False)
        else:
            look = await self._seen(window, read=read)
        shown, away = await asyncio.to_thread(_sorted, windows, tuple(self._known.values()))
        self._known = {one.id: one for one in (*away, *shown)}
        return look, Shot(look.scene, shown, away)

    def forget(self) -> None:
        """The problem is over."""
        self._known.clear()

    def _windows(self) -> Windows:
        if self._parts.windows is None:
            raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then try again there.")
        return self._parts.windows

    async def _seen(self, window: Window, *, read: bool) -> Look:
        frame = await self._screen.run(self._parts.grabber.grab, Target(), window, (0, 0))
        outlines = self._parts.outlines
        outline = await outlines.read(window, deadline=_TREE, whole=read) if outlines is not None else None
        if read or outline is None:
            seeing = Seeing(self._parts.texts, self._parts.eyes, self._parts.windows)
            return await look_at(frame, window, outline, seeing, self._answering)
        return Look(frame, scene_of(frame, window, outline, None))


def _sorted(windows: Windows, known: tuple[Window, ...]) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
    """Those in sight, and of the known ones those that are only out of it. Blocks for milliseconds."""
    shown = tuple(one for one in windows.all() if not _is_own(one))
    in_sight = {one.id for one in shown}
    return shown, tuple(one for one in known if one.id not in in_sight and windows.is_listed(one))


def _is_own(window: Window) -> bool:
    return window.pid == os.getpid()
