"""The outputs of a sound server (PulseAudio, or PipeWire in its place), and word of those that come and go; by pulsectl.

To PortAudio all of them are the one device "pulse".
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pulsectl

log = logging.getLogger(__name__)

_CONNECTS = 1.0  # seconds
_LISTENS = 1.0  # seconds until it is looked whether anybody still wants to know


@dataclass(frozen=True, slots=True)
class Outlet:
    """An output of the server (its "sink"). `name`: the server's, unique; `label`: for the ear."""

    name: str
    label: str


def outlets() -> tuple[Outlet, ...]:
    """All of them; none where there is no such server. Blocks for milliseconds."""
    found: tuple[Outlet, ...] = ()
    with connected() as pulse:
        if pulse is not None:
            found = tuple(Outlet(sink.name, sink.description or sink.name) for sink in pulse.sink_list())
    return found


def meant(name: str, all_of_them: Sequence[Outlet]) -> Outlet | None:
    """The one whose name is `name`, else whose label contains it, else whose name does."""
    wanted = name.casefold()
    exactly = (one for one in all_of_them if name in (one.name, one.label))
    labelled = (one for one in all_of_them if wanted in one.label.casefold())
    named = (one for one in all_of_them if wanted in one.name.casefold())
    return next((one for found in (exactly, labelled, named) for one in found), None)


@contextlib.contextmanager
def connected() -> Iterator[pulsectl.Pulse | None]:
    """A connection for one thread; None where there is no such server. One that is lost meanwhile ends the block, which is logged."""
    if sys.platform != "linux":
        yield None
        return
    try:
        import pulsectl
    except (ImportError, OSError) as error:  # libpulse is not installed
        log.info("no sound server: %s", error)
        yield None
        return
    pulse = pulsectl.Pulse("mmassist", connect=False)
    try:
        try:
            pulse.connect(autospawn=False, timeout=_CONNECTS)
        except pulsectl.PulseError as error:
            log.info("no sound server: %s", error)
            yield None
            return
        try:
            yield pulse
        except (pulsectl.PulseError, pulsectl.PulseDisconnected) as error:
            log.warning("the sound server is gone: %s", type(error).__name__)
    finally:
        pulse.close()


class OutletWatch:
    """Tells, on a thread of its own, whenever an output came or went, and when the server itself did."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound outputs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Nothing is told any more, but for what is under way. Does not wait."""
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            with connected() as pulse:
                if pulse is not None:
                    self._changed()  # while nobody listened any may have come
                    self._listen(pulse)
            self._closed.wait(_LISTENS)

    def _listen(self, pulse: pulsectl.Pulse) -> None:
        pulse.event_mask_set("sink")
        pulse.event_callback_set(self._told)
        while not self._closed.is_set():
            pulse.event_listen(_LISTENS)

    def _told(self, event: pulsectl.PulseEventInfo) -> None:
        if event.t in ("new", "remove") and not self._closed.is_set():
            self._changed()
