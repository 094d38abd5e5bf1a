"""The worker process that hears: `inference.serve` runs it, `capture.microphone` talks to it.

A process of its own, because PortAudio can only be set up anew for a whole process, and a hanging sound server holds its callers for
ever: neither must touch the voice. `listen` (field `device`) opens the microphone and replies until it is cancelled: with a block of
float32 samples (fields `at`, `lost`), with `device`, `label` and `muted` whenever they change, or with nothing, several times a second,
so that a hang is known. `hung` is the last word of a process that ends because a call does not come back. `devices` replies once with a
list of [name, label, whether it is the system's choice].
"""

from __future__ import annotations

import concurrent.futures
import functools
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from mmassist.capture import microphone_stream
from mmassist.capture.microphone_blocks import Blocks
from mmassist.capture.microphone_server import ServerWatch, load_library
from mmassist.capture.microphone_stream import Stream
from mmassist.capture.sound_devices import Source, Sources
from mmassist.errors import CaptureError, DeviceLost, DeviceMissing, PermissionDenied
from mmassist.inference.messages import Message
from mmassist.sayings import saying

_T = TypeVar("_T")
_BEAT = 0.15  # seconds between replies
_OPENS_WITHIN = 3.0
_STARTS_WITHIN = 3.0  # seconds from opening to the first sound; a wireless one takes its time
_GONE_AFTER, _LATE = 0.5, 2.0  # seconds without any sound, not even silence; where a sound server has the microphone and answers
_SERVER_WITHIN = 0.6  # seconds in which a sound server tells its microphones
_CLOSES_WITHIN = 0.4


class _Call(Generic[_T]):
    """A call that may hang, on a thread that may be left behind."""

    def __init__(self, call: Callable[[], _T]) -> None:
        self._result: concurrent.futures.Future[_T] = concurrent.futures.Future()
        threading.Thread(target=self._settle, args=(call,), name="sound call", daemon=True).start()

    def _settle(self, call: Callable[[], _T]) -> None:
        try:
            self._result.set_result(call())
        except CaptureError as error:
            self._result.set_exception(error)

    def is_back(self, timeout: float) -> bool:
        return bool(concurrent.futures.wait([self._result], timeout).done)

    def result(self) -> _T:
        return self._result.result()


