"""Pictures of a Wayland desktop, as far as its portals and the user allow: the screens' streams, or else one picture at a time.

No Wayland desktop tells where a window lies. A window in front is therefore shown by the picture of all screens that may be seen, whose
target then is the whole screen: who looks at it must not take it for the window's.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol

from mmassist.capture import portal_shot
from mmassist.capture.portal_cast import Cast, Tokens
from mmassist.capture.portal_frames import FrameReader, probe
from mmassist.capture.portal_layout import pasted, places, whole
from mmassist.capture.screen import place
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, NoWindow, PermissionDenied
from mmassist.portals.bus import SCREENCAST, Portal, PortalError, PortalGone, PortalMissing, PortalRefused
from mmassist.portals.loop import LoopThread
from mmassist.sayings import own
from mmassist.values import Box, Frame, Pixels, Target, TargetKind, Window

log = logging.getLogger(__name__)

# Seconds that a look waits for the desktop's dialog to be answered, and for a single picture to be taken.
_PATIENCE, _SHOT = 2.0, 20.0
_CLOSING = 0.3
_AGAIN = "Start mmassist again, and choose a screen in the desktop's dialog."


class Source(Protocol):
    """What the screens show. `pictures`: of each, with its place in the compositor's units. On the grabber's thread; raises CaptureError,
    PortalError."""

    @property
    def ended(self) -> bool: ...

    def pictures(self, target: Target) -> Sequence[tuple[Box | None, Pixels]]: ...

    def close(self) -> None: ...


class PortalGrabber:
    """Looks at the screens that the user lets it see; asks them once. All calls come from one thread, any."""

    def __init__(
        self,
        tokens: Tokens,
        connect: Callable[[], Awaitable[Portal]] = Portal.connect,
        reader: Callable[[int, Sequence[str]], FrameReader] = FrameReader,
        probed: Callable[[], None] = probe,
    ) -> None:
        """`reader`, `probed`: what reads streams, and whether it could; the system's own by default."""
        self._tokens = tokens
        self._connect = connect
        self._reader = reader
        self._probed = probed
        self._loop = LoopThread("portal screen")
        self._opening: Future[Source] | None = None
        self._source: Source | None = None
        self._said = False

    def open(self) -> None:
        """Asks ahead of the first `grab`: the desktop's dialog comes up while the app starts. What goes wrong that `grab` reports."""
        if self._opening is not None:
            return
        lacking: CaptureError | None = None
        try:
            self._probed()
        except CaptureError as error:
            lacking = error
        self._loop.start()
        self._opening = self._loop.submit(self._opened(lacking))

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        """A picture of `target`; `window` is the active one, `pointer` counts for nothing: no Wayland desktop tells where it is.

        A window is shown by the picture of all screens, and the frame's target says so. Raises NoWindow, PermissionDenied (the user has
        not allowed it, or not yet), DeviceMissing (no portal, no PipeWire, no such monitor), DeviceLost (it ended) or CaptureError.
        """
        if not target.on_screen:
            raise CaptureError(f"{target.kind.value}: that is not on the screen")
        if target.kind is TargetKind.WINDOW and window is None:
            raise NoWindow("no active window")
        if target.kind is TargetKind.POINTER:
            raise CaptureError(
                "no pointer", "This desktop does not tell where the pointer is.", "Describe the window or the screen instead."
            )
        try:
            source = self._ready()
            shown = source.pictures(target)
        except PortalError as error:
            raise self._translated(error) from error
        except PermissionDenied:
            raise
        except DeviceLost as lost:
            if self._was_closed():
                raise self._closed() from lost
            self._drop()
            raise
        except CaptureError:  # what follows what can't be read is not to be made out
            self._drop()
            raise
        pictures = [picture for _, picture in shown]
        boxes = places([box for box, _ in shown], [(picture.shape[1], picture.shape[0]) for picture in pictures])
        box, told = _aimed(target, boxes)
        return Frame(pasted(box, boxes, pictures), (box.x, box.y), told, time.monotonic())

    def close(self) -> None:
        """Ends the session, and with it the desktop's mark of a shared screen. Idempotent; a later `grab` asks again."""
        self._drop()
        self._loop.close()

    def _ready(self) -> Source:
        if self._source is not None and self._source.ended:
            raise self._closed()
        if self._opening is None:
            self.open()
        assert self._opening is not None  # noqa: S101 - narrows the type
        try:
            self._source = self._opening.result(_PATIENCE)
        except TimeoutError as waiting:
            raise PermissionDenied(
                "the desktop's dialog is not answered",
                "The desktop is asking whether mmassist may see the screen.",
                "Choose a screen in its dialog and allow it, then press the key again.",
            ) from waiting
        return self._source

    async def _opened(self, lacking: CaptureError | None) -> Source:
        """`lacking`: why streams can't be read; then the user is not asked for any."""
        portal = await self._connect()
        try:
            if lacking is None:
                try:
                    cast = await Cast.open(portal, self._tokens)
                    return _Streams(portal, cast, self._reader(cast.descriptor, [screen.target for screen in cast.screens]), self._loop)
                except PortalMissing as missing:
                    lacking = _no_portal(missing)
            if await portal_shot.is_there(portal):
                log.info("no streams of the screen: %s", lacking)
                return _Shots(portal, self._loop, windows=await portal_shot.takes_windows(portal))
            raise lacking
        except BaseException:
            await portal.close()
            raise

    def _translated(self, error: PortalError) -> CaptureError:
        if isinstance(error, PortalRefused):
            spoken = "The desktop did not let mmassist see the screen." if error.by_user else "The desktop refused to show the screen."
            return self._again(str(error), spoken)
        if isinstance(error, PortalMissing):
            self._drop()
            return _no_portal(error)
        self._drop()
        return DeviceLost(
            f"the portal: {error}", "The desktop's portal does not answer.", "Press the key again; if it stays so, log in anew."
        )

    def _was_closed(self) -> bool:
        """Whether a stream ended with its session, of which the bus tells a moment later."""
        ends = time.monotonic() + _CLOSING
        while self._source is not None and not self._source.ended and time.monotonic() < ends:
            time.sleep(0.02)
        return self._source is not None and self._source.ended

    def _closed(self) -> PermissionDenied:
        # It may have been the user who ended it, and the permission that is kept must not overrule them.
        return self._again("the session was closed", "The desktop ended mmassist's view of the screen.")

    def _again(self, reason: str, spoken: str) -> PermissionDenied:
        """What the user has decided is said whole once, and in few words afterwards."""
        said, self._said = self._said, True
        return PermissionDenied(reason, "mmassist may not see the screen." if said else spoken, _AGAIN)

    def _drop(self) -> None:
        opening, self._opening, self._source = self._opening, None, None
        if opening is None:
            return
        if not opening.done():
            opening.cancel()
        elif not opening.cancelled() and opening.exception() is None:
            opening.result().close()


