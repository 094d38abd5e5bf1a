"""A window that is scrolled to its end with the user's consent, pictured step by step, and put back. Belongs to the engine's loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from mmassist.desktop.contracts import Wheel
from mmassist.engine.parts import Parts, Under, Windows
from mmassist.errors import DesktopError
from mmassist.perception.change import changed_tiles
from mmassist.perception.stitching import Tall, moved, opaque, shift_within
from mmassist.perception.wheel_place import wheel_place
from mmassist.values import Box, Frame, Outline, Window

_AT_REST = 2  # looks in a row, each as the one before
_CARET = 2  # tiles: as in a turn
# Of what is in view, how much a step is to be: what the pointer lights up in the middle was then pictured in the step before.
_STEP = 0.5
_CORRECTIONS = 4

STOPPED = "Scrolling was stopped. What was seen until then is read."
NOTHING = "Nothing can be scrolled further down here. What is in view is read."
NO_PAGE = "The wheel moves no page here, but changes something, and was turned back. What is in view is read."
NO_PAGE_CHANGED = "The wheel moves no page here, but changed something. Check what is in the middle of the window."
CHANGED = "The page changed while it was scrolled, and is read up to there."
COVERED = "Another window came in front, or the window moved. It is read up to there, and was not put back to its place."
GOES_ON = "The page goes on. To hear more, scroll down to where reading ends, and read again."
NOT_BACK = "The page could not be put back to its place."
NEAR = "The page could not be put back quite to its place. It is a little {} now."


@dataclass(frozen=True, slots=True)
class Options:
    """`steps`, `seconds`, `rows`: after so many scrolling ends. In seconds, `pause`: between two looks; `patience`: for a window to
    move at all; `settling`: to come to rest; `letting_go`: for the user to let go of keys and buttons."""

    steps: int = 60
    seconds: float = 60.0
    rows: int = 30_000
    pause: float = 0.06
    patience: float = 0.5
    settling: float = 2.5
    letting_go: float = 3.0


_USUAL = Options()


@dataclass(frozen=True, slots=True)
class Scrolled:
    """`frame`: all that was seen, from the window's top to the last step's foot. `notice`: what the user is to know of it, or ""."""

    frame: Frame
    notice: str = ""


async def scrolled(parts: Parts, window: Window, outline: Outline | None, look: Callable[[], Awaitable[Frame]]) -> Scrolled:
    """The window in front to its end. `outline`: tells where the wheel does no harm; `look`: a picture of the window as it is.

    Raises DesktopError where it can't be scrolled, CaptureError.
    """
    if parts.windows is None or parts.wheel is None:
        raise DesktopError("no wheel", "There is no graphical session here.", "Log in to a desktop, then try again there.")
    wheel = parts.wheel()
    if (place := wheel_place(window.box, outline)) is None:
        told = "Everywhere in this window the wheel could come over a control that it would change."
        raise DesktopError("no place for the wheel", told, "Scroll the window yourself, and read what is in view.")
    wheel.open()
    try:
        return await Scrolling(window, place, wheel, look, parts.windows, parts.under).run()
    finally:
        wheel.close()


class _Lost(Exception):
    """The window is not in front any more, or not where it was."""


class Scrolling:
    """One window, once."""

    def __init__(
        self,
        window: Window,
        place: tuple[int, int],
        wheel: Wheel,
        look: Callable[[], Awaitable[Frame]],
        windows: Windows,
        under: Under | None,
        options: Options = _USUAL,
    ) -> None:
        """`place`: where the wheel is turned, desktop's space. `wheel`: open. `look`: a picture of the window as it is."""
        self._window, self._place, self._wheel, self._look = window, place, wheel, look
        self._windows, self._under, self._options = windows, under, options
        self._down = 0  # pixels that the page stands lower than at first, as far as they are known
        self._unknown = 0  # clicks that were made since
        self._click = 0.0  # pixels that a click scrolls

    async def run(self) -> Scrolled:
        """Scrolls down, and back. If it is cancelled the wheel is turned back all the same.

        Raises DesktopError where the window can't be scrolled now, CaptureError.
        """
        await self._let_go()
        try:
            await self._turn(0)  # what lights up under the pointer does so before the first picture
            first = await self._still(None)
            await self._turn(1)
            after = await self._still(first)
            found = await asyncio.to_thread(moved, first.pixels, after.pixels)
            if found is None:
                return Scrolled(first, await self._without_page(first, after))
            self._moved(found.shift)
            tall = Tall(first.pixels, found.area)
            tall.add(after.pixels, found.shift)
            try:
                notices = [await self._to_the_end(tall, found.area, after), await self._back(found.area, first)]
            except _Lost:
                notices = [COVERED]
            return Scrolled(replace(first, pixels=tall.whole()), " ".join(filter(None, notices)))
        except _Lost:
            raise DesktopError("covered before it was scrolled", COVERED, "Bring the window to the front, and read it again.") from None
        finally:
            self._hurry_back()

    async def _to_the_end(self, tall: Tall, area: Box, before: Frame) -> str:
        """Scrolls on. What the user is to know of why it ended, "" where that was the page's end."""
        ends = time.monotonic() + self._options.seconds
        for _ in range(self._options.steps):
            if self._wheel.is_stopped():
                return STOPPED
            if time.monotonic() > ends or tall.height > self._options.rows:
                break
            clicks = max(1, int(_STEP * area.height / self._click))
            await self._turn(clicks)
            after = await self._still(before)
            shift = await asyncio.to_thread(shift_within, area, before.pixels, after.pixels)
            if shift is None or shift < 0:
                return CHANGED
            self._moved(shift, clicks)
            if not shift:
                return ""
            tall.add(after.pixels, shift)
            before = after
        return GOES_ON

    async def _without_page(self, first: Frame, after: Frame) -> str:
        """The first click moved no page. What the user is to know: where it changed something else, it is turned back."""
        if not _differ(first, after):
            self._unknown = 0
            return NOTHING
        await self._turn(-1)
        return NO_PAGE_CHANGED if _differ(first, await self._still(after)) else NO_PAGE

    async def _back(self, area: Box, first: Frame) -> str:
        """Scrolls back. What the user is to know of where the page stands now, "" where it is as it was."""
        left = await self._turned_by(-self._clicks_back(), area, first)
        for _ in range(_CORRECTIONS):
            if left is None:
                return NOT_BACK
            if not (clicks := self._clicks_back()):
                break
            left = await self._turned_by(-clicks, area, first)
        if left:  # a step that ended at the page's end was no whole number of clicks; one more may end at the page's start
            further = await self._turned_by(-1, area, first)
            left = further if further == 0 else await self._turned_by(1, area, first)
        if left is None:
            return NOT_BACK
        return NEAR.format("lower" if left > 0 else "higher") if left else ""

    async def _turned_by(self, clicks: int, area: Box, first: Frame) -> int | None:
        """By how many pixels the page stands lower than at first once the wheel was turned; None where that can't be told."""
        await self._turn(clicks)
        now = await self._still(None)
        left = await asyncio.to_thread(shift_within, area, first.pixels, now.pixels)
        self._down, self._unknown = left or 0, 0
        return left

    def _clicks_back(self) -> int:
        return (round(self._down / self._click) if self._click else 0) + self._unknown

    def _hurry_back(self) -> None:
        """What is left of the way back, at one go."""
        try:
            self._check()
        except _Lost:
            return
        if clicks := self._clicks_back():
            self._wheel.turn(*self._place, -clicks)

    def _moved(self, shift: int, clicks: int = 1) -> None:
        self._down, self._unknown = self._down + shift, 0
        self._click = max(self._click, shift / clicks)

    async def _turn(self, clicks: int) -> None:
        """Raises _Lost, and DesktopError where the user does not let go of the keys."""
        self._check()
        if self._wheel.is_held():
            await self._let_go()
            self._check()
        self._wheel.turn(*self._place, clicks)
        self._unknown += clicks

    def _check(self) -> None:
        front = self._windows.in_front()
        on_top = self._under.at(*self._place) if self._under is not None else front
        if front is None or on_top is None or on_top.id != self._window.id or (front.id, front.box) != (self._window.id, self._window.box):
            self._down = self._unknown = 0  # another window would be scrolled back
            raise _Lost

    async def _let_go(self) -> None:
        ends = time.monotonic() + self._options.letting_go
        while self._wheel.is_held():
            if time.monotonic() > ends:
                told = "A key or a button is held down, with which the wheel would do something else."
                raise DesktopError("modifiers are held", told, "Let go of all keys, and read again.")
            await asyncio.sleep(self._options.pause)

    async def _still(self, before: Frame | None) -> Frame:
        """The window once it has come to rest; where it was to leave `before`, after it did, or after all patience."""
        begun, at_rest = time.monotonic(), 0
        last = await self._look()
        while True:
            await asyncio.sleep(self._options.pause)
            now = await self._look()
            at_rest = 0 if _differ(last, now) else at_rest + 1
            took = time.monotonic() - begun
            has_moved = before is None or took >= self._options.patience or _differ(before, now)
            if (at_rest >= _AT_REST and has_moved) or took >= self._options.settling:
                return now
            last = now


def _differ(one: Frame, other: Frame) -> bool:
    if one.pixels.shape != other.pixels.shape:
        raise _Lost
    return int(changed_tiles(opaque(one.pixels), opaque(other.pixels)).sum()) > _CARET
