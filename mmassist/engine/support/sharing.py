"""The picture that a helper gets: one window, or the one of its program that is in front, with what is personal in it hidden.

A change is withheld until its text was read and its tree was asked: then the whole is masked as for a vendor, and shown. Password fields
are those of the tree before and after the picture was taken; windows that lie above are never shown.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mmassist.engine.look import Reading, scene_of
from mmassist.engine.parts import Parts, Windows
from mmassist.engine.screen import Screen
from mmassist.engine.support.together import together
from mmassist.engine.support.veil import Veil
from mmassist.errors import CaptureError, DesktopError, MmassistError, NoWindow
from mmassist.privacy import masking
from mmassist.privacy.places import around
from mmassist.support.sender import Patch, Sender
from mmassist.values import Box, Frame, Outline, Role, Scene, Target, Window

_EVERY = 0.1  # seconds from one picture to the next
_SHARPENED = 20  # pictures after a change that are sent again, for the encoder to make them sharp
_AGAIN = 10  # pictures, from then on
_TREE = 1.0  # seconds for a tree
_BLANK = (2, 2)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a helper sees: the title of which window, as the user knows it and as it may leave (empty until it was looked through),
    placeholders of what is hidden in it, and whether something is withheld until then. No title where nothing can be seen."""

    title: str = ""
    outward: str = ""
    hidden: tuple[str, ...] = ()
    checking: bool = True


@dataclass(frozen=True, slots=True)
class _Places:
    """A window's tree, and where in the desktop its password fields are and what lies above it."""

    outline: Outline | None
    fields: tuple[Box, ...]
    strangers: tuple[Box, ...]


