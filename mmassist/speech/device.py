"""The sound device by way of PortAudio (`sounddevice`): opened, started and stopped with a time limit on each call."""

from __future__ import annotations

import atexit
import concurrent.futures
import contextlib
import ctypes
import logging
import os
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from mmassist.errors import SpeechError
from mmassist.speech.earcons import Samples
from mmassist.speech.sound_server import Outlet, meant, outlets

if TYPE_CHECKING:
    import sounddevice

log = logging.getLogger(__name__)

Render: TypeAlias = Callable[[Samples, bool, float], None]
"""Fills a block (float32 mono); the flag says that the device ran dry before; the number, in how many seconds the block's first sample
will sound, as far as the device knows. Called on PortAudio's thread."""

_T = TypeVar("_T")
_OUTLET = "PULSE_SINK"
_PREFERRED = ("pulse", "pipewire", "default")
_PATIENCE = 2.0  # seconds
_LONGEST_AHEAD = 1.0  # seconds
_GONE = "The sound device is gone."
_CHECK = "Check the sound device or sound server."


class Device:
    """One output stream, used from one thread. Every method raises SpeechError where the device is gone or does not answer."""

    def __init__(self, name: str, block_ms: int, buffer_ms: int) -> None:
        """`name`: of the device, or a part of it, empty for the system's own choice, which is also taken while there is no device of that
        name. `buffer_ms`: how far rendering runs ahead of the ear."""
        self._name = name
        self._block_ms = block_ms
        self._buffer_ms = buffer_ms
        self._stream: sounddevice.OutputStream | None = None
        self._orphans: list[sounddevice.OutputStream] = []  # lost while a call on them did not come back
        self._unanswered: concurrent.futures.Future[object] | None = None
        self._failed = False
        self.is_chosen = True
        """Whether what was opened last is the device of that name."""

    def is_elsewhere(self) -> bool:
        """Whether another one would be opened now: the sound server's output of that name has come, or gone. Blocks for milliseconds."""
        return bool(self._name) and self.is_open and self.is_chosen != (meant(self._name, outlets()) is not None or _is_named(self._name))

    def open(self, sample_rate: int, render: Render) -> float:
        """Opens the stream, stopped. Returns the length of its buffer in seconds."""
        self.close()
        stream, buffer = self._within(lambda: self._opened(sample_rate, render))
        self._orphans.clear()
        self._stream, self._failed = stream, False
        return buffer

    def _opened(self, sample_rate: int, render: Render) -> tuple[sounddevice.OutputStream, float]:
        _quiet_libraries()
        try:
            import sounddevice
        except OSError as error:
            raise SpeechError(f"PortAudio: {error}", "There is no sound output.", "Install libportaudio2.") from error

        def callback(out: Samples, frames: int, times: Any, status: sounddevice.CallbackFlags) -> None:
            ahead = times.outputBufferDacTime - times.currentTime  # 0 or nonsense where the device does not know
            render(out[:, 0], status.output_underflow, min(max(ahead, 0.0), _LONGEST_AHEAD))

        try:
            for orphan in self._orphans:
                orphan.close(ignore_errors=True)
            if self._failed:
                # PortAudio looks for devices once, when it is initialised.
                sounddevice._terminate()
                sounddevice._initialize()
            outlet = meant(self._name, outlets()) if self._name else None
            device = _named(self._name) if self._name and outlet is None else None
            self.is_chosen = not self._name or outlet is not None or device is not None
            with _towards(outlet):
                stream = sounddevice.OutputStream(
                    samplerate=sample_rate,
                    blocksize=sample_rate * self._block_ms // 1000,
                    device=device or _preferred(),
                    channels=1,
                    dtype="float32",
                    latency=self._buffer_ms / 1000,
                    callback=callback,
                )
        except (sounddevice.PortAudioError, ValueError) as error:
            self._failed = True
            raise SpeechError(f"no sound output: {error}", "There is no sound output.", _CHECK) from error
        self._orphans.append(stream)  # until it is known that somebody still waits for it
        return stream, stream.latency

    @property
    def is_open(self) -> bool:
        return self._stream is not None

    def start(self) -> None:
        self._call(lambda stream: stream.start())

    def abort(self) -> None:
        """Stops and throws away what is buffered: silent within a few ms."""
        self._call(lambda stream: stream.abort())

    def check(self) -> None:
        """Raises if a started stream has ended by itself."""
        if self._stream is None or not self._stream.active:
            self._lose()
            raise SpeechError("the sound device is gone", _GONE, _CHECK)

    def close(self) -> None:
        """Never raises."""
        if self._stream is not None:
            try:
                self._call(lambda stream: stream.close(ignore_errors=True))
            except SpeechError as error:
                log.warning("%s", error)
            self._stream = None

    def _call(self, method: Callable[[sounddevice.OutputStream], None]) -> None:
        stream = self._stream
        if stream is None:
            raise SpeechError("the sound device is not open", _GONE, _CHECK)
        try:
            self._within(lambda: _translated(method, stream))
        except _Unanswered:
            self._orphans.append(stream)
            self._stream, self._failed = None, True
            raise
        except SpeechError:
            self._lose()
            raise

    def _lose(self) -> None:
        self._failed = True
        self.close()

    def _within(self, call: Callable[[], _T]) -> _T:
        """The call's result. A sound server that hangs holds its caller for ever, so it is called on a thread that may be left behind.

        Until a thread that was left behind is back, PortAudio is not touched: it is not made for that, and crashes.
        """
        if self._unanswered is not None and not self._unanswered.done():
            raise _Unanswered
        result: concurrent.futures.Future[_T] = concurrent.futures.Future()
        # An executor's own threads are waited for at exit; one left behind must not be.
        threading.Thread(target=_settle, args=(result, call), name="sound device", daemon=True).start()
        try:
            return result.result(_PATIENCE)
        except TimeoutError:
            self._unanswered = cast("concurrent.futures.Future[object]", result)
            _leave_open_at_exit()
            raise _Unanswered from None


