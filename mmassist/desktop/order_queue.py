"""Orders to a thread that waits for the system's events, carried out there one after the other."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future

from mmassist.errors import DesktopError, MmassistError

_PATIENCE = 5.0  # seconds


class OrderQueue:
    """`give` from any thread but the one that obeys."""

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], Future[None]]] = queue.SimpleQueue()

    def give(self, work: Callable[[], None], wake: Callable[[], None]) -> None:
        """Returns when it is done; raises what `work` raised, or DesktopError where nobody obeys. `wake` makes the thread look."""
        done: Future[None] = Future()
        self._orders.put((work, done))
        wake()
        try:
            done.result(timeout=_PATIENCE)
        except TimeoutError as late:
            raise DesktopError("the thread of the keys does not answer") from late

    def obey(self) -> None:
        """On the thread: all that has come."""
        while not self._orders.empty():
            work, done = self._orders.get()
            try:
                work()
            except MmassistError as error:
                done.set_exception(error)
            else:
                done.set_result(None)
