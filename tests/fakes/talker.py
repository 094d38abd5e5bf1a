"""A voice that plays its own sound, without any: 20 ms a letter; it can be told to fail, and to go away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable

from mmassist.errors import MmassistError
from mmassist.speech.voices.base import VoiceOptions, speakable

_SECONDS_A_LETTER = 0.02


class FakeTalker:
    """`heard` is called with each word once it was said. `failures`: by the number of a word, from 1, raised before that word."""

    def __init__(
        self, name: str = "talker", *, heard: Callable[[str], None] | None = None, failures: dict[int, Exception] | None = None
    ) -> None:
        self.name = name
        self.failures = failures or {}
        self.start_failure: MmassistError | None = None
        self.here = True
        self.said: list[str] = []
        self.options: list[VoiceOptions] = []
        self.floors = 0
        self.is_speaking = False
        self.closed = 0
        self._heard = heard or (lambda word: None)
        self._words = 0

    async def start(self) -> None:
        if self.start_failure:
            raise self.start_failure

    async def is_here(self) -> bool:
        return self.here

    async def take_floor(self) -> None:
        self.floors += 1

    async def speak(self, text: str, options: VoiceOptions) -> AsyncGenerator[int, None]:
        self.options.append(options)
        try:
            for found in re.finditer(r"\S+", text):
                if not (word := speakable(found.group())):
                    continue
                self._words += 1
                if failure := self.failures.get(self._words):
                    raise failure
                if not self.is_speaking:
                    self.is_speaking = True
                    yield 0
                await asyncio.sleep(len(word) * _SECONDS_A_LETTER)
                self.said.append(word)
                self._heard(word)
                yield found.end()
        finally:
            self.is_speaking = False

    async def aclose(self) -> None:
        self.closed += 1
