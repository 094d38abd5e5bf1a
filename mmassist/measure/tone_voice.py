"""A voice whose words can be read from a recording: each is two tones, one for its sentence and one for its place there.

`inference.serve` loads this module as it loads the engines of real voices; a text is words such as "12.3", the fourth word of sentence 12.
"""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mmassist.inference.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SENTENCES, WORDS = 40, 12
"""So many of each are told apart; sentences go round."""
SECONDS = 0.12
"""Of a word."""
_RATE = 22050
_CHUNK = 0.04  # seconds of sound in a message
_MAKING = 0.01  # seconds that it takes to make one
_LOW, _LOW_STEP, _HIGH, _HIGH_STEP = 500.0, 40.0, 2400.0, 120.0  # Hz
_FRAME = 0.04  # seconds: 25 Hz between two frequencies
_WHOLE = 6000.0  # of 32768: the root mean square of a frame that a word fills, which is 7000; what is cut off tells no frequency


def text(number: int) -> str:
    """Sentence `number`."""
    return " ".join(f"{number}.{word}" for word in range(WORDS))


class ToneHandler:
    """Answers `speak` and `about` as `espeak_process` does."""

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        if request.fields["op"] == "about":
            yield Message({"sample_rate": _RATE})
            return
        for word in str(request.fields["text"]).split():
            sentence, _, place = word.partition(".")
            if not (sentence.isdecimal() and place.isdecimal()):
                continue
            wave = _wave(int(sentence), int(place))
            step = int(_CHUNK * _RATE)
            for start in range(0, len(wave), step):
                if cancelled():
                    return
                time.sleep(_MAKING)
                yield Message({}, wave[start : start + step].tobytes())


def _wave(sentence: int, place: int) -> array[int]:
    low, high = _LOW + _LOW_STEP * (sentence % SENTENCES), _HIGH + _HIGH_STEP * place
    turns = (2 * math.pi * index / _RATE for index in range(int(SECONDS * _RATE)))
    return array("h", (int(7000 * (math.cos(low * turn) + math.cos(high * turn))) for turn in turns))


def read(samples: NDArray[np.int16], rate: int) -> list[tuple[float, int, int] | tuple[float, None, None]]:
    """A recording, frame by frame: its second, and which sentence (modulo `SENTENCES`) and word filled it; None where none did."""
    import numpy as np  # not in the voice's process, which has to start as soon as a real one

    length = int(_FRAME * rate)
    window = np.hanning(length)
    frequencies = np.fft.rfftfreq(4 * length, 1 / rate)
    low = (frequencies > _LOW - _LOW_STEP) & (frequencies < _LOW + _LOW_STEP * SENTENCES)
    high = (frequencies > _HIGH - _HIGH_STEP) & (frequencies < _HIGH + _HIGH_STEP * WORDS)
    frames: list[tuple[float, int, int] | tuple[float, None, None]] = []
    for start in range(0, len(samples) - length, length // 2):
        frame = samples[start : start + length].astype(np.float64)
        at = start / rate
        if np.sqrt(np.mean(frame**2)) < _WHOLE:
            frames.append((at, None, None))
            continue
        spectrum = np.abs(np.fft.rfft(frame * window, 4 * length))
        sentence = (frequencies[low][np.argmax(spectrum[low])] - _LOW) / _LOW_STEP
        place = (frequencies[high][np.argmax(spectrum[high])] - _HIGH) / _HIGH_STEP
        frames.append((at, round(sentence), round(place)))
    return frames


def open_handler() -> ToneHandler:
    return ToneHandler()
