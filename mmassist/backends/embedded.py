"""The embedded describer as a backend: no network, no key. Questions are answered from the scene; what that can't, by a small model."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from mmassist.backends.base import Capabilities
from mmassist.backends.captioner.captioner import Captioner
from mmassist.backends.captioner.process import READER
from mmassist.backends.captioner.scenes import things_of
from mmassist.backends.describer import detail
from mmassist.backends.describer.phrases import phrases
from mmassist.backends.describer.questions import answer
from mmassist.errors import MmassistError, ModelCorrupt, ModelMissing
from mmassist.inference import shipped
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta

log = logging.getLogger(__name__)

MODEL = "embedded describer"
ANSWERS = "embedded answers"
CAPTIONER = "embedded captioner"
ANSWERED = frozenset({ANSWERS, CAPTIONER})
"""What a reply is said to be by, where it answers what was asked, and is no mere description."""


_PATIENCE = 2.0
"""Seconds for the captioner, which may have to start, before the window is described instead."""

ENGLISH = "en"
"""The one language that the captioner has."""


@dataclass(frozen=True, slots=True)
class Options:
    """`language`: of the describer's own words; what it reads from the screen stays as it is."""

    language: str = "en"


class EmbeddedBackend:
    """Streams one sentence an event. Holds nothing open."""

    name = "embedded"
    capabilities = Capabilities(images=False, audio=False, streaming=True, local=True, sentences=True, grounded=True)

    def __init__(self, options: Options | None = None, captioner: Captioner | None = None) -> None:
        """Reads the phrases, so that the first turn need not (8 ms). Raises ValueError for a language that there are none of.

        `captioner`: by default the one that comes with mmassist, if its models are there.
        """
        self._options = options or Options()
        phrases(self._options.language)
        self._captioner = captioner or _shipped_captioner()
        self._has_told = False
        self._answered = (0, "")

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        """A question is answered from the scene, or by the captioner; what neither can tell gives way to the description.

        Asked again in the same turn, when more has been read, it says only what its answer has beyond the one before, or another one.
        """
        before = ""
        earlier = [exchange.question for exchange in prompt.conversation if exchange.turn_id != prompt.turn_id]
        if prompt.question and (said := answer(prompt.scene, prompt.question, earlier, self._options.language, prompt.before)):
            if more := self._beyond(prompt.turn_id, said):
                yield TextDelta(prompt.turn_id, more)
            yield Finished(prompt.turn_id, ANSWERS)
            return
        if prompt.question and self._captioner is not None and self._options.language.startswith(ENGLISH):
            try:
                known = things_of(prompt.scene)
                texts = [item.name for item in prompt.scene.items]
                async with asyncio.timeout(_PATIENCE):
                    claimed = await self._captioner.answer(prompt.question, *known, texts) if known else ""
            except TimeoutError:
                log.warning("the captioner does not answer")
                claimed = ""
            except MmassistError as error:
                log.warning("the captioner can't answer: %s", error)
                claimed, before = "", self._trouble(error)
            if claimed:
                if more := self._beyond(prompt.turn_id, claimed):
                    yield TextDelta(prompt.turn_id, more)
                yield Finished(prompt.turn_id, CAPTIONER)
                return
            if before:
                yield TextDelta(prompt.turn_id, before)
                before = " "
        for sentence in detail(prompt.scene, prompt.verbosity, prompt.spoken, self._options.language):
            yield TextDelta(prompt.turn_id, before + sentence)
            before = " "
            await asyncio.sleep(0)  # the loop has other turns to look after
        yield Finished(prompt.turn_id, MODEL)

    def _beyond(self, turn_id: int, said: str) -> str:
        """What of an answer was not said yet in that turn."""
        (turn, told), self._answered = self._answered, (turn_id, said)
        if turn != turn_id:
            return said
        return "" if said == told else said.removeprefix(f"{told} ")

    def _trouble(self, error: MmassistError) -> str:
        """What is said of it, once."""
        if self._has_told:
            return ""
        self._has_told = True
        return f"{error.spoken} {error.remedy}"

    async def aclose(self) -> None:
        """Ends the captioner's process."""
        if self._captioner is not None:
            await self._captioner.aclose()


def _shipped_captioner() -> Captioner | None:
    """None where it does not come with this mmassist. One whose list is damaged says so when it is asked."""
    try:
        shipped.rows(READER)
    except ModelMissing:
        return None
    except ModelCorrupt:
        pass
    return Captioner()