class _Unanswered(SpeechError):
    """A call into the sound system did not come back."""

    spoken = "The sound system does not answer."
    remedy = "Restart the sound server."

    def __init__(self) -> None:
        super().__init__("the sound server does not answer")


def _named(name: str) -> str | None:
    """PortAudio's name of the device that has `name` in its own; None where there is no such device."""
    import sounddevice

    known = [str(device["name"]) for device in sounddevice.query_devices() if device["max_output_channels"] > 0]
    found = next((one for one in known if name.lower() in one.lower()), None)
    if found is None:
        log.warning("there is no sound device called %s", name)
    return found


def _is_named(name: str) -> bool:
    """Whether PortAudio knew such a device when it was initialised."""
    import sounddevice

    return any(name.lower() in str(one["name"]).lower() for one in sounddevice.query_devices() if one["max_output_channels"] > 0)


@contextlib.contextmanager
def _towards(outlet: Outlet | None) -> Iterator[None]:
    """What is opened meanwhile by way of the sound server goes to that output of it, also when it is started again. The environment is
    where libpulse looks for that; what this process starts later must not find it there."""
    before = os.environ.get(_OUTLET)
    if outlet is not None:
        os.environ[_OUTLET] = outlet.name
    try:
        yield
    finally:
        if before is not None:
            os.environ[_OUTLET] = before
        else:
            os.environ.pop(_OUTLET, None)


def _preferred() -> str | None:
    """A sound server by name where ALSA offers one: PortAudio's own default may be the bare hardware."""
    import sounddevice

    names = {str(device["name"]) for device in sounddevice.query_devices() if device["max_output_channels"] > 0}
    return next((name for name in _PREFERRED if name in names), None)


def _translated(method: Callable[[sounddevice.OutputStream], None], stream: sounddevice.OutputStream) -> None:
    import sounddevice

    try:
        method(stream)
    except sounddevice.PortAudioError as error:
        raise SpeechError(f"sound output: {error}", _GONE, _CHECK) from error


def _settle(result: concurrent.futures.Future[_T], call: Callable[[], _T]) -> None:
    try:
        result.set_result(call())
    except SpeechError as error:
        result.set_exception(error)


def _leave_open_at_exit() -> None:
    import sounddevice

    atexit.unregister(sounddevice._exit_handler)


_ALSA_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
_JACK_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
_IGNORE_ALSA = _ALSA_HANDLER(lambda file, line, function, code, message: None)
_IGNORE_JACK = _JACK_HANDLER(lambda message: None)


def _quiet_libraries() -> None:
    """ALSA and JACK write dozens of lines to standard error while PortAudio looks for devices."""
    with contextlib.suppress(OSError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_IGNORE_ALSA)
    with contextlib.suppress(OSError):
        jack = ctypes.CDLL("libjack.so.0")
        jack.jack_set_error_function(_IGNORE_JACK)
        jack.jack_set_info_function(_IGNORE_JACK)
