"""The process that pyttsx3 runs in: `inference.serve` loads this module.

pyttsx3 2.99 plays nothing here: it writes each piece to a WAV file, whose samples are sent to the app. Its own playback can't be
stopped, and only the last of several queued texts is said, so the engine is given one text at a time.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mmassist.errors import SpeechError, VoiceUnavailable
from mmassist.inference.messages import Message
from mmassist.speech.voices.samples import Onset, without_end

if TYPE_CHECKING:
    from pyttsx3.engine import Engine

_PREFIX = "mmassist-voice-"
_CHUNK_MS = 40
_APPLIED_WITHIN = 0.05
_MORE_TRIES = 2
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class SystemVoice(Protocol):
    """As pyttsx3 tells of one."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str | None: ...

    @property
    def languages(self) -> Sequence[object]: ...


class Pyttsx3Handler:
    """Answers `speak` and `about` as `espeak_process` does."""

    def __init__(self, engine: Engine, *, has_voices_of_its_own: bool = sys.platform in ("win32", "darwin")) -> None:
        """`has_voices_of_its_own`: voices go by names of the system's making, not by languages as espeak's do."""
        self._engine = engine
        self._has_voices_of_its_own = has_voices_of_its_own
        self._default_voice = engine.getProperty("voice")
        self._voice = ""
        self._failure: Exception | None = None
        engine.connect("error", self._on_error)
        self.sample_rate, _ = self._spoken("ready")

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        if request.fields["op"] == "about":
            yield Message({"sample_rate": self.sample_rate})
            return
        self._prepare(request)
        rate, samples = self._spoken(str(request.fields["text"]))
        onset, step = Onset(rate), 2 * (rate * _CHUNK_MS // 1000)
        for start in range(0, len(samples), step):
            if cancelled():
                return
            if chunk := onset.trimmed(samples[start : start + step]):
                yield Message({}, chunk)

    def _prepare(self, request: Message) -> None:
        voice = str(request.fields["voice"])
        if self._has_voices_of_its_own and voice:
            voice = system_voice(voice, self._engine.getProperty("voices") or (), self._default_voice)
        if voice != self._voice:
            self._failure = None
            self._engine.setProperty("voice", voice or self._default_voice)
            if self._failure is not None:
                raise VoiceUnavailable(f"pyttsx3 has no voice {voice!r}", remedy="Choose another voice in the settings.") from self._failure
            self._voice = voice
        self._set("rate", int(request.fields["rate"]))
        self._set("volume", int(request.fields["volume"]) / 100)
        # The drivers of Windows and macOS know no pitch.
        with contextlib.suppress(KeyError):
            self._set("pitch", int(request.fields["pitch"]))

    def _set(self, name: str, value: float) -> None:
        """Sets a property and waits until it holds: the engine applies it later, and forgets it when a text comes first."""
        if self._engine.getProperty(name) == value:
            return
        self._engine.setProperty(name, value)
        deadline = time.monotonic() + _APPLIED_WITHIN
        while self._engine.getProperty(name) != value and time.monotonic() < deadline:
            time.sleep(0.001)

    def _on_error(self, name: str | None, exception: Exception) -> None:
        self._failure = exception

    def _spoken(self, text: str) -> tuple[int, bytes]:
        """Sample rate and int16 mono samples of `text`. Raises SpeechError where the engine wrote no file.

        On a busy machine the end of one text may reach pyttsx3 while it begins the next, and is taken for the end of that.
        """
        rate, samples = self._written(text)
        for _ in range(_MORE_TRIES):
            if samples or not any(map(str.isalnum, text)):
                break
            rate, samples = self._written(text)
        return rate, samples

    def _written(self, text: str) -> tuple[int, bytes]:
        """What the engine writes at one try."""
        # The folder is this user's alone, and gone once it is read: the text of a screen sounds in it.
        with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=_base()) as folder:
            path = Path(folder, "speech.wav")
            path.touch(mode=0o600)
            try:
                with contextlib.redirect_stdout(io.StringIO()):  # it prints the file's name for each text
                    self._engine.save_to_file(text, str(path))
                    self._engine.runAndWait()
                rate, samples = samples_of(path)
            except (OSError, RuntimeError, ValueError, wave.Error, EOFError) as error:
                raise SpeechError(f"pyttsx3 wrote no samples: {error}") from error
        return rate, without_end(samples, rate)


def system_voice(wanted: str, voices: Iterable[SystemVoice], default: str) -> str:
    """The identity of the system's voice that is meant by its identity, its name, or a language such as "en-us".

    A language that no voice speaks gets the default one: a wrong accent is better than silence. Raises VoiceUnavailable.
    """
    known = list(voices)
    for voice in known:
        if wanted in (voice.id, voice.name):
            return voice.id
    language = wanted.replace("_", "-").lower()
    spoken = [(voice.id, [str(one).replace("_", "-").lower() for one in voice.languages]) for voice in known]
    for length in (len(language), len(language.partition("-")[0])):
        for identity, languages in spoken:
            if any(one[:length] == language[:length] for one in languages):
                return identity
    if _LANGUAGE.fullmatch(language):
        return default
    raise VoiceUnavailable(f"pyttsx3 has no voice {wanted!r}", remedy="Choose another voice in the settings.")


def samples_of(path: Path) -> tuple[int, bytes]:
    """Sample rate and int16 mono samples. macOS writes AIFF, whatever the file is called.

    Raises wave.Error, OSError, EOFError or ValueError.
    """
    with path.open("rb") as file:
        if file.read(4) == b"RIFF":
            file.seek(0)
            with wave.open(file, "rb") as sound:
                if (sound.getnchannels(), sound.getsampwidth()) == (1, 2):
                    return sound.getframerate(), sound.readframes(sound.getnframes())
    import av

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        mono = av.AudioResampler("s16", "mono", stream.rate)
        frames = [made for frame in container.decode(stream) for made in mono.resample(frame)]
        return stream.rate, b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)


def open_handler() -> Pyttsx3Handler:
    """Raises ImportError, RuntimeError or OSError where pyttsx3 or its engine is missing: the process then doesn't start."""
    import pyttsx3

    _remove_left_behind()
    return Pyttsx3Handler(pyttsx3.init())


def _base() -> str:
    """Where the folders are made: in memory where the system has such a place."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return runtime if runtime and os.access(runtime, os.W_OK) else tempfile.gettempdir()


def _remove_left_behind() -> None:
    """Removes the folders of processes that were killed while they spoke."""
    for folder in Path(_base()).glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)
