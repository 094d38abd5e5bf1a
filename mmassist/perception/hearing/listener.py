"""From a microphone's blocks to what was said: when it began, what is understood so far, and the whole when it ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from mmassist.perception.hearing.base import Hints, Transcriber
from mmassist.perception.hearing.completeness import completeness
from mmassist.perception.hearing.endpoint import Options as EndpointOptions
from mmassist.perception.hearing.events import HearingEvent
from mmassist.perception.hearing.utterance import Room, Utterance
from mmassist.perception.hearing.vad import Detector, SileroDetector
from mmassist.values import AudioBlock, Transcript


class Manner(StrEnum):
    """How the end is told."""

    HANDS_FREE = "hands-free"
    HELD = "held"
    """As long as a key is held: only `Listener.release` ends it, and at once."""


@dataclass(frozen=True, slots=True)
class Options:
    """`partial_every`: seconds of sound without any silence, however short, after which a partial transcript is made all the same."""

    endpoint: EndpointOptions = field(default_factory=EndpointOptions)
    partial_every: float = 1.2


class Listener:
    """Hears one utterance at a time; belongs to one asyncio loop."""

    def __init__(
        self,
        transcriber: Transcriber | None,
        options: Options | None = None,
        *,
        detector: Detector | None = None,
        judge: Callable[[Transcript], float] = completeness,
    ) -> None:
        """`transcriber`: None where no model is there; `Final` then has the sound alone. It belongs to the caller, who starts and ends it.

        `judge`: how sure it is that an early transcript is all, as `Endpoint.judged` wants it.
        """
        self._transcriber = transcriber
        self._options = options or Options()
        self._detector = detector
        self._judge = judge
        self._utterance: Utterance | None = None

    def use(self, transcriber: Transcriber | None) -> None:
        """From the next utterance on that one, which is the caller's too."""
        self._transcriber = transcriber

    async def start(self) -> None:
        """Loads the detector. Raises ModelMissing or ModelCorrupt."""
        if self._detector is None:
            self._detector = await asyncio.to_thread(SileroDetector)

    async def listen(
        self,
        blocks: AsyncIterator[AudioBlock],
        hints: Hints | None = None,
        manner: Manner = Manner.HANDS_FREE,
        source: str = "",
    ) -> AsyncGenerator[HearingEvent, None]:
        """Yields what `HearingEvent` says, and ends after `Final` or `NothingSaid`; the end of `blocks` is that of the utterance.

        `source`: the device's name, for the clip. Closing the generator gives everything up within 50 ms; `blocks` stays the caller's. An
        error of `blocks` (such as DeviceLost) is raised here.
        """
        await self.start()
        if self._detector is None:
            raise RuntimeError("no detector")
        self._detector.reset()
        room = Room(self._detector, self._transcriber, self._judge, hints or Hints(), self._options.partial_every, source)
        utterance = Utterance(room, self._options.endpoint, by_silence=manner is Manner.HANDS_FREE)
        self._utterance = utterance
        try:
            async for event in utterance.events(blocks):
                yield event
        finally:
            await utterance.aclose()
            if self._utterance is utterance:
                self._utterance = None

    def hold(self) -> None:
        """The key that began this is held: from now on only `release` ends it. Without effect where nobody listens."""
        if self._utterance is not None:
            self._utterance.hold()

    def release(self) -> None:
        """The key was let go: what was said until now is all. Without effect where nobody listens."""
        if self._utterance is not None:
            self._utterance.release()
