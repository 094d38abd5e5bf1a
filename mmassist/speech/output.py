"""Sound out: one stream that plays speech with earcons over it, starts and falls silent at once, and outlives its device.

The stream runs well ahead of the ear, so that a busy machine does not make speech stutter, and yet answers at once: whenever
something must sound or stop *now*, what is buffered is thrown away, the timeline is set back to the moment that is being heard, and
the stream starts again from there. A start loses about 4 ms, so speech is cut off, not faded: a fade would come behind a hole.
While nothing sounds the stream is stopped and costs nothing.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from mmassist.errors import SpeechError
from mmassist.speech.device import Device
from mmassist.speech.earcons import Samples, render
from mmassist.speech.sink import Listener, Tag, Tap
from mmassist.speech.timeline import Mark, Timeline
from mmassist.speech.whereabouts import Whereabouts
from mmassist.values import Earcon

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """`device`: name of the sound device, empty for the system's choice. `earcons`: their volume in percent, 0 for none.

    `wake_ms`: silence before the first sound after a pause, for devices that fall asleep and swallow it. `block_ms`, `buffer_ms`: a block
    rendered at a time, and how far rendering runs ahead. `reopen_after`: seconds until the
    first attempt to open a device that is gone; each further one waits twice as long, up to 5 s.
    """

    device: str = ""
    earcons: int = 100
    wake_ms: int = 0
    block_ms: int = 20
    buffer_ms: int = 100
    reopen_after: float = 0.25


@dataclass(frozen=True, slots=True)
class _Op:
    """A change to the timeline at the position that is being heard. `now`: whether it can't wait for what is buffered."""

    apply: Callable[[int], None]
    now: Callable[[], bool]


