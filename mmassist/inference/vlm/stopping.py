"""Breaks off a run of onnxruntime in its middle, from another thread: a picture's square takes a processor seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import RunOptions

_LOOK = 0.02  # seconds between two looks


class Stopped(Exception):
    """What ran was broken off because nobody wants it any more. Never leaves the worker."""


class Stop:
    """Of one request. `set` from any thread, all else from the one that works."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: RunOptions | None = None
        self._is_set = False

    @property
    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        """Ends the run that goes on, between two of its nodes, and all that begin later."""
        with self._lock:
            self._is_set = True
            if self._running is not None:
                self._running.terminate = True

    def options(self) -> RunOptions:
        """For the next run. Raises Stopped where it need not begin."""
        import onnxruntime

        options = onnxruntime.RunOptions()
        # What nobody asked for is not worked out: the logits of a prompt are as large as a model.
        options.only_execute_path_to_fetches = True
        with self._lock:
            if self._is_set:
                raise Stopped
            self._running = options
        return options

    @contextmanager
    def heeding(self, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Asks `cancelled` on a thread of its own as long as the context lasts."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(_LOOK):
                if cancelled():
                    self.set()
                    return

        looking = threading.Thread(target=look, name="stop", daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()
