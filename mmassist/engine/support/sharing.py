"""The picture that a helper gets: one window, or the one of its program that is in front, or a monitor; with what is personal in it hidden.

A change is withheld until its text was read and its tree was asked: then the whole is masked as for a vendor, and shown. Fields, windows
and labels are those of the trees right after the picture was taken, and those some time later; what lies above a window that is shared
by itself is never shown.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mmassist.engine.look import Reading, scene_of
from mmassist.engine.parts import Parts
from mmassist.engine.screen import Screen
from mmassist.engine.support.stills import Stills
from mmassist.engine.support.strays import Strays
from mmassist.engine.support.surroundings import Surroundings, followed, of_monitor, of_window
from mmassist.engine.support.together import together
from mmassist.engine.support.unrest import Unrest
from mmassist.engine.support.veil import Veil, places, touches
from mmassist.errors import CaptureError, DesktopError, MmassistError, NoWindow
from mmassist.perception.change import Mask, same
from mmassist.privacy import masking
from mmassist.privacy.cover import covered
from mmassist.privacy.places import around
from mmassist.sayings import saying
from mmassist.support.sender import Canvas, Patch
from mmassist.values import Box, Frame, Node, Scene, Target, TargetKind, Window

_EVERY = 0.1  # seconds from one picture to the next, at most
_SOONEST = 0.05  # seconds from a picture that showed a change to one that shows another
_LOOK = 0.03  # seconds from one look for a change to the next
_SHARPENED = 20  # pictures after a change that are sent again, for the encoder to make them sharp
_AGAIN = 10  # pictures, from then on
_PATIENCE = 1.0  # seconds until what failed is tried again
_UNTOLD = 5.0  # seconds for which a program may leave open which of its fields are for passwords, until it is said
_SETTLING = 0.2  # seconds, at least, from a picture to the last look: programs tell of a change a little before or after they paint it
_BLANK = (2, 2)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a helper sees: the title of which window, as the user knows it and as it may leave (empty until it was looked through),
    placeholders of what is hidden in it, whether something is withheld until then, and whether all that does not change all the time was
    looked through. `untold`: whether some of it stays withheld because a program has not told for some time which fields are for passwords.
    No title where nothing can be seen. Of a monitor its number stands for both."""

    title: str = ""
    outward: str = ""
    hidden: tuple[str, ...] = ()
    checking: bool = True
    settled: bool = False
    untold: bool = False


