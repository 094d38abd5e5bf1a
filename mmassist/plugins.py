"""Strangers' code: the one place where whatever it does wrong is caught, so that mmassist goes on without it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import TypeVar

from mmassist.errors import MmassistError, PluginError
from mmassist.sayings import saying

T = TypeVar("T")
log = logging.getLogger(__name__)

_CANCELS = 3
_REMEDY = "Update or remove the package that brings it."


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `silence`: until the next piece of an answer; `closing`: for each try to end what was closed."""

    silence: float = 120.0
    closing: float = 0.5


PATIENCE = Patience()


def guarded(what: str, call: Callable[[], T]) -> T:
    """What `call` returns. Raises PluginError where it fails; `what` names the plug-in to the user ("backend tesla")."""
    try:
        return call()
    except (Exception, SystemExit) as error:
        log.exception("the %s was left out", what)
        raise failure(what, error) from error


def failure(what: str, error: BaseException) -> PluginError:
    """What the user hears of a plug-in that can't be used."""
    return PluginError(f"{what}: {error!r}", saying("The {what} could not be loaded.", what=what), _REMEDY)


def broken(what: str, why: str) -> PluginError:
    """What the user hears of a plug-in that fails at its work. `why` is for the log, and holds nothing of the screen."""
    return PluginError(f"{what}: {why}", saying("The extension for the {what} failed.", what=what), _REMEDY)


async def guarded_stream(what: str, start: Callable[[], object], patience: Patience = PATIENCE) -> AsyncGenerator[object, None]:
    """What the generator that `start` makes yields. It runs in a task of its own, at most two pieces ahead.

    Closing or cancelling ends it too, and does not wait for one that won't end. Raises the plug-in's own MmassistErrors, and
    PluginError for all others and for what stays silent too long.
    """
    found: asyncio.Queue[object] = asyncio.Queue(1)
    arrived = asyncio.Event()
    pump = _task(what, _pumped(what, start, found, arrived))
    pump.add_done_callback(lambda _: arrived.set())
    try:
        while not (pump.done() and found.empty()):
            if found.empty():
                arrived.clear()
                await _arrival(what, arrived, patience.silence)
            else:
                yield found.get_nowait()
        pump.result()
    finally:
        await _ended(what, pump, patience.closing)


async def guarded_end(what: str, end: Callable[[], Awaitable[object]], patience: Patience = PATIENCE) -> None:
    """Closes a plug-in. One that fails at it, or takes too long, is logged and left alone: the user is done with it."""
    closing = _task(what, _run(what, end))
    await asyncio.wait([closing], timeout=patience.closing)
    await _ended(what, closing, patience.closing)
    if closing.done() and not closing.cancelled() and (error := closing.exception()) is not None:
        log.warning("%s", error)


def _task(what: str, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work, name=what)
    # Of one that ends when nobody waits for it any more asyncio would print the error, which may quote the screen.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


async def _pumped(what: str, start: Callable[[], object], found: asyncio.Queue[object], arrived: asyncio.Event) -> None:
    with translated(what):
        events = start()
        if inspect.iscoroutine(events):
            events.close()
        if not isinstance(events, AsyncGenerator):
            raise broken(what, f"streams a {type(events).__name__}")
        async with contextlib.aclosing(events):
            async for event in events:
                await found.put(event)
                arrived.set()


async def _run(what: str, call: Callable[[], Awaitable[object]]) -> None:
    with translated(what):
        await call()


async def _arrival(what: str, arrived: asyncio.Event, silence: float) -> None:
    try:
        await asyncio.wait_for(arrived.wait(), silence)
    except TimeoutError as error:
        raise broken(what, f"said nothing for {silence:g} seconds") from error


async def _ended(what: str, task: asyncio.Task[None], patience: float) -> None:
    """Ends a task, and gives up on one that goes on all the same."""
    for _ in range(_CANCELS):
        if task.done():
            return
        task.cancel()
        await asyncio.wait([task], timeout=patience)
    if not task.done():
        log.warning("the %s does not end: it is left running", what)


@contextlib.contextmanager
def translated(what: str) -> Iterator[None]:
    """Foreign errors as PluginErrors. Where they came from is logged, and not what they say: that may quote the screen."""
    try:
        yield
    except MmassistError:
        raise
    except (Exception, SystemExit, asyncio.CancelledError) as error:
        task = asyncio.current_task()
        if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
            raise
        last = traceback.extract_tb(error.__traceback__)[-1]
        raise broken(what, f"{type(error).__name__} in line {last.lineno} of {last.filename}") from error
