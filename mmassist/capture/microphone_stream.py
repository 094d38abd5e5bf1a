"""A microphone by way of PortAudio (`sounddevice`): opened at its own rate, and its errors told in plain words.

Only for the microphone's own process: PortAudio is set up anew after a fault, which would end every other stream of a process.
"""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING, Any

from mmassist.capture.ring import Piece, Ring
from mmassist.capture.sound_devices import Source, Sources, portaudio_sources
from mmassist.errors import CaptureError, DeviceBusy, DeviceLost, DeviceMissing, PermissionDenied

if TYPE_CHECKING:
    import sounddevice

_PIECE_MS = 8  # four to a block: then none waits for more than the 3.5 ms that a piece goes beyond what the conversion needs
_LATENCY = 0.02  # seconds, that are asked for
_LONGEST_HELD = 0.3  # seconds that a device (a wireless one) may hold what it has
_RING = 2.0  # seconds of sound that wait for a busy machine
_RATES = (48_000, 44_100, 16_000, 32_000, 8_000)
_FORMATS = ("float32", "int16")
_SERVER_DEVICES = ("pulse", "pipewire", "default")


class Stream:
    """One open microphone. Opening, stopping and closing may hang with the sound server: call them where that does no harm."""

    def __init__(self, source: Source) -> None:
        """Opens `source` and starts it. Raises DeviceBusy, DeviceMissing, PermissionDenied or DeviceLost."""
        import sounddevice

        if source.server:
            # libpulse looks here for the source that is meant by the device "pulse".
            os.environ["PULSE_SOURCE"] = source.name
        try:
            self._stream, self.ring, self.rate = _opened(source)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise _told(source, error) from error

    @property
    def is_active(self) -> bool:
        """False once PortAudio has given up on the device."""
        return self._stream.active

    def close(self) -> None:
        """What was not taken yet is thrown away. Never raises."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def _opened(source: Source) -> tuple[sounddevice.InputStream, Ring, int]:
    """In the first of all ways that the device takes: its own rate and floats if it can."""
    import sounddevice

    refusal: sounddevice.PortAudioError | None = None
    for rate in dict.fromkeys((source.rate, *_RATES)):
        for channels in dict.fromkeys((min(max(source.channels, 1), 2), 1)):
            for form in _FORMATS:
                try:
                    return *_opened_as(source, rate, channels, form), rate
                except sounddevice.PortAudioError as error:
                    refusal = refusal or error
                    if not _is_about_format(error):
                        raise
    raise refusal or ValueError("no rate to try")


def _opened_as(source: Source, rate: int, channels: int, form: str) -> tuple[sounddevice.InputStream, Ring]:
    import sounddevice

    ring = Ring(int(_RING * rate))

    def callback(frames: Any, count: int, times: Any, status: sounddevice.CallbackFlags) -> None:
        # PortAudio's clock may be one that jumps; how long ago something was, by it, is right but for that one time.
        held = times.currentTime - times.inputBufferAdcTime - count / rate
        ring.put(Piece(frames.copy(), time.monotonic(), min(max(held, 0.0), _LONGEST_HELD), status.input_overflow))

    stream = sounddevice.InputStream(
        samplerate=rate,
        blocksize=rate * _PIECE_MS // 1000,
        device=_server_device() if source.server else source.name,
        channels=channels,
        dtype=form,
        latency=_LATENCY,
        callback=callback,
    )
    return stream, ring


def _server_device() -> str:
    import sounddevice

    for again in (False, True):
        if again:
            # PortAudio looks for devices once; the server may have come after that.
            sounddevice._terminate()
            sounddevice._initialize()
        names = {str(device["name"]) for device in sounddevice.query_devices() if device["max_input_channels"] > 0}
        if found := next((name for name in _SERVER_DEVICES if name in names), None):
            return found
    raise ValueError("no way to the sound server: neither pulse nor default is among the devices")


def listed() -> Sources:
    """What PortAudio finds, sound servers left out."""
    import sounddevice

    try:
        default = str(sounddevice.query_devices(kind="input")["name"])
    except (sounddevice.PortAudioError, ValueError):  # there is none
        default = ""
    return portaudio_sources(sounddevice.query_devices(), default)


def load() -> None:
    """Imports and sets up PortAudio, which takes 0.2 s, or for ever if the sound server hangs. Raises DeviceMissing without it."""
    try:
        import sounddevice  # noqa: F401 - to be loaded
    except OSError as error:
        raise DeviceMissing(f"PortAudio: {error}", "There is no sound input.", "Install libportaudio2.") from error


_INVALID_RATE, _FORMAT_UNKNOWN, _BAD_CHANNELS = -9997, -9994, -9998
_INVALID_DEVICE, _UNAVAILABLE, _TIMED_OUT = -9996, -9985, -9987
_HOST_ERROR = -9999
_NOT_OPENED = -9993  # what PortAudio makes of all that ALSA says at the opening, but for "busy"
_BUSY = DeviceBusy, "Another program holds the microphone.", "Close that program, or choose another microphone."
_DENIED = PermissionDenied, "The system does not let mmassist hear.", "Allow the microphone for mmassist in the system's privacy settings."
_MISSING = DeviceMissing, "The microphone is not there.", "Connect it, or choose another."
_SERVER = DeviceLost, "The sound system stopped.", "It mostly comes back by itself. If not, log in again."
_ODD = CaptureError, "The microphone gives sound in a way that mmassist does not understand.", "Choose another microphone."
_CROWDED = (
    DeviceBusy,
    "The sound system does not let mmassist at the microphone.",
    "Close other programs that use sound. If that does not help, log in again.",
)
_FAILED = DeviceLost, "The microphone could not be opened.", "Check its cable, or choose another."
_BY_CODE = {
    _INVALID_RATE: _ODD,
    _FORMAT_UNKNOWN: _ODD,
    _BAD_CHANNELS: _ODD,
    _INVALID_DEVICE: _MISSING,
    _UNAVAILABLE: _BUSY,
    _TIMED_OUT: _SERVER,
}
_BY_ERRNO = {
    errno.EBUSY: _BUSY,
    errno.EAGAIN: _BUSY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENODEV: _MISSING,
    errno.ENOENT: _MISSING,
    errno.ENXIO: _MISSING,
    errno.ECONNREFUSED: _SERVER,
    errno.ECONNRESET: _SERVER,
    errno.EPIPE: _SERVER,
    errno.EINVAL: _ODD,
}


def _is_about_format(error: sounddevice.PortAudioError) -> bool:
    return _codes(error)[0] in (_INVALID_RATE, _FORMAT_UNKNOWN, _BAD_CHANNELS)


def _told(source: Source, error: Exception) -> CaptureError:
    """ALSA's device for a sound server fails where the server lets nobody in; then it may not even have told its microphones."""
    if (source.server or source.name in _SERVER_DEVICES) and _codes(error)[0] == _NOT_OPENED:
        kind, spoken, remedy = _CROWDED
        return kind(f"PortAudio: {error}", spoken, remedy)
    return translated(error)


def translated(error: Exception | None) -> CaptureError:
    """PortAudio's error as one of the app's, by its number and that of the system below it."""
    code, host = _codes(error)
    kind, spoken, remedy = _BY_ERRNO.get(abs(host), _FAILED) if code == _HOST_ERROR else _BY_CODE.get(code, _FAILED)
    return kind(f"PortAudio: {error}", spoken, remedy)


def _codes(error: Exception | None) -> tuple[int, int]:
    """PortAudio's number and the system's, 0 for none. `sounddevice` puts them behind the text: (text, code, (system, number, text))."""
    details = list(error.args) if error else []
    code = details[1] if len(details) > 1 and isinstance(details[1], int) else 0
    host = details[2][1] if len(details) > 2 else 0
    return code, int(host)