class MicrophoneHandler:
    """Answers one request at a time."""

    def __init__(self) -> None:
        self._watch: ServerWatch | None = None
        self._had_server = False
        self._loading = _Call(microphone_stream.load)
        self._closing: _Call[None] = _Call(_nothing)

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        sources = yield from self._sources()
        if request.fields["op"] == "devices":
            default = next((source.name for source in sources.all if source.name == sources.default), "")
            yield Message({"devices": [[each.name, each.label, each.name == default] for each in sources.all if not each.monitor]})
            return
        device = str(request.fields["device"])
        while not cancelled():
            source = sources.chosen(device)
            yield _about(source)
            yield from _patiently(self._closing, _CLOSES_WITHIN)
            stream = yield from _patiently(_Call(functools.partial(Stream, source)), _OPENS_WITHIN)
            try:
                sources = yield from self._heard(stream, source, device, cancelled)
            finally:
                # A fault is told at once: whether the device can be closed is the next request's affair.
                self._closing = _Call(stream.close)
            self._closing.is_back(_CLOSES_WITHIN)

    def _heard(self, stream: Stream, source: Source, device: str, cancelled: Callable[[], bool]) -> Generator[Message, None, Sources]:
        """Returns when another microphone is meant than `source`, or on cancellation."""
        blocks = Blocks(stream.rate)
        silent, patience = 0.0, _STARTS_WITHIN
        known = self._known()
        while not cancelled():
            asked = time.monotonic()
            piece = stream.ring.take(_BEAT)
            if piece is None:
                silent += min(time.monotonic() - asked, 2 * _BEAT)  # a process that was held up for longer has not listened either
                yield Message()
            else:
                silent, patience = 0.0, _GONE_AFTER
                for block in blocks.add(piece):
                    yield Message({"at": block.at, "lost": block.lost}, block.samples.tobytes())
            if not stream.is_active or (silent > patience and not self._is_late(silent)):
                raise self._lost(source)
            if self._watch and self._watch.ended:
                raise _server_gone()
            if (now := self._known()) is not known:
                known, current = now, _still(now or Sources((source,), source.name), device, source)
                if current.name != source.name:
                    break
                if current.index != source.index:
                    # Connected anew before its going was seen. What was recorded from it is now recorded from anywhere, a loudspeaker even.
                    raise _gone(source)
                yield _about(current)
        return known or Sources((source,), source.name)

    def _known(self) -> Sources | None:
        return self._watch.sources if self._watch else None

    def _is_late(self, silent: float) -> bool:
        """A sound server that goes on, and would tell if the microphone had gone, may be short of time on a busy machine."""
        return self._watch is not None and silent < _LATE and self._watch.answers(_BEAT)

    def _lost(self, source: Source) -> CaptureError:
        if self._watch and not self._watch.answers(_BEAT):
            return _server_gone() if self._watch.ended else _no_answer()
        return _gone(source)

    def _sources(self) -> Generator[Message, None, Sources]:
        """Those of the sound server, or PortAudio's where there is none."""
        if self._watch is None or self._watch.ended:
            self._watch = _watch()
        watch = self._watch
        if watch is not None:
            deadline = time.monotonic() + _SERVER_WITHIN
            while not watch.wait(_BEAT):
                if time.monotonic() > deadline:
                    raise _no_answer()
                yield Message()
            if watch.denied:
                remedy = "Run mmassist as the user whose desktop it is."
                raise PermissionDenied("the sound server refuses", "The sound system does not let mmassist hear.", remedy)
            if watch.sources is not None and not watch.ended:
                self._had_server = True
                yield from _patiently(self._loading, _OPENS_WITHIN)
                return watch.sources
            if self._had_server:
                raise _server_gone()
        yield from _patiently(self._loading, _OPENS_WITHIN)
        return (yield from _patiently(_Call(microphone_stream.listed), _OPENS_WITHIN))


def _patiently(call: _Call[_T], patience: float) -> Generator[Message, None, _T]:
    """The result of `call`. If it does not come back the process ends: what is stuck in a library can't be got out of it."""
    deadline = time.monotonic() + patience
    while not call.is_back(_BEAT):
        if time.monotonic() > deadline:
            yield Message({"hung": True})
            os._exit(3)
        yield Message()
    return call.result()


def _nothing() -> None:
    pass


def _watch() -> ServerWatch | None:
    try:
        watch = ServerWatch(load_library())
    except OSError:
        return None
    watch.open()
    return watch


def _about(source: Source) -> Message:
    return Message({"device": source.name, "label": source.label, "muted": source.muted})


def _still(sources: Sources, device: str, source: Source) -> Source:
    try:
        return sources.chosen(device)
    except DeviceMissing as error:
        raise _gone(source) from error


def _gone(source: Source) -> DeviceLost:
    return DeviceLost(
        f"{source.name} is gone", saying("The microphone {name} stopped.", name=source.label), "Check its cable, or choose another."
    )


def _server_gone() -> DeviceLost:
    return DeviceLost("the sound server is gone", "The sound system stopped.", "It mostly comes back by itself. If not, log in again.")


def _no_answer() -> DeviceLost:
    return DeviceLost("the sound server does not answer", "The sound system does not answer.", "Restart the sound server.")


def open_handler() -> MicrophoneHandler:
    """Sets up PortAudio in the background: with a hanging sound server that never ends."""
    _silence_libraries()
    return MicrophoneHandler()


def _silence_libraries() -> None:
    """ALSA, JACK and PortAudio write dozens of lines to standard error, each time that a device comes or goes. Python's own stay."""
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