class Output:
    """The `Sink` that is heard. A thread of its own, "sound", makes all changes and all reports; PortAudio's only renders."""

    def __init__(self, options: Options = Options(), sample_rate: int = 22050) -> None:
        self._options = options
        self._tap: Tap | None = None
        self._inbox: queue.SimpleQueue[_Op | Callable[[], None] | None] = queue.SimpleQueue()
        self._device = Device(options.device, options.block_ms, options.buffer_ms)
        self._listener: Listener | None = None
        self._lock = threading.Lock()  # of the timeline, between "sound" and PortAudio's thread
        self._faulty = False
        self._running = False
        self._warned_until = 0  # until this position a sound is heard that nothing may break up
        self._anchor = (0.0, 0)  # this position was heard at this time
        self._silent_since = float("-inf")
        self._where = Whereabouts(lambda: self._inbox.put(self._look_around))
        self._retry_at = 0.0
        self._retry_after = options.reopen_after
        self._buffered = 2 * options.buffer_ms / 1000  # more than a device ever holds
        self._set_rate(sample_rate)
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)

    def open(self, listener: Listener) -> None:
        """Starts the thread, which opens the device. Earcons asked for before sound then."""
        self._listener = listener
        self._thread.start()

    def use(self, options: Options) -> None:
        """Another device, other short sounds: at once. What sounds goes on there."""
        self._inbox.put(lambda: self._use(options))

    def listen_in(self, tap: Tap | None) -> None:
        """Gives all that sounds from now on to that one, and to none before it."""
        self._tap = tap

    def use_rate(self, sample_rate: int) -> None:
        self._inbox.put(lambda: self._change_rate(sample_rate))

    def append(self, tag: Tag, samples: bytes) -> None:
        wave = np.frombuffer(samples, np.int16).astype(np.float32) / np.float32(32768)
        self._inbox.put(_Op(lambda at: self._timeline.append(tag, wave, max(at, self._timeline.position)), self._runs_dry))

    def finish(self, tag: Tag) -> None:
        self._inbox.put(_Op(lambda at: self._timeline.finish(tag, at), bool))

    def clear(self, turn_id: int | None = None) -> None:
        self._cut(lambda tag: turn_id is None or tag.turn_id == turn_id)

    def drop(self, tag: Tag) -> None:
        self._cut(lambda other: other == tag)

    def _cut(self, unwanted: Callable[[Tag], bool]) -> None:
        self._inbox.put(_Op(lambda at: self._timeline.cut(unwanted, at), lambda: self._timeline.holds(unwanted)))

    def play(self, earcon: Earcon) -> None:
        if self._options.earcons:
            patient = earcon in _PATIENT or earcon is Earcon.LISTENING
            self._inbox.put(_Op(lambda at: self._lay(earcon, at), lambda: not patient or not self._is_warning()))

    def _lay(self, earcon: Earcon, at: int) -> None:
        # A microphone that is opened again is open before the sound that tells of its loss is over.
        if earcon in _PATIENT or (earcon is Earcon.LISTENING and at < self._warned_until):
            self._timeline.play_behind(self._earcons[earcon], max(at, self._timeline.position))
        else:
            end = self._timeline.play(self._earcons[earcon], at)
            self._warned_until = end if earcon in _WARNINGS else 0

    @property
    def has_device(self) -> bool:
        """Whether there is a sound device at the moment."""
        return self._device.is_open

    def close(self) -> None:
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(5)

    # From here on: the thread "sound".

    def _run(self) -> None:
        self._where.use(self._options.device)
        self._open()
        while True:
            try:
                first = self._inbox.get(timeout=self._until_next())
            except queue.Empty:
                pass
            else:
                if not self._handle(first):
                    break
            self._report()
            self._watch()
        self._where.close()
        self._device.close()

    def _handle(self, first: _Op | Callable[[], None] | None) -> bool:
        """Handles what lies in the inbox, changes to the timeline together. False at the end."""
        ops: list[_Op] = []
        item: _Op | Callable[[], None] | None = first
        while True:
            if isinstance(item, _Op):
                ops.append(item)
            else:
                self._change(ops)
                ops = []
                if item is None:
                    return False
                item()
            try:
                item = self._inbox.get_nowait()
            except queue.Empty:
                self._change(ops)
                return True

    def _change(self, ops: list[_Op]) -> None:
        at_once = False
        for op in ops:
            # An operation is asked before the one ahead of it was applied: that one can only have made it less urgent.
            at_once = at_once or op.now()
        if at_once:
            self._halt()
            for op in ops:
                op.apply(self._timeline.position)
            self._start()
        else:
            with self._lock:
                for op in ops:
                    op.apply(self._heard())

    def _is_warning(self) -> bool:
        """Whether a sound is heard that nothing may break up: a stream that is started anew, on a busy machine, is silent for a while."""
        return self._running and self._heard() < self._warned_until

    def _runs_dry(self) -> bool:
        if self._is_warning():
            return False
        # A block that PortAudio's thread is about to render is as good as rendered.
        spare = 2 * self._rate * self._options.block_ms // 1000
        return not self._running or self._timeline.speech_end < self._timeline.position + spare

    def _heard(self) -> int:
        """The position that is being heard."""
        if not self._running:
            return self._timeline.position
        at, position = self._anchor
        heard = position + int((time.monotonic() - at) * self._rate)
        if not self._device.is_open:
            return heard
        rendered = self._timeline.position
        return min(max(heard, rendered - int(self._buffered * self._rate)), rendered)

    def _halt(self) -> None:
        """Stops the stream and sets the timeline back to what was heard last."""
        if not self._running:
            return
        heard = self._heard()
        if self._device.is_open:
            try:
                self._device.abort()
            except SpeechError as error:
                self._lost(error)
        self._running, self._silent_since = False, time.monotonic()
        self._timeline.position = max(heard, 0)
        if (tap := self._tap) is not None:
            tap.silenced(time.monotonic())

    def _start(self) -> None:
        if self._timeline.end <= self._timeline.position:
            return
        if time.monotonic() - self._silent_since > _ASLEEP:
            self._timeline.forget(self._timeline.position)
            self._timeline.position -= self._options.wake_ms * self._rate // 1000
        self._running = True
        self._anchor = (time.monotonic(), self._timeline.position)
        if self._device.is_open:
            try:
                self._device.start()
            except SpeechError as error:
                self._lost(error)

    def _render(self, out: Samples, underflow: bool, ahead: float) -> None:
        """PortAudio's thread."""
        with self._lock:
            if underflow:
                self._anchor = (time.monotonic(), self._timeline.position)
            self._timeline.render(out)
        if (tap := self._tap) is not None:
            tap.played(out.copy(), time.monotonic() + ahead, self._rate)

    def _report(self) -> None:
        heard = self._heard()
        with self._lock:
            marks = self._timeline.take_marks(heard)
            self._timeline.forget(heard - self._rate)
        self._tell(marks)

    def _tell(self, marks: list[Mark]) -> None:
        if self._listener is None:
            return
        for mark in marks:
            at = self._anchor[0] + (mark.at - self._anchor[1]) / self._rate
            if mark.first:
                self._listener.sounding(mark.tag, at)
            else:
                self._listener.sounded(mark.tag, at)

    def _until_next(self) -> float | None:
        """Seconds until there is something to do without being told."""
        waits: list[float] = []
        if self._running:
            mark = self._timeline.next_mark
            target = mark if mark is not None else self._timeline.end + int(_LINGER * self._rate)
            waits += [max(0.0, (target - self._heard()) / self._rate), 0.25]
        if not self._device.is_open:
            waits.append(max(0.0, self._retry_at - time.monotonic()))
        return min(waits, default=None)

    def _watch(self) -> None:
        """Stops the stream when nothing sounds any more; looks after the device."""
        if self._running and self._device.is_open:
            try:
                self._device.check()
            except SpeechError as error:
                self._lost(error)
        if self._running and self._heard() >= self._timeline.end + int(_LINGER * self._rate):
            self._halt()
        if not self._device.is_open and time.monotonic() >= self._retry_at:
            self._open()

    def _open(self) -> None:
        try:
            buffered = 2 * self._device.open(self._rate, self._render)
        except SpeechError as error:
            self._lost(error)
            return
        moved = self._where.told(self._device.is_chosen)
        if moved is not None and self._listener:
            self._listener.sink_moved(moved)
        was_lost = self._faulty
        self._buffered, self._faulty, self._retry_after = buffered, False, self._options.reopen_after
        if self._running:
            # What went on in silence meanwhile has passed.
            at, position = self._anchor
            self._timeline.position = position + int((time.monotonic() - at) * self._rate)
            self._running = False
            self._start()
        if was_lost and self._listener:
            self._listener.sink_back()

    def _lost(self, error: SpeechError) -> None:
        self._retry_at = time.monotonic() + self._retry_after
        self._retry_after = min(2 * self._retry_after, _LONGEST_RETRY)
        if not self._faulty:
            self._faulty = True
            log.warning("%s", error)
            if self._listener:
                self._listener.sink_lost(error)

    def _set_rate(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._warned_until = 0
        self._timeline: Timeline = Timeline(sample_rate, lead=_LEAD)
        self._earcons: Mapping[Earcon, Samples] = render(sample_rate, self._options.earcons / 100)

    def _use(self, options: Options) -> None:
        before, self._options = self._options, options
        if options.earcons != before.earcons:
            self._earcons = render(self._rate, options.earcons / 100)
        if options.device != before.device:
            self._where.use(options.device)
            self._reopen(Device(options.device, options.block_ms, options.buffer_ms))

    def _reopen(self, device: Device) -> None:
        """What sounds goes on at once."""
        was_running = self._running
        self._halt()
        self._device.close()
        self._device = device
        self._open()
        if was_running:
            self._start()

    def _look_around(self) -> None:
        """An output of the sound server came or went."""
        if self._device.is_elsewhere():
            self._reopen(Device(self._options.device, self._options.block_ms, self._options.buffer_ms))

    def _change_rate(self, sample_rate: int) -> None:
        if sample_rate != self._rate:
            self._halt()
            self._device.close()
            self._tell(self._timeline.take_marks(self._timeline.end))
            self._set_rate(sample_rate)
            self._open()


_LINGER = 0.3
"""Seconds from the last sound to the stop: a device may play that much later than it is given."""
_PATIENT = frozenset({Earcon.WORKING, Earcon.DONE, Earcon.HEARD, Earcon.NOTICE})
"""These can wait until the one before is over: it may tell of an error, which nothing must cut short."""
_WARNINGS = frozenset({Earcon.ERROR, Earcon.HIDDEN})
_LONGEST_RETRY = 5.0
_ASLEEP = 3.0
"""Seconds of silence after which a device may be asleep: a sound server suspends it after five, a headset on its own."""
_LEAD = 0.005
"""Seconds that a sound is put behind the moment of a start: PulseAudio swallows about 4 ms."""
