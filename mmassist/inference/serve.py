"""The worker's side of the wire: `python -P -m mmassist.inference.serve MODULE` answers requests on standard input and output.

MODULE has `open_handler() -> Handler`; it is called once, before "ready" is sent, and loads what is slow to load. One request is
handled at a time, in order; a second thread reads ahead so that a cancellation is known at once, and a third gives a sign of life as
long as one is handled.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, Protocol

from mmassist.errors import MmassistError
from mmassist.inference import heap
from mmassist.inference.messages import PREFIX, Message, decode, encode, lengths

_PULSE = 0.5  # seconds


class Handler(Protocol):
    """What a worker module provides."""

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        """Yields the replies to `request` (its `op` names the work). Asks `cancelled` between steps and returns if true.

        `cancelled` may be called from any thread. A raised `MmassistError` goes back to the caller; any other ends the process.
        """
        ...


def read_message(stream: IO[bytes]) -> Message | None:
    """The next message, or None at the end of the stream."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    header, body = lengths(prefix)
    return decode(stream.read(header), stream.read(body))


class _Inbox:
    """Requests in order, and which of them are cancelled."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._requests: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._done = 0
        self._lock = threading.Lock()

    def read_ahead(self) -> None:
        try:
            with contextlib.suppress(ValueError, OSError):
                while (message := read_message(self._stream)) is not None:
                    self._take(message)
        except MemoryError:
            # What was asked is lost, and whoever asked waits for it: the end of the process is known at once, a silent one late.
            os.write(2, b"no memory for a request\n")
            os._exit(1)
        # The app is gone, or the wire is out of step: nobody is left to work for.
        os._exit(0)

    def _take(self, message: Message) -> None:
        if message.fields["op"] == "cancel":
            with self._lock:
                if message.fields["id"] > self._done:
                    self._cancelled.add(message.fields["id"])
        else:
            self._requests.put(message)

    def next(self) -> Message | None:
        with contextlib.suppress(queue.Empty):
            return self._requests.get(timeout=heap.REST)
        heap.give_back()
        return self._requests.get()

    def is_cancelled(self, request_id: int) -> bool:
        return request_id in self._cancelled

    def finished(self, request_id: int) -> None:
        """Ids rise, so a late cancellation of a finished request can be told from one of a waiting request."""
        with self._lock:
            self._done = request_id
            self._cancelled.discard(request_id)


class _Wire:
    """What goes back: replies, and a sign of life as long as a request is handled."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self.busy = threading.Event()

    def write(self, message: Message) -> None:
        with self._lock:
            self._stream.write(encode(message))
            self._stream.flush()

    def live(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            while self.busy.wait():
                time.sleep(_PULSE)
                self.write(Message({"id": 0, "kind": "pulse"}))


def _answer(handler: Handler, request: Message, inbox: _Inbox, write: Callable[[Message], None]) -> None:
    request_id = int(request.fields["id"])
    if not inbox.is_cancelled(request_id):
        try:
            for reply in handler.handle(request, lambda: inbox.is_cancelled(request_id)):
                write(Message({**reply.fields, "id": request_id, "kind": "item"}, reply.body))
        except MmassistError as error:
            fields = {"error": type(error).__name__, "message": str(error), "spoken": error.spoken, "remedy": error.remedy}
            write(Message({**fields, "id": request_id, "kind": "error"}))
    inbox.finished(request_id)
    write(Message({"id": request_id, "kind": "end"}))


def main(argv: list[str]) -> None:
    """Serves until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the app ends us by closing the pipe
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a native library that prints must not get onto the wire

    handler: Handler = importlib.import_module(argv[1]).open_handler()
    inbox, wire = _Inbox(requests), _Wire(replies)
    threading.Thread(target=inbox.read_ahead, name="inbox", daemon=True).start()
    threading.Thread(target=wire.live, name="pulse", daemon=True).start()
    try:
        wire.write(Message({"id": 0, "kind": "ready"}))
        while (request := inbox.next()) is not None:
            wire.busy.set()
            _answer(handler, request, inbox, wire.write)
            wire.busy.clear()
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv)