@dataclass(frozen=True, slots=True)
class _Withheld:
    """Whether `any` of a picture is; whether that is restless alone (`rests`), and whether some is (`hopeless`: in the next picture too);
    and whether any of it is to be looked through: not what is restless, until it rests, but for a still now and then of what turns."""

    any: bool
    rests: bool
    hopeless: bool
    is_behind: bool


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
        self._monitor, self._place = 0, Box(0, 0, 0, 0)
        self._subject = object()
        self._veil, self._unrest, self._strays = Veil(), Unrest(), Strays()
        self._restless: Mask | None = None
        self._turning: Mask | None = None
        self._stills = Stills()
        self._behind = asyncio.Event()
        self._told: Shown | None = None
        self._hidden: tuple[str, ...] = ()
        self._still = 0
        self._untold_since: float | None = None
        self.scene: Scene | None = None
        """Of the last picture that was looked through."""
        self.outward: Scene | None = None
        """What of it may leave: the same items, in the same order."""

    @property
    def window(self) -> Window | None:
        """That is shown just now; of a monitor the one in front, where it may be seen."""
        return self._window

    @property
    def monitor(self) -> int:
        """Its number, from 1; 0 where a window is shared."""
        return self._monitor

    async def run(self, window: Window, canvas: Canvas) -> None:
        """Until it is cancelled. Raises PeerLost."""
        self.show_window(window)
        await together(self._shows(canvas), self._looks_through())

    def show_window(self, window: Window | None) -> None:
        """That window, and those of its program, from the next picture on; nothing with none."""
        self._monitor, self._window = 0, window
        self._begin_anew()

    def show_monitor(self, number: int) -> None:
        """All windows on it that may leave, from the next picture on. Counted from 1."""
        self._monitor, self._window = number, None
        self._begin_anew()

    def use(self, options: masking.Options) -> None:
        """Hides by those rules, from the next picture on; nothing that was looked through by others is seen any more."""
        if options != self._options:
            self._options = options
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Nothing is known of what is shown now, and nothing that is being looked through counts."""
        self._subject = object()
        self._veil.drop()
        self.scene, self.outward, self._hidden, self._untold_since = None, None, (), None

    async def _shows(self, canvas: Canvas) -> None:
        ready: Frame | None = None
        while True:
            began, hopeless = time.monotonic(), False
            frame = (ready or await self._grabbed()) if self._allowed() else None
            if frame is None:
                size, patches = _BLANK, self._veil.patches(_black(_BLANK))
                self._tell_once(Shown())
            else:
                patches, withheld = await asyncio.to_thread(self._drawn, frame)
                size = frame.width, frame.height
                hopeless = withheld.hopeless
                if withheld.is_behind:
                    self._behind.set()
                self._tell_once(self._seen(withheld.any, withheld.rests))
            self._still = 0 if patches else self._still + 1
            is_due = patches or self._still < _SHARPENED or (frame is not None and self._still % _AGAIN == 0)
            if is_due and (frame is None or self._allowed()):
                await canvas.draw(*size, patches)
            ready = None if hopeless else await self._changed(began, frame)
            if ready is None:
                await asyncio.sleep(max(0.0, began + _EVERY - time.monotonic()))

    async def _changed(self, began: float, last: Frame | None) -> Frame | None:
        """The first that looks otherwise than the `last`, which began to be grabbed then; None once the next picture is due anyway."""
        due, wait = began + _EVERY, _LOOK if self._still else _SOONEST
        subject, at = self._subject, began + wait
        while last is not None and at < due:
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            now = await self._grabbed() if self._allowed() else None
            if now is None or subject is not self._subject:
                return None
            if not await asyncio.to_thread(same, last.pixels, now.pixels):
                return now if subject is self._subject else None
            at = max(at, time.monotonic()) + _LOOK
        return None

    def _seen(self, withheld: bool, rests: bool) -> Shown:
        untold = self._untold_since is not None and time.monotonic() - self._untold_since > _UNTOLD
        if self._monitor:
            title = saying("monitor {number}", number=self._monitor)
            return Shown(title, title, self._hidden, withheld, rests, untold)
        window = self.outward.window if self.outward is not None else None
        return Shown(self._window.title if self._window else "", window.title if window else "", self._hidden, withheld, rests, untold)

    def _tell_once(self, shown: Shown) -> None:
        if shown != self._told:
            self._told = shown
            self._tell(shown)

    def _drawn(self, frame: Frame) -> tuple[tuple[Patch, ...], _Withheld]:
        restless = self._restless = self._unrest.look(frame.pixels)
        turning = self._turning = self._unrest.turning()
        shown, tiles = self._veil.over(frame, restless)
        rests = not (tiles & ~restless).any()
        withheld = _Withheld(bool(tiles.any()), rests, bool((tiles & restless).any()), not rests or self._stills.is_due(turning))
        return self._veil.patches(shown), withheld

    def _readable(self, frame: Frame, turning: Mask | None) -> tuple[Frame, Mask | None]:
        """Without what is withheld and restless, which stays so, but for what is turning; and the tiles that it is without, if any."""
        restless, (_, withheld) = self._restless, self._veil.over(frame)
        if restless is None or restless.shape != withheld.shape:
            return frame, None
        left = withheld & restless
        if turning is not None and turning.shape == left.shape:
            left &= ~turning
        return (covered(frame, places(left)), left) if left.any() else (frame, None)

    async def _grabbed(self) -> Frame | None:
        """None where nothing of it can be seen."""
        windows = self._parts.windows
        try:
            if windows is None:
                return None
            if self._monitor:
                frame = await self._screen.run(self._parts.grabber.grab, Target(TargetKind.MONITOR, monitor=self._monitor), None, (0, 0))
                self._place = frame.box
                return frame
            subject, shared = self._subject, self._window
            window = await asyncio.to_thread(followed, windows, shared) if shared is not None else None
            if window is None or subject is not self._subject:
                return None
            if self._window is None or window.id != self._window.id:
                self._begin_anew()
            self._window = window
            return await self._screen.run(self._parts.grabber.grab, Target(), window, (0, 0))
        except (NoWindow, CaptureError, DesktopError) as error:
            log.info("nothing to share: %s", type(error).__name__)
            return None

    async def _looks_through(self) -> None:
        while True:
            await self._behind.wait()
            self._behind.clear()
            try:
                await self._look_through()
            except MmassistError as error:  # then all that has changed stays withheld
                log.warning("masks: %s", type(error).__name__)
                await asyncio.sleep(_PATIENCE)
            await asyncio.sleep(_EVERY)

    async def _look_through(self) -> None:
        """Where fields or other windows move meanwhile nothing of it counts, and it is looked through again."""
        subject, first = self._subject, time.monotonic()
        before = await self._surroundings(anew=False)
        frame = await self._grabbed()
        if frame is None or subject is not self._subject:
            return
        began = time.monotonic()
        now = await self._surroundings(anew=True)
        if not now.lies_as(before):
            self._behind.set()
            return
        turning = self._turning if self._stills.may_be_seen(now) else None
        readable, left = await asyncio.to_thread(self._readable, frame, turning)
        reading = Reading(self._parts.texts, readable, None)
        try:
            await reading.wait()
            if reading.error is not None:
                raise reading.error
            await asyncio.sleep(max(0.0, began + _SETTLING - time.monotonic()))
            after = await self._surroundings(anew=False)
            later = await self._grabbed()
        finally:
            await reading.aclose()
        scene, masked = await asyncio.to_thread(self._masked, readable, left, now, after, reading)
        if subject is not self._subject or masked.frame is None or later is None:
            return
        self._veil.lift(readable, masked.frame, later, turning, lasts=not (now.hangs or after.hangs))
        self._stills.taken(began)
        self.scene, self.outward = scene, masked.scene
        self._hidden = masked.hidden
        self._untold_since = (self._untold_since or first) if before.hangs and after.hangs else None
        if self._monitor:
            self._window = now.window
        if now.hangs or after.hangs:
            await asyncio.sleep(_PATIENCE)
            self._behind.set()

    def _masked(
        self, frame: Frame, left: Mask | None, now: Surroundings, after: Surroundings, reading: Reading
    ) -> tuple[Scene, masking.Masked]:
        """What was seen, and what of it may be: as either tree tells it. A text that goes on into what is `left` out, or into where nothing
        is shared, can't be judged; what stands there is not told either."""
        strange = [box.moved(-frame.box.x, -frame.box.y) for one in (now, after) for box in one.covered]
        boxes = [*strange, *(around(box).moved(-frame.box.x, -frame.box.y) for one in (now, after) for box in one.fields)]
        texts = [around(box) for box in (*(line.box for line in reading.lines), *reading.illegible)]
        boxes += [text for text in texts if any(text.intersection(box) for box in strange) or (left is not None and touches(left, text))]
        others = tuple(dict.fromkeys((*now.others, *after.others)))
        scene = scene_of(frame, now.window, now.outline, reading, strange=strange)
        material = masking.Material(scene, frame, (), (*reading.unread, *boxes), reading.illegible, others)
        masked = masking.mask(material, self._options)
        if masked.frame is None or _nodes(now) == _nodes(after):
            return scene, masked
        later = replace(material, scene=scene_of(frame, after.window, after.outline, reading, strange=strange), frame=masked.frame)
        return scene, replace(masked, frame=masking.mask(later, self._options).frame)

    async def _surroundings(self, *, anew: bool) -> Surroundings:
        """Raises DesktopError; NoWindow where there is nothing to look at."""
        if self._monitor:
            return await of_monitor(self._parts, self._place, self._options.excluded, self._strays, anew=anew)
        if self._window is None:
            raise NoWindow("no window is shared")
        return await of_window(self._parts, self._window, self._strays, anew=anew)


def _nodes(found: Surroundings) -> tuple[Node, ...]:
    return found.outline.nodes if found.outline is not None else ()


def _black(size: tuple[int, int]) -> Frame:
    import numpy as np

    return Frame(np.zeros((size[1], size[0], 4), np.uint8), (0, 0), Target(), 0.0)
