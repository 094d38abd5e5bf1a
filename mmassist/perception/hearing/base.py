"""What a recogniser of free speech must keep; `tests/contract/test_transcribers.py` runs it over every one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from mmassist.values import Samples, Transcript

LONGEST = 30.0
"""Seconds of sound that are understood at once."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What helps to understand. `language`: a code such as "en", or "" to find out. `words`: what stands on the screen, likeliest first.

    `voiced`: seconds of speech that the detector heard in the sound; None where nobody counted. `timed`: whether words with their times are
    wanted, which take a moment longer.
    """

    language: str = ""
    words: tuple[str, ...] = ()
    voiced: float | None = None
    timed: bool = True


class Transcriber(Protocol):
    """Belongs to one asyncio loop. Requests are answered one after the other."""

    @property
    def name(self) -> str:
        """The model, as transcripts name it."""
        ...

    async def start(self) -> None:
        """Returns once it is ready and warm. Raises ModelMissing, ModelCorrupt, PerceptionError or WorkerLost."""
        ...

    def transcribe(self, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        """Yields the text as soon as it is known, then the same checked, with words (if they are wanted) and `final` set.

        `samples`: as in `AudioClip`, at most `LONGEST`. Closing the generator gives the request up within 50 ms. The same samples again
        cost less. Raises PerceptionError or WorkerLost; after either the next request works.
        """
        ...

    async def partial(self, samples: Samples, hints: Hints) -> Transcript:
        """A quick look at speech that goes on: no words, no second thoughts. Can be cancelled; raises as `transcribe`."""
        ...

    async def aclose(self) -> None:
        """Lets go of everything. Idempotent."""
        ...
