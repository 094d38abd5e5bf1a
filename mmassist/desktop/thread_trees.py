"""Accessibility APIs that block, asked on a thread of their own: a program that hangs holds up that thread, and no turn."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from mmassist.desktop.items import Harvested, Item, outline_of
from mmassist.errors import DesktopError, SceneStale
from mmassist.values import Outline, Window

log = logging.getLogger(__name__)

# Seconds that opening the API may take; and what is left of a deadline for putting the nodes together.
_OPENING, _ASSEMBLY = 10.0, 0.015
# Seconds for a program to do what it is asked: one that opens a question within that may answer when it is closed.
_ANSWER = 1.0
_MOST = 20_000  # controls of an outline that is read as a whole
_REMEMBERED = 4  # outlines whose controls can still be acted on

_T = TypeVar("_T")


class Source(Protocol):
    """One accessibility API. Made and used on one thread."""

    def read(self, window: Window, until: float, cap: int) -> Harvested | None:
        """What `window` shows, at most `cap` controls, by `until` (`time.monotonic()`) as far as the program answers. None: it shows no
        tree. Raises DesktopError for what the user can mend."""

    def focus(self, item: Item) -> bool:
        """Gives a control that was read the keyboard's focus; whether its program says that it did."""

    def press(self, item: Item) -> bool:
        """Does what a click on it does; false where its program offers no such action, and nothing was done."""


class ThreadTrees:
    """Keeps `contracts.Trees`. The API tells of no change for certain, so that no outline is kept warm."""

    def __init__(self, opened: Callable[[], Source], cap: int) -> None:
        """`opened` is called on the thread, and may raise DesktopError. `cap`: most controls of an outline."""
        self._open = opened
        self._cap = cap
        self._thread: _Thread | None = None
        self._known: dict[float, tuple[Item, ...]] = {}

    async def start(self) -> None:
        """Raises DesktopError where the API is not to be had."""
        if self._thread is not None:
            return
        thread = _Thread(self._open)
        try:
            async with asyncio.timeout(_OPENING):
                await asyncio.wrap_future(thread.ready)
        except (TimeoutError, DesktopError) as failure:
            thread.end()
            if isinstance(failure, DesktopError):
                raise
            raise DesktopError("the accessibility API does not open") from failure
        self._thread = thread

    async def aclose(self) -> None:
        """A thread that hangs is left behind. Idempotent."""
        if self._thread is not None:
            self._thread.end()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await asyncio.to_thread(self._thread.join)
        self._thread = None

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        """See `contracts.Trees.read`; it is anew each time."""
        if self._thread is None:
            await self.start()
        assert self._thread is not None  # noqa: S101 - narrows the type
        until, cap = time.monotonic() + deadline, max(self._cap, _MOST) if whole else self._cap
        asked = self._thread.ask(lambda source: source.read(window, until - _ASSEMBLY, cap))
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + deadline):
                found = await asyncio.wrap_future(asked)
        except TimeoutError:
            asked.cancel()
            log.debug("%s does not answer", window.program)
            return Outline((), -1, False, time.monotonic())
        return self._kept(found) if found is not None else None

    def _kept(self, found: Harvested) -> Outline:
        outline, self._known[outline.at] = outline_of(found)
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return outline

    async def focus(self, outline: Outline, at: int) -> bool:
        """See `contracts.Trees.focus`."""
        return await self._act(outline, at, lambda source, item: source.focus(item), otherwise=False)

    async def press(self, outline: Outline, at: int) -> bool:
        """See `contracts.Trees.press`."""
        return await self._act(outline, at, lambda source, item: source.press(item), otherwise=True)

    async def _act(self, outline: Outline, at: int, act: Callable[[Source, Item], bool], *, otherwise: bool) -> bool:
        """`otherwise`: where the program has not answered in time."""
        items = self._known.get(outline.at, ())
        if self._thread is None or not 0 <= at < len(items):
            raise SceneStale("the outline is not known any more")
        asked = self._thread.ask(lambda source: act(source, items[at]))
        try:
            async with asyncio.timeout(_ANSWER):
                return await asyncio.wrap_future(asked)
        except TimeoutError:
            log.debug("the program has not answered yet")
            return otherwise

    def warm(self, window: Window) -> Outline | None:
        return None

    def watch(self, window: Window | None) -> None:
        """Nothing to be made ready."""

    def limit(self, cap: int) -> None:
        self._cap = cap


class _Thread:
    """A daemon, so that a program that never answers does not keep the app from ending."""

    def __init__(self, opened: Callable[[], Source]) -> None:
        self._open = opened
        self._orders: queue.SimpleQueue[tuple[Callable[[Source], Any], Future[Any]] | None] = queue.SimpleQueue()
        self.ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="outlines", daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[Source], _T]) -> Future[_T]:
        done: Future[_T] = Future()
        self._orders.put((work, done))
        return done

    def end(self) -> None:
        self._orders.put(None)

    def join(self) -> None:
        self._thread.join(1)

    def _run(self) -> None:
        try:
            source = self._open()
        except DesktopError as failure:
            self.ready.set_exception(failure)
            return
        if self.ready.set_running_or_notify_cancel():
            self.ready.set_result(None)
        while (order := self._orders.get()) is not None:
            work, done = order
            if not done.set_running_or_notify_cancel():  # nobody waits for it any more
                continue
            try:
                done.set_result(work(source))
            except DesktopError as failure:
                done.set_exception(failure)
