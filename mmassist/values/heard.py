"""What was heard: samples from a microphone or a file, and what a recogniser made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the command line's help must not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

Samples: TypeAlias = "NDArray[np.float32]"

SAMPLE_RATE = 16_000
"""Of everything that is recognised, in samples a second; a device's own rate ends at `capture`."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """A piece of a running recording. `samples`: float32, shape (n,), mono at `SAMPLE_RATE`, -1 to 1, read-only.

    `at`: when the first of them was taken up. `lost`: how many samples are missing between the block before and this one.
    """

    samples: Samples = field(repr=False)
    at: float
    lost: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class AudioClip:
    """A recording as a whole. `samples` as in `AudioBlock`; `source`: the device's name, or the file's path."""

    samples: Samples = field(repr=False)
    at: float
    source: str = ""

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a transcript. `begin`, `end`: seconds from the clip's start. `confidence`: 0 to 1."""

    text: str
    begin: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, as a recogniser understood it; like all foreign text it is data. `final`: false while more may come.

    `language`: a code such as "en". `confidence`, `language_confidence`: 0 to 1. `seconds`: of sound that was recognised. `recogniser`:
    the model that did it. `command`: name of the app's command that a grammar heard, empty for free speech. `timings`: milliseconds by
    stage.
    """

    text: str
    words: tuple[Word, ...]
    language: str
    confidence: float
    seconds: float
    recogniser: str
    final: bool = True
    language_confidence: float = 1.0
    command: str = ""
    timings: dict[str, float] = field(default_factory=dict)
