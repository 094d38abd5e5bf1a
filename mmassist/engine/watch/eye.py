"""One eye: looks at one window or one part of the screen for all watches on it, only when something may have changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from mmassist.engine.watch.bars import PixelBars, TreeBars
from mmassist.engine.watch.budget import Budget
from mmassist.engine.watch.contract import Closed, Damaged, DeskNews, Opened, Senses, Standing, Stirred, WatchTarget
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import (
    Moved,
    Notice,
    Settled,
    TextKnown,
    TextSeen,
    TimePassed,
    Titled,
    WindowClosed,
    WindowGone,
    WindowOpened,
)
from mmassist.engine.watch.reading import NewsReader
from mmassist.engine.watch.sight import Look, Sight
from mmassist.engine.watch.tree_text import TreeText
from mmassist.errors import CaptureError, MmassistError
from mmassist.perception.watching.news import News
from mmassist.values import Box, Frame, Target, TargetKind, Window

log = logging.getLogger(__name__)

# Seconds between two looks: while something is about to come to rest, while much moves, at a film, and where nothing tells of changes.
_SOON, _MOVING, _FILM, _POLL, _POLL_SLOW = 0.12, 0.33, 0.8, 0.25, 0.5
# After a window was moved or resized, and before a picture that failed is tried again.
_STIR, _RETRY = 0.2, 2.0
# How long after what it shows a program's tree may tell it.
_TREE_LATE = 0.4
# Nothing can be seen of a window of which less than this share is free.
_LEAST_SEEN = 0.03


class Audience(Protocol):
    """The watches of one eye. `remark`: the name of a phrase about the eye itself."""

    @property
    def needs(self) -> Needs: ...

    @property
    def due(self) -> float | None: ...

    def notice(self, notice: Notice) -> None: ...

    def remark(self, phrase: str) -> None: ...

    def fault(self, error: MmassistError) -> None: ...


class OffLoop(Protocol):
    """Runs what blocks on one and the same thread, away from the loop."""

    async def look(self, work: Callable[[], Look]) -> Look: ...

    async def standing(self, work: Callable[[], Standing | None]) -> Standing | None: ...


class Eye:
    """Runs on the engine's loop until its window has gone or it is cancelled."""

    def __init__(self, target: WatchTarget, senses: Senses, audience: Audience, off_loop: OffLoop) -> None:
        self._senses = senses
        self._audience = audience
        self._off_loop = off_loop
        self._window = target.window
        self._box = target.window.box if target.window else target.box or Box(0, 0, 1, 1)
        self._covered: tuple[Box, ...] = ()
        self._woken = asyncio.Event()
        self._stirred = target.window is not None
        self._standing_due = 0.0
        self._hindrance = self._suspected = ""
        self._sight = Sight(senses.grabber)
        self._budget = Budget(at=self._now())
        self._reader = NewsReader(senses.texts, self._budget)
        self._pixel_bars = PixelBars()
        self._tree_bars: TreeBars | None = None
        self._tree_text: TreeText | None = None
        self._tree_again: float | None = None
        self._look: Look | None = None
        self._failed = self._is_learnt = self._unreadable = False
        self._was_blank = self._moves_on = False
        self._is_unshown = True
        self.began = asyncio.Event()
        """Set when what changes from now on is noticed."""

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def hear(self, news: DeskNews) -> None:
        """What the desk tells; on the loop."""
        match news:
            case Damaged(boxes):
                if any(self._matters(box) for box in boxes) and self._audience.needs:
                    self._woken.set()
            case Stirred():
                self._stirred = self._stirred or self._window is not None
                if self._window is not None:
                    self._woken.set()
            case Opened(window):
                self._audience.notice(WindowOpened(window))
            case Closed(window):
                self._audience.notice(WindowClosed(window))

    def _matters(self, drawn: Box) -> bool:
        """Whether what was drawn can be seen here, and is more than a film's next picture. A bar that is watched may be one to its end."""
        if (seen := drawn.intersection(self._box)) is None:
            return False
        is_idle = self._look is not None and self._look.is_idle(seen.moved(-self._box.x, -self._box.y))
        return not is_idle or Needs.BARS in self._audience.needs

    def rouse(self) -> None:
        """Something is wanted that was not before."""
        self._is_unshown = True
        self._is_learnt = self._is_learnt and (Needs.ALL_TEXT not in self._audience.needs or self._reader.book.complete)
        self._woken.set()

    async def run(self) -> None:
        """Raises DesktopError when the display is gone."""
        try:
            while await self._stands():
                await self._tick()
                if not self._suspected:
                    self.began.set()
                await self._wait()
            self._audience.notice(WindowGone())
        finally:
            self.began.set()

    async def _wait(self) -> None:
        now = self._now()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._until(now)):
                await self._woken.wait()
        if (left := now + self._least - self._now()) > 0:
            await asyncio.sleep(left)
        self._woken.clear()

    @property
    def _sees(self) -> bool:
        """Whether pictures come at all: who sees nothing can't tell that nothing happens."""
        return not self._hindrance and not self._failed

    @property
    def _least(self) -> float:
        """Seconds that must pass before the next look."""
        if self._look is None or not (self._look.glance.waiting or self._look.glance.moved):
            return 0.02
        return _MOVING if self._moves_on else _SOON

    def _until(self, now: float) -> float | None:
        """When to look again though nothing is told."""
        dues = (self._audience.due, self._tree_bars.due() if self._tree_bars else None, self._tree_again)
        times = [time for time in dues if time is not None] if self._sees else []
        if self._stirred:
            times.append(self._standing_due)
        if self._look is not None and self._look.glance.waiting:
            times.append(now + self._least)
        elif self._look is not None and self._look.idle is not None:
            times.append(now + _FILM)
        if self._failed or self._was_blank:
            times.append(now + _RETRY)
        if self._senses.desk is None or not self._senses.desk.tells_damage:
            times.append(now + (_POLL if self._look is not None and self._look.glance.busy else _POLL_SLOW))
        return max(now, min(times)) if times else None

    # Where the window stands

    async def _stands(self) -> bool:
        """Looks where the window stands, if something stirred; false once it is gone."""
        desk, window = self._senses.desk, self._window
        if window is None or desk is None or not self._stirred or self._now() < self._standing_due:
            return True
        self._stirred = False
        self._standing_due = self._now() + _STIR
        standing = await self._off_loop.standing(lambda: desk.standing(window.id))
        if standing is None:
            return False
        self._placed(standing, window)
        return True

    def _placed(self, standing: Standing, before: Window) -> None:
        now = standing.window
        if now.title != before.title:
            self._audience.notice(Titled(now.title))
        if now.box != before.box:
            # It may still be on its way: what is grabbed now would be its neighbours.
            self._stirred = True
        self._window, self._box, self._covered = now, now.box, standing.covered
        hidden = "minimised" if not standing.shown else "covered" if _free(now.box, standing.covered) < _LEAST_SEEN else ""
        if hidden and hidden not in (self._hindrance, self._suspected):
            # It may be on its way here too: told if it is still so at the next look.
            self._suspected, self._stirred = hidden, True
            return
        self._suspected = ""
        if hidden or self._hindrance in ("minimised", "covered"):
            self._hinder(hidden)

    def _hinder(self, hindrance: str) -> None:
        """Says once that nothing can be seen, and once that it can again."""
        if hindrance != self._hindrance:
            self._hindrance = hindrance
            self._audience.remark(hindrance or "seen")
            if not hindrance:
                # What happened meanwhile is not known: nobody may call it rest.
                self._audience.notice(Moved())

    # Looking

    async def _tick(self) -> None:
        now = self._now()
        due = self._audience.due
        if due is not None and now >= due and self._sees:
            self._audience.notice(TimePassed())
        if self._hindrance in ("minimised", "covered") or self._suspected or not self._audience.needs:
            return
        if self._stirred and self._look is not None:
            return
        box, covered, may_read = self._box, self._covered, self._budget.affords(now)
        moved_before = self._look is not None and bool(self._look.glance.moved)
        try:
            look = self._look = await self._off_loop.look(lambda: self._seen(box, covered, now, may_read=may_read))
        except CaptureError as error:
            self._stumbled(error)
            return
        if self._failed:
            self._failed = False
            self._audience.notice(Moved())
        self._moves_on = moved_before and bool(look.glance.moved)
        if look.is_blank and self._was_blank:
            self._hinder("blank")
        elif not look.is_blank and self._hindrance == "blank":
            self._hinder("")
        self._was_blank = look.is_blank
        if not look.is_blank:
            await self._noticed(look, now)

    def _seen(self, box: Box, covered: tuple[Box, ...], now: float, *, may_read: bool) -> Look:
        """On the thread that looks."""
        if self._senses.desk is not None:
            self._senses.desk.renew()
        return self._sight.look(box, covered, now, may_read=may_read)

    async def _noticed(self, look: Look, now: float) -> None:
        if look.is_first:
            self._reader.forget()
            self._is_learnt = False
            self._pixel_bars = PixelBars()
        if look.glance.busy:
            self._audience.notice(Moved())
        try:
            if self._audience.needs & (Needs.BARS | Needs.TEXT):
                await self._ask_for_tree()
            if Needs.BARS in self._audience.needs:
                await self._see_bars(look, now)
            await self._read(look, now)
        except MmassistError as error:
            self._misread(error)
        if (look.changes or self._is_unshown) and Needs.FRAMES in self._audience.needs:
            self._is_unshown = False
            kind = TargetKind.WINDOW if self._window is not None else TargetKind.SCREEN
            self._audience.notice(Settled(Frame(look.after, (self._box.x, self._box.y), Target(kind), now), self._window))

    def _misread(self, error: MmassistError) -> None:
        """Says once that text can't be read; it is tried again with the next change."""
        log.warning("a watch could not read: %s", error)
        if not self._unreadable:
            self._audience.fault(error)
        self._unreadable = True

    def _stumbled(self, error: MmassistError) -> None:
        log.warning("a watch stumbled: %s", error)
        if not self._failed:
            self._audience.fault(error)
        self._failed = True

    async def _read(self, look: Look, now: float) -> None:
        """Text: by the tree where it tells some, by the pixels else."""
        needs, window = self._audience.needs, self._window
        if Needs.TEXT not in needs:
            return
        self._reader.scroll(look.glance.scrolls)
        news, changes = News(), look.changes
        tree = self._tree_text if window is not None else None
        is_late = self._tree_again is not None and now >= self._tree_again
        if tree is not None and window is not None and (changes or is_late or not self._is_learnt):
            told = await tree.read(window, now)
            if told is not None:
                news, changes = told, tuple(tree.untold(changes))
                self._reader.book.forget(tree.tells)
            # Some programs show a text before their tree tells it, and some are too busy to answer.
            is_open = told is not None and not told and (tree.is_behind or len(changes) < len(look.changes))
            self._tree_again = now + _TREE_LATE if is_open and (tree.is_behind or not is_late) else None
        if not self._is_learnt:
            self._is_learnt = True
            if Needs.ALL_TEXT in needs and not (tree and tree.is_known):
                await self._reader.learn(look.after)
            self._audience.notice(TextKnown(self._texts))
            return
        if changes:
            news += await self._reader.read(changes, gone=Needs.GONE in needs)
            self._unreadable = False
        if news:
            self._audience.notice(TextSeen(news, self._texts))

    @property
    def _texts(self) -> tuple[str, ...]:
        return (*(self._tree_text.texts if self._tree_text else ()), *self._reader.book.texts)

    async def _ask_for_tree(self) -> None:
        """Once, when something is wanted that a tree can tell."""
        if self._tree_bars is not None:
            return
        outlines = await self._senses.outlines() if self._senses.outlines is not None and self._window is not None else None
        self._tree_bars = TreeBars(outlines)
        self._tree_text = TreeText(outlines) if outlines is not None else None

    async def _see_bars(self, look: Look, now: float) -> None:
        tree, window = self._tree_bars, self._window
        seen = await tree.look(window, look.glance.moved, now) if tree is not None and window is not None else None
        if seen is None and not (tree and tree.known) and look.before is not None:
            seen = self._pixel_bars.look(look.before, look.after, look.glance.moved)
        if seen is not None:
            self._audience.notice(seen)


def _free(box: Box, covered: tuple[Box, ...]) -> float:
    """The share of `box` that nothing covers, on a grid of 16 px."""
    spots = [(box.x + x, box.y + y) for x in range(8, max(9, box.width), 16) for y in range(8, max(9, box.height), 16)]
    free = sum(not any(over.contains(*spot) for over in covered) for spot in spots) if covered else len(spots)
    return free / len(spots)
