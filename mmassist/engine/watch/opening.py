"""Watching on the real desktop: what it needs of the rooms is opened, and closed again."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from mmassist.capture.cameras import open_camera
from mmassist.capture.screen import ScreenGrabber
from mmassist.capture.uncovered import Covered, without
from mmassist.desktop.outline import Options as OutlineOptions
from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.session import is_wayland
from mmassist.dialogue.wishes import Wish
from mmassist.engine.watch.contract import Ask, Camera, FreeQuestion, Mouth, Outlines, Senses, Texts, WatchTarget
from mmassist.engine.watch.watch import Voice
from mmassist.engine.watch.watches import Watches
from mmassist.engine.watch.x_desk import XDesk
from mmassist.errors import DesktopError, MmassistError, NoWindow
from mmassist.translation import ENGLISH, Translator
from mmassist.values import Box, Earcon, Frame, Target, TargetKind, Window

_BLACK = 8
_NO_DESK = "There is no graphical session here." if sys.platform == "linux" else "Windows can't be watched on this system yet."
# Seconds for the tree of a window that a model is to see.
_TREE = 1.0


class BoxGrabber:
    """Pictures of boxes of the screen. All calls on one thread."""

    def __init__(self, covered: Covered) -> None:
        self._grabber = ScreenGrabber()
        self._covered = covered

    def grab_box(self, box: Box) -> Frame:
        """What of `box` is on the screen. Raises CaptureError."""
        before = self._covered()
        return without(self._grabber.grab(Target(), Window(0, "", "", None, box), (0, 0)), before or self._covered())

    def is_dark(self) -> bool:
        """Whether the whole screen is black."""
        frame = self._grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
        return int(np.max(frame.pixels[::2, ::2, :3])) <= _BLACK

    def close(self) -> None:
        self._grabber.close()


class WatchParts(Protocol):
    """What is shared with the turns; `engine.parts.Parts` fits."""

    @property
    def texts(self) -> Texts: ...

    @property
    def mouth(self) -> Mouth: ...

    @property
    def play(self) -> Callable[[Earcon], None]: ...


@dataclass(frozen=True, slots=True)
class OpenWatches:
    """`watches`, and the desktop that they look at."""

    watches: Watches
    desk: XDesk | None

    def target(self, wish: Wish, given: WatchTarget | None = None) -> WatchTarget:
        """What a wish is about: the window that it names, else what was given, else the window in front.

        Raises NoWindow, or DesktopError without a display.
        """
        if wish.where:
            return WatchTarget(window=self._named(wish.where))
        if given is not None:
            return given
        if self.desk is None:
            raise DesktopError("no display", _NO_DESK, "Watch with a camera, or log in to a desktop.")
        if (window := self.desk.in_front()) is None:
            raise NoWindow("no active window")
        return WatchTarget(window=window)

    def screen(self) -> WatchTarget:
        """The whole desktop."""
        return WatchTarget(box=self.desk.screen() if self.desk is not None else None)

    def _named(self, name: str) -> Window:
        windows = self.desk.windows() if self.desk is not None else ()
        sought = name.casefold()
        by_title = [window for window in windows if sought in window.title.casefold()]
        by_program = [window for window in windows if sought in window.program.casefold()]
        for found in (by_title, by_program):
            if found:
                return found[-1]
        raise NoWindow("no window of that name", "I find no window of that name.", "Say a word of its title, or of its program's name.")


@contextlib.asynccontextmanager
async def open_watches(
    parts: WatchParts,
    announce: Callable[[str], None],
    fault: Callable[[MmassistError], None],
    *,
    ask: Ask | None = None,
    camera: Callable[[str], Awaitable[Camera]] = open_camera,
    fired: Callable[[int, str], None] = lambda number, text: None,
    translation: Translator = ENGLISH,
    covered: Covered = lambda: None,
) -> AsyncIterator[OpenWatches]:
    """On the running loop. `announce`, `fault`: the engine's own; `ask`: a model, through the border; `camera`: opens one; `translation`:
    of what is told of a window; wishes are understood in its language, and in English. `covered`: where the app's own caption is.

    Without a display only cameras can be watched.
    """
    desk, trees = _desk(), _Trees()

    async def with_tree(question: FreeQuestion) -> str:
        """Password fields are known by their role alone."""
        reader = await trees.reader() if desk is not None and question.window is not None else None
        outline = (
            await reader.read(question.window, deadline=_TREE, whole=True) if reader is not None and question.window is not None else None
        )
        return await ask(replace(question, outline=outline)) if ask is not None else ""

    asked = with_tree if ask is not None else None
    senses = Senses(desk, BoxGrabber(covered), parts.texts, trees.reader if desk is not None else None, camera, asked)
    watches = Watches(senses, Voice(parts.mouth, announce, fault, fired, parts.play, translation))
    try:
        yield OpenWatches(watches, desk)
    finally:
        await watches.aclose()
        await trees.aclose()
        if desk is not None:
            await desk.aclose()


class _Trees:
    """One reader of trees for all watches, opened by the first that wants one. It has no part in keeping the window in front warm."""

    def __init__(self) -> None:
        self._reader: OutlineReader | None = None
        self._opening = asyncio.Lock()
        self._missing = False

    async def reader(self) -> Outlines | None:
        """None where there is no accessibility bus."""
        async with self._opening:
            if self._reader is None and not self._missing:
                reader = OutlineReader(OutlineOptions())
                try:
                    await reader.start()
                except DesktopError:
                    self._missing = True
                else:
                    self._reader = reader
        return self._reader

    async def aclose(self) -> None:
        if self._reader is not None:
            await self._reader.aclose()


def _desk() -> XDesk | None:
    if is_wayland():  # X11 is there too, and shows nothing of the desktop
        return None
    desk = XDesk()
    try:
        desk.start()
    except DesktopError:
        return None
    return desk