class Sharing:
    """Belongs to the engine's loop. `allowed`: asked before each picture. `tell` hears what is shown, each time that it changes."""

    def __init__(
        self,
        parts: Parts,
        screen: Screen,
        options: masking.Options,
        allowed: Callable[[], bool],
        tell: Callable[[Shown], None],
    ) -> None:
        self._parts, self._screen, self._options = parts, screen, options
        self._allowed, self._tell = allowed, tell
        self._window: Window | None = None
        self._veil = Veil()
        self._behind = asyncio.Event()
        self._told: Shown | None = None
        self._hidden: tuple[str, ...] = ()
        self._still = 0
        self.scene: Scene | None = None
        """Of the last picture that was looked through."""
        self.outward: Scene | None = None
        """What of it may leave: the same items, in the same order."""

    @property
    def window(self) -> Window | None:
        """That is shown just now."""
        return self._window

    async def run(self, window: Window, sender: Sender) -> None:
        """Until it is cancelled. Raises PeerLost."""
        self._window = window
        await together(self._shows(sender), self._looks_through())

    async def _shows(self, sender: Sender) -> None:
        while True:
            began = time.monotonic()
            frame = await self._grabbed() if self._allowed() else None
            if frame is None:
                size, patches = _BLANK, self._veil.patches(_black(_BLANK))
                self._tell_once(Shown())
            else:
                patches, withheld = await asyncio.to_thread(self._drawn, frame)
                size = frame.width, frame.height
                if withheld:
                    self._behind.set()
                self._tell_once(self._seen(withheld))
            self._still = 0 if patches else self._still + 1
            is_due = patches or self._still < _SHARPENED or self._still % _AGAIN == 0
            if is_due and (frame is None or self._allowed()):
                await sender.draw(*size, patches)
            await asyncio.sleep(max(0.0, began + _EVERY - time.monotonic()))

    def _seen(self, withheld: bool) -> Shown:
        window = self.outward.window if self.outward is not None else None
        return Shown(self._window.title if self._window else "", window.title if window else "", self._hidden, withheld)

    def _tell_once(self, shown: Shown) -> None:
        if shown != self._told:
            self._told = shown
            self._tell(shown)

    def _drawn(self, frame: Frame) -> tuple[tuple[Patch, ...], bool]:
        shown, withheld = self._veil.over(frame)
        return self._veil.patches(shown), withheld

    async def _grabbed(self) -> Frame | None:
        """None where nothing of the window can be seen."""
        windows = self._parts.windows
        if windows is None or self._window is None:
            return None
        try:
            window = await asyncio.to_thread(_followed, windows, self._window)
            if window is None:
                return None
            if window.id != self._window.id:
                self._veil.drop()
                self.scene, self.outward, self._hidden = None, None, ()
            self._window = window
            return await self._screen.run(self._parts.grabber.grab, Target(), window, (0, 0))
        except (NoWindow, CaptureError, DesktopError) as error:
            log.info("nothing to share: %s", type(error).__name__)
            return None

    async def _looks_through(self) -> None:
        while True:
            await self._behind.wait()
            self._behind.clear()
            window = self._window
            if window is not None:
                try:
                    await self._look_through(window)
                except MmassistError as error:  # then all that has changed stays withheld
                    log.warning("masks: %s", type(error).__name__)
                    await asyncio.sleep(_TREE)
                await asyncio.sleep(_EVERY)

    async def _look_through(self, window: Window) -> None:
        """Where fields or other windows move meanwhile nothing of it counts, and it is looked through again."""
        before = await self._places(window, warm=True)
        frame = await self._grabbed()
        if frame is None or self._window is None or self._window.id != window.id:
            return
        now = await self._places(window, warm=False)
        if (now.fields, now.strangers) != (before.fields, before.strangers):
            self._behind.set()
            return
        reading = Reading(self._parts.texts, frame, None)
        try:
            await reading.wait()
            if reading.error is not None:
                raise reading.error
            after = await self._places(window, warm=True)
        finally:
            await reading.aclose()
        scene = scene_of(frame, window, now.outline, reading)
        boxes = [box.moved(-frame.box.x, -frame.box.y) for one in (now, after) for box in (*map(around, one.fields), *one.strangers)]
        material = masking.Material(scene, frame, (), (*reading.unread, *boxes), reading.illegible)
        masked = await asyncio.to_thread(masking.mask, material, self._options)
        if self._window is None or self._window.id != window.id or masked.frame is None:
            return
        self._veil.lift(frame, masked.frame)
        self.scene, self.outward = scene, masked.scene
        self._hidden = masked.hidden

    async def _places(self, window: Window, *, warm: bool) -> _Places:
        outline = await self._outline(window, warm=warm)
        nodes = outline.nodes if outline is not None else ()
        fields = tuple(node.box for node in nodes if node.role is Role.PASSWORD and node.box is not None)
        return _Places(outline, fields, await self._strangers(window))

    async def _outline(self, window: Window, *, warm: bool) -> Outline | None:
        """`warm`: the one that follows the window does, by some milliseconds."""
        outlines = self._parts.outlines
        if outlines is None:
            return None
        return (outlines.warm(window) if warm else None) or await outlines.read(window, deadline=_TREE)

    async def _strangers(self, window: Window) -> tuple[Box, ...]:
        """What lies above the window and is not a menu or the like of its own program. Desktop's space."""
        windows = self._parts.windows
        if windows is None:
            return ()
        shown = await asyncio.to_thread(windows.all)
        popups = await asyncio.to_thread(self._parts.under.popups) if self._parts.under is not None else ()
        at = next((at for at, one in enumerate(shown) if one.id == window.id), -1)
        others: Sequence[Window] = (*shown[at + 1 :], *(one for one in popups if one.pid is None or one.pid != window.pid))
        return tuple(one.frame or one.box for one in others)


def _followed(windows: Windows, shared: Window) -> Window | None:
    """The window in front, if it is of the same program; else the one that was shared, if it is still there."""
    front = windows.in_front()
    if front is not None and (front.id == shared.id or (front.pid is not None and front.pid == shared.pid)):
        return front
    there = windows.all()
    same = next((one for one in there if one.id == shared.id), None)
    return same or next((one for one in reversed(there) if one.pid is not None and one.pid == shared.pid), None)


def _black(size: tuple[int, int]) -> Frame:
    import numpy as np

    return Frame(np.zeros((size[1], size[0], 4), np.uint8), (0, 0), Target(), 0.0)
