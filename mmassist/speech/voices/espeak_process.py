"""The process that espeak-ng runs in: `inference.serve` loads this module.

The library's C interface is documented in espeak-ng's `speak_lib.h`; version 1.50 or later.
"""

from __future__ import annotations

import ctypes
import itertools
import queue
import sys
import threading
from collections.abc import Callable, Iterator

from mmassist.errors import SpeechError, VoiceUnavailable
from mmassist.inference.messages import Message
from mmassist.speech.voices.samples import Onset

_SYNCHRONOUS = 2  # samples go to the callback, in the calling thread
_BUFFER_MS = 40
_NO_EXIT = 0x8000  # report a broken installation, don't call exit()
_UTF8 = 1  # and neither SSML (0x10) nor phoneme input in double brackets (0x100)
_RATE, _VOLUME, _PITCH, _PUNCTUATION, _CAPITALS = 1, 2, 3, 5, 6
_NO_SIGN, _EACH_SIGN, _LISTED_SIGNS = 0, 1, 2
_HIGHER = 20  # Hz, as the program's own option -k20
_END, _WORD = 0, 1  # of a list of events; a word begins


class _Event(ctypes.Structure):
    """espeak_EVENT. `position`: in characters, from 1; `sample`: from the beginning of the synthesis."""

    _fields_ = (
        *(("type", ctypes.c_int), ("identifier", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int)),
        *(("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("user_data", ctypes.c_void_p), ("id", ctypes.c_char * 8)),
    )


_SYNTH_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class EspeakHandler:
    """Answers `speak` (fields: text, voice, rate, pitch, volume, punctuation, signs, capitals) with messages whose bodies are int16 mono
    samples; their `words` tell which begin: the place in the text, and the sample from the beginning of the answer. `signs`: those that are
    named at a level between none and all.

    `about` answers with the library's `sample_rate`.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int),
            *(ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        ]
        self.sample_rate = int(library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, None, _NO_EXIT))
        if self.sample_rate <= 0:
            raise VoiceUnavailable("espeak_Initialize failed", remedy="Install espeak-ng-data.")
        self._callback = _SYNTH_CALLBACK(self._on_samples)
        library.espeak_SetSynthCallback(self._callback)
        self._voice = ""
        self._chunks: queue.SimpleQueue[tuple[bytes, list[tuple[int, int]]] | None] = queue.SimpleQueue()
        self._cancelled: Callable[[], bool] = bool

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        if request.fields["op"] == "about":
            yield Message({"sample_rate": self.sample_rate})
            return
        self._prepare(request)
        self._cancelled = cancelled
        self._chunks = queue.SimpleQueue()
        thread = threading.Thread(target=self._synthesise, args=(str(request.fields["text"]).encode(),), name="synthesis")
        thread.start()
        onset, words, silence = Onset(self.sample_rate), list[tuple[int, int]](), 0
        while (chunk := self._chunks.get()) is not None:
            samples = onset.trimmed(chunk[0])
            words += chunk[1]
            silence += (len(chunk[0]) - len(samples)) // 2
            if samples:
                yield Message({"words": [(place, max(0, sample - silence)) for place, sample in words]}, samples)
                words.clear()
        thread.join()

    def _prepare(self, request: Message) -> None:
        voice = str(request.fields["voice"]) or "en"
        if voice != self._voice:
            if self._library.espeak_SetVoiceByName(voice.encode(errors="replace")) != 0:
                raise VoiceUnavailable(f"espeak-ng has no voice {voice!r}", remedy="Run espeak-ng --voices for the names that it has.")
            self._voice = voice
        for parameter, name in ((_RATE, "rate"), (_VOLUME, "volume"), (_PITCH, "pitch")):
            if self._library.espeak_SetParameter(parameter, int(request.fields[name]), 0) != 0:
                raise SpeechError(f"espeak-ng refused {name} {request.fields[name]}")
        # These two it takes, and yet answers as if it had not (1.50 to 1.52).
        self._library.espeak_SetPunctuationList(ctypes.c_wchar_p(str(request.fields["signs"])))
        level = {"none": _NO_SIGN, "all": _EACH_SIGN}.get(str(request.fields["punctuation"]), _LISTED_SIGNS)
        self._library.espeak_SetParameter(_PUNCTUATION, level, 0)
        self._library.espeak_SetParameter(_CAPITALS, {"spell": 2, "sound": _HIGHER}.get(str(request.fields["capitals"]), 0), 0)

    def _synthesise(self, text: bytes) -> None:
        try:
            self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
        finally:
            self._chunks.put(None)

    def _on_samples(self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        """Runs in the synthesis thread; 1 aborts the synthesis."""
        if self._cancelled():
            return 1
        if samples and count > 0:
            told = itertools.takewhile(lambda event: event.type != _END, (events[index] for index in itertools.count()))
            words = [(event.position - 1, event.sample) for event in told if event.type == _WORD]
            self._chunks.put((ctypes.string_at(samples, 2 * count), words))
        return 0


def open_handler() -> EspeakHandler:
    """Raises OSError where the library is missing: the process then doesn't start."""
    return EspeakHandler(load_library())


def load_library() -> ctypes.CDLL:
    """espeak-ng's library. Raises OSError where it is missing."""
    names = {"win32": "libespeak-ng.dll", "darwin": "libespeak-ng.1.dylib"}
    return ctypes.CDLL(names.get(sys.platform, "libespeak-ng.so.1"))