def check(probed: Callable[[], None] = probe) -> str:
    """How the screen can be seen here, in words; the user is not asked. Blocks for as long as the portal takes. Raises CaptureError."""

    async def look() -> tuple[int, bool]:
        portal = await Portal.connect()
        try:
            return await portal.version(SCREENCAST), await portal_shot.is_there(portal)
        finally:
            await portal.close()

    try:
        streams, shots = asyncio.run(look())
        if not streams and not shots:
            raise PortalMissing("neither streams nor pictures")
    except PortalMissing as missing:
        raise _no_portal(missing) from missing
    except PortalError as error:
        raise DeviceLost(f"the portal: {error}") from error
    try:
        if streams:
            probed()
            return own("the desktop asks you which screen may be seen, and shows it as a stream")
    except CaptureError:
        if not shots:
            raise
    return own("the desktop takes a picture each time")


class _Streams:
    """Screens as streams, from a session that stays open."""

    def __init__(self, portal: Portal, cast: Cast, reader: FrameReader, loop: LoopThread) -> None:
        self._portal, self._cast, self._reader, self._loop = portal, cast, reader, loop
        self._greeted = False
        try:
            reader.start()
        except DeviceMissing:
            cast.close()
            raise

    @property
    def ended(self) -> bool:
        return self._cast.ended

    def pictures(self, target: Target) -> Sequence[tuple[Box | None, Pixels]]:
        if self._cast.lost:
            raise PortalGone("the portal ended")
        if not self._greeted:
            self._reader.greet()
            self._greeted = True
        return [(screen.place, self._reader.newest(number)) for number, screen in enumerate(self._cast.screens)]

    def close(self) -> None:
        self._reader.close()
        _on_loop(self._loop, self._closed(), 3.0)

    async def _closed(self) -> None:
        self._cast.close()
        await self._portal.close()


class _Shots:
    """Single pictures, each asked for when it is wanted."""

    def __init__(self, portal: Portal, loop: LoopThread, *, windows: bool) -> None:
        self._portal, self._loop, self._windows = portal, loop, windows

    @property
    def ended(self) -> bool:
        return False

    def pictures(self, target: Target) -> Sequence[tuple[Box | None, Pixels]]:
        taking = self._loop.submit(portal_shot.take(self._portal, window=self._windows and target.kind is TargetKind.WINDOW))
        try:
            path = taking.result(_SHOT)
        except TimeoutError as late:
            taking.cancel()
            raise PortalGone("no picture was taken") from late
        return [(None, portal_shot.read_and_remove(path))]

    def close(self) -> None:
        _on_loop(self._loop, self._portal.close(), 3.0)


def _on_loop(loop: LoopThread, work: Awaitable[None], seconds: float) -> None:
    async def run() -> None:
        await work

    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        loop.submit(run()).result(seconds)


def _aimed(target: Target, boxes: Sequence[Box]) -> tuple[Box, Target]:
    """What of the screens is looked at, and what the picture then is of."""
    desktop = whole(boxes)
    if target.kind is TargetKind.WINDOW:
        return desktop, Target(TargetKind.SCREEN)
    if target.kind is TargetKind.MONITOR and not target.monitor:
        if len(boxes) > 1:
            raise CaptureError("no pointer", "This desktop does not tell which monitor you are at.", "Say its number, from 1.")
        target = replace(target, monitor=1)
    return place(target, None, (0, 0), boxes, desktop), target


def _no_portal(reason: PortalMissing) -> DeviceMissing:
    return DeviceMissing(
        f"no portal for the screen: {reason}",
        "This desktop has no portal by which the screen may be seen.",
        "Install xdg-desktop-portal and the part of it for your desktop, such as xdg-desktop-portal-gnome, -kde or -wlr, and log in again.",
    )
