"""The embedded describer as a backend: no network, no key, no model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from mmassist.backends.base import Capabilities
from mmassist.backends.describer import detail
from mmassist.backends.describer.phrases import phrases
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta

MODEL = "embedded describer"


@dataclass(frozen=True, slots=True)
class Options:
    """`language`: of the describer's own words; what it reads from the screen stays as it is."""

    language: str = "en"


class EmbeddedBackend:
    """Streams one sentence an event. Holds nothing open."""

    name = "embedded"
    capabilities = Capabilities(images=False, audio=False, streaming=True, local=True, sentences=True, grounded=True)

    def __init__(self, options: Options | None = None) -> None:
        """Reads the phrases, so that the first turn need not (8 ms). Raises ValueError for a language that there are none of."""
        self._options = options or Options()
        phrases(self._options.language)

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        before = ""
        for sentence in detail(prompt.scene, prompt.verbosity, prompt.spoken, self._options.language):
            yield TextDelta(prompt.turn_id, before + sentence)
            before = " "
            await asyncio.sleep(0)  # the loop has other turns to look after
        yield Finished(prompt.turn_id, MODEL)

    async def aclose(self) -> None:
        """Nothing to let go of."""
