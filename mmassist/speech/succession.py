"""Which voice speaks: the first that works; one that was lost rests until it is brought back."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence

from mmassist.errors import MmassistError, SpeechError, VoiceUnavailable, WorkerLost
from mmassist.sayings import saying
from mmassist.speech.sink import Sink
from mmassist.speech.voices.base import AnyVoice, Talker
from mmassist.values import Earcon

log = logging.getLogger(__name__)

_FIRST_REST, _REST = 0.25, 10.0  # seconds until a voice that was lost is tried again where there is no other; twice as long each time
_WAITED_FOR = 3  # so many such rests in a row are waited for; from then on texts are given up until there is a voice again
_TALKER_REST, _LONGEST_REST = 5.0, 300.0  # seconds until a talker is tried again, whoever speaks meanwhile; twice as long each time
_TONE = 1.0  # seconds between two sounds that are heard instead of a voice


class Succession:
    """Belongs to one asyncio loop."""

    def __init__(
        self,
        voices: Sequence[AnyVoice],
        sink: Sink,
        on_fault: Callable[[MmassistError], None],
        quiet: Callable[[], Awaitable[None]],
    ) -> None:
        """`voices`: the first choice first; none at all means text only. `sink` learns the rate of the one that speaks; `quiet` is
        waited for before another one, which would silence it. `on_fault`: a voice was replaced, or none is left: each told once, the latter
        until one speaks again."""
        self._voices = list(voices)
        self._order = tuple(voices)
        self._sink = sink
        self._on_fault = on_fault
        self._quiet = quiet
        self._rate = 0
        self._resting: list[AnyVoice] = []
        self._away: list[AnyVoice] = []  # screen readers that do not run
        self._back_at = math.inf
        self._talker_rest = _TALKER_REST
        self._lost: set[str] = set()  # talkers that were told to be lost, and have not spoken since
        self._outages = 0  # times in a row that no voice was left
        self._warming: asyncio.Task[None] | None = None
        self._is_told = False
        self._toned_at = -math.inf
        self._wanted: Sequence[AnyVoice] | None = None

    def use(self, voices: Sequence[AnyVoice]) -> None:
        """From the next `rested` on these, the first choice first; the others end."""
        self._wanted = voices

    @property
    def is_replaced(self) -> bool:
        """Whether others were chosen that are not in use yet."""
        return self._wanted is not None

    @property
    def speaking(self) -> AnyVoice | None:
        return self._voices[0] if self._voices else None

    async def somebody(self) -> AnyVoice | None:
        """The voice that speaks. Where none does for a moment only, that is waited for."""
        while not self._voices and self._resting and self._outages <= _WAITED_FOR:
            await asyncio.sleep(max(0.0, self._back_at - asyncio.get_running_loop().time()))
            await self.rested()
        return self.speaking

    def worked(self) -> None:
        """Something was said."""
        self._outages = 0
        if self._voices and self._voices[0].name in self._lost:
            self._lost.discard(self._voices[0].name)
            self._talker_rest = _TALKER_REST

    @property
    def has_another(self) -> bool:
        """Whether there is one to fall back to."""
        return len(self._voices) + len(self._resting) > 1

    async def start(self) -> None:
        """Warms the first voice that can be started; those before it are given up."""
        while self._voices:
            voice = self._voices[0]
            if not await _is_here(voice):
                self._away.append(self._voices.pop(0))
                continue
            try:
                if self._warming is not None:
                    await asyncio.wait([self._warming])
                await voice.start()
            except (SpeechError, WorkerLost) as error:
                await self._retire(error)
            else:
                if isinstance(voice, Talker):
                    self._warm_next()
                else:
                    await self._use_rate(voice.sample_rate)
                self._is_told = False
                return
        self.stand_in()
        if self._order and not self._is_told and not (self._resting and self._outages <= _WAITED_FOR):
            self._is_told = True
            self._on_fault(
                SpeechError("no voice is left", "No voice works any more.", "Run mmassist doctor to see which voices are installed.")
            )

    def _warm_next(self) -> None:
        """Who may have to go on for a talker, within a word: starting takes longer than that."""
        if self._warming is None and len(self._voices) > 1:
            self._warming = asyncio.create_task(_warmed(self._voices[1]), name="warming a voice")

    async def _use_rate(self, rate: int) -> None:
        if self._rate not in (0, rate):
            await self._quiet()
        self._rate = rate
        self._sink.use_rate(rate)

    def stand_in(self) -> None:
        """To be called for what no voice says: the sound of an error is heard instead, not more often than can be told apart. Where there
        are no voices at all nothing is."""
        now = asyncio.get_running_loop().time()
        if self._order and now - self._toned_at >= _TONE:
            self._toned_at = now
            self._sink.play(Earcon.ERROR)

    def tell_missing(self, name: str, error: VoiceUnavailable) -> None:
        """The engine that speaks has no voice of that name, and speaks with another of its own."""
        told = saying("There is no voice called {name}, so another one speaks.", name=name)
        self._on_fault(VoiceUnavailable(str(error), told, error.remedy))

    async def fall_back(self, error: MmassistError) -> None:
        """The voice that speaks has failed with `error`: the next one speaks."""
        await self._retire(error)
        await self.start()

    def bring_back(self) -> None:
        """At the next `rested` voices whose processes were lost are tried again."""
        self._back_at = -math.inf

    async def rested(self) -> None:
        """Brings back whose time has come, and lets speak whom the user has started, or no more whom they have ended, or has chosen."""
        if self._wanted is not None:
            await self._replace(self._wanted)
        back = [voice for voice in self._away if await _is_here(voice)]
        self._away = [voice for voice in self._away if voice not in back]
        if self._resting and asyncio.get_running_loop().time() >= self._back_at:
            back += self._resting
            self._resting, self._back_at = [], math.inf
        if back or (self._voices and not await _is_here(self._voices[0])):
            self._voices = sorted((*back, *self._voices), key=self._order.index)
            await self.start()

    async def _replace(self, voices: Sequence[AnyVoice]) -> None:
        before = (*self._voices, *self._resting, *self._away)
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.wait([self._warming])
        self._wanted = self._warming = None
        self._voices, self._order, self._resting, self._away = list(voices), tuple(voices), [], []
        self._back_at, self._talker_rest, self._outages, self._is_told = math.inf, _TALKER_REST, 0, False
        self._lost.clear()
        try:
            await self.start()
        finally:
            for voice in before:
                await voice.aclose()

    async def aclose(self) -> None:
        """Ends them all. Idempotent."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.wait([self._warming])
        for voice in (*self._voices, *self._resting, *self._away, *(self._wanted or ())):
            await voice.aclose()

    def _rest(self) -> None:
        rest = min(_FIRST_REST * 2**self._outages, _REST)
        self._outages += 1
        self._back_at = asyncio.get_running_loop().time() + rest

    async def _retire(self, error: MmassistError) -> None:
        voice, known = self._voices.pop(0), False
        log.warning("voice %s is given up: %s", voice.name, error)
        if isinstance(voice, Talker):
            await voice.aclose()
            self._resting.append(voice)
            self._back_at = min(self._back_at, asyncio.get_running_loop().time() + self._talker_rest)
            self._talker_rest = min(2 * self._talker_rest, _LONGEST_REST)
            known = voice.name in self._lost
            self._lost.add(voice.name)
            if self._voices:
                error = SpeechError(str(error), f"{error.spoken} The voice {self._voices[0].name} speaks instead.", error.remedy)
        elif isinstance(error, WorkerLost):
            self._resting.append(voice)
            if self._voices:
                error = SpeechError(str(error), f"The voice {self._voices[0].name} speaks instead.", "Leave safe mode to try the other.")
        else:
            await voice.aclose()
        if not self._voices and self._resting:
            self._rest()
        if self._voices and not known:
            self._on_fault(error)


async def _is_here(voice: AnyVoice) -> bool:
    """One that fails to tell is not: whatever it raises, the others go on speaking."""
    if not isinstance(voice, Talker):
        return True
    (found,) = await asyncio.gather(voice.is_here(), return_exceptions=True)
    if isinstance(found, BaseException):
        log.error("voice %s can't tell whether it is here", voice.name, exc_info=found)
        return False
    return found


async def _warmed(voice: AnyVoice) -> None:
    try:
        await voice.start()
    except (SpeechError, WorkerLost) as error:  # told when it is to speak
        log.warning("voice %s: %s", voice.name, error)
