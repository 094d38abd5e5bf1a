"""Pictures of the screen, by mss (X11, Windows, macOS)."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from mmassist.capture.region import around_pointer, number_at
from mmassist.errors import CaptureError, DeviceMissing, NoWindow
from mmassist.sayings import run_on, saying
from mmassist.values import Box, Frame, Pixels, Target, TargetKind, Window

# mss looks at the monitors once when it opens. Opening costs 2 ms, the first time 20 and more, so a window, whose place is known, may use
# an older look as long as it lies within the desktop that was seen then; monitors that come and go are followed within half a second.
_STALE, _STALE_FOR_WINDOW = 0.5, 60.0


class Shot(Protocol):
    """A picture: rows of BGRA bytes."""

    @property
    def raw(self) -> bytes | bytearray: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


class Display(Protocol):
    """What of mss is used. `monitors`: the desktop, and then each of its monitors."""

    @property
    def monitors(self) -> Sequence[Mapping[str, int]]: ...

    def grab(self, region: dict[str, int], /) -> Shot: ...

    def close(self) -> None: ...


class _Connecting:
    """Makes connections; once no memory can be shared with an X server, without. mss leaves a connection behind each time that fails, and a
    server has 256 for all programs."""

    def __init__(self) -> None:
        self._shares_memory = True

    def __call__(self) -> Display:
        import mss

        if self._shares_memory:
            try:
                return mss.MSS()
            except OSError:
                if sys.platform != "linux":
                    raise
                self._shares_memory = False
        return mss.MSS(backend="xgetimage")


class ScreenGrabber:
    """Keeps one connection to the display open, from the first picture to `close`.

    All calls come from one thread, any: the engine owns an executor of one thread for it. The connection is made by `open`, or else
    by the first `grab`.
    """

    def __init__(self, connected: Callable[[], Display] | None = None) -> None:
        """`connected`: makes the connection; by default, mss."""
        self._connected = connected or _Connecting()
        self._mss: Display | None = None
        self._opened = 0.0

    def open(self) -> None:
        """Connects ahead of the first `grab`, which then is quick. A display that can't be reached is that `grab`'s to report."""
        from mss.exception import ScreenShotError

        with contextlib.suppress(ScreenShotError, OSError):
            self._refresh(_STALE_FOR_WINDOW)

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        """A picture of `target`; `window` is the active one, `pointer` the mouse pointer's place in the desktop's space.

        The pixels are the screen's own (no scaling), cut off at the desktop's edges. A region, that of the focus too, is `target.region`.
        Raises NoWindow (there is none, or it has no visible part), DeviceMissing (no such monitor, a region outside of all) or
        CaptureError (no display, or it went away; the next call tries anew). The frame's target has the number of its monitor.
        """
        if not target.on_screen:
            raise CaptureError(f"{target.kind.value}: that is not on the screen")
        if target.kind is TargetKind.WINDOW and window is None:
            raise NoWindow("no active window")
        from mss.exception import ScreenShotError

        # mss meets a display that died with an assertion, or reads through a null pointer where assertions are off.
        dead = (ScreenShotError, OSError, AssertionError, ValueError)
        try:
            self._refresh(_STALE_FOR_WINDOW if window and self._is_known(target, window.box) else _STALE)
            try:
                return self._picture(target, window, pointer)
            except dead:
                # The screen may have been resized since the connection was made: once more with a new one.
                self._refresh(0.0)
                return self._picture(target, window, pointer)
        except dead as error:
            # What is left of the connection is let go as far as that goes: the next call makes a new one.
            with contextlib.suppress(*dead):
                self.close()
            raise CaptureError(f"the display did not give a picture: {type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Lets go of the display. Idempotent; a later `grab` connects again."""
        if self._mss is not None:
            mss, self._mss = self._mss, None
            mss.close()

    def _refresh(self, stale: float) -> None:
        if self._mss is not None and time.monotonic() - self._opened <= stale:
            return
        self.close()
        self._mss = self._connected()
        self._opened = time.monotonic()

    def _is_known(self, target: Target, box: Box) -> bool:
        """Whether a window lies wholly within the desktop as it was seen last: then it does not matter what came or went beside it."""
        return target.kind is TargetKind.WINDOW and self._mss is not None and box.intersection(self._boxes(self._mss)[0]) == box

    @staticmethod
    def _boxes(mss: Display) -> list[Box]:
        """The desktop, and then its monitors, of which there may be none."""
        return [Box(each["left"], each["top"], each["width"], each["height"]) for each in mss.monitors]

    def _picture(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        assert self._mss is not None  # noqa: S101 - narrows the type
        desktop, *monitors = self._boxes(self._mss)
        if target.kind is TargetKind.MONITOR and not target.monitor:
            target = replace(target, monitor=number_at(monitors or [desktop], *pointer))
        box = place(target, window, pointer, monitors or [desktop], desktop)
        shot = self._mss.grab({"left": box.x, "top": box.y, "width": box.width, "height": box.height})
        pixels: Pixels = np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)
        pixels.flags.writeable = False
        return Frame(pixels, (box.x, box.y), target, time.monotonic())


def place(target: Target, window: Window | None, pointer: tuple[int, int], monitors: Sequence[Box], desktop: Box) -> Box:
    """Where the target lies, cut off at the desktop's edges. Raises NoWindow or DeviceMissing where it shows nothing."""
    if target.kind is TargetKind.WINDOW and window is not None:
        box = window.box.intersection(desktop)
        if box is None:
            raise NoWindow(
                "the active window has no visible part", "The window in front is off the screen.", "Bring it back with the window menu."
            )
        return box
    if target.kind is TargetKind.MONITOR:
        box = _monitor(monitors, target.monitor).intersection(desktop)
        if box is None:
            raise DeviceMissing(f"monitor {target.monitor} shows nothing", "That monitor shows no part of the desktop.", "Choose another.")
        return box
    if target.kind is TargetKind.POINTER:
        return around_pointer(monitors, *pointer).intersection(desktop) or desktop
    if target.kind is TargetKind.SCREEN:
        return desktop
    if (box := target.region.intersection(desktop) if target.region else None) is None:
        corners = {"left": desktop.x, "top": desktop.y, "right": desktop.right, "bottom": desktop.bottom}
        where = saying("It reaches from {left}, {top} to {right}, {bottom}.", **corners)
        raise DeviceMissing("a region outside of the desktop", "That region is outside of the desktop.", where)
    return box


def _monitor(monitors: Sequence[Box], number: int) -> Box:
    """Monitor `number`, counted from 1."""
    if 1 <= number <= len(monitors):
        return monitors[number - 1]
    count, there, which = len(monitors), "There is one monitor.", "Choose monitor 1."
    if count != 1:
        there, which = saying("There are {count} monitors.", count=count), saying("Choose one from 1 to {count}.", count=count)
    raise DeviceMissing(f"no monitor {number}", run_on(saying("Monitor {number} is not there.", number=number), there), which)
