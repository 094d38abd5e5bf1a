"""speech-dispatcher, the speech server of Linux desktops: any synthesiser that it has a module for, and one voice at a time among all
programs that speak through it, the screen reader included.

Our texts have SSIP's priority "text": those of Orca ("message") cut them short, and are never cut by them. So a screen reader answers the
user's keys at once, and what was cut is said from that word on when it is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import shutil
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from xml.sax.saxutils import escape

from mmassist.errors import SpeechError, VoiceUnavailable, WorkerLost
from mmassist.sayings import saying
from mmassist.speech.voices.base import VoiceOptions, speakable
from mmassist.speech.voices.ssip import Address, Connection, Event, Kind, address
from mmassist.values import Fault

_WORDS = re.compile(r"\S+")
_RATES = ((80, -100), (170, 0), (449, 100))  # words a minute, as the module of espeak-ng has them (EspeakMinRate and so on)
_BEGINS_WITHIN, WAITS_AT_MOST = 1.2, 12.0  # seconds: a server that is free; one through which others may be speaking
_AGAIN, _AGAIN_AT_MOST = 0.3, 2.0  # seconds until what was cut is said again; a screen reader may have more to say
_FLOOR = 0.8  # seconds for which nobody else is let speak: a key that is grabbed takes the focus and gives it back, which Orca tells
_MARGIN = 1.2  # seconds beyond twice the time that a word should take


class SpeechdVoice:
    """A `Talker`. `module`: of the server, empty for the one that the user has chosen there."""

    name = "speechd"
    _component = "main"
    _begins_within = _BEGINS_WITHIN

    def __init__(self, module: str = "", *, where: Address | None = None) -> None:
        self._module = module
        self._where = where
        self._connection: Connection | None = None
        self._set: dict[str, str] = {}
        self._marks = False  # whether its module tells of them
        self._floor_until = float("-inf")
        self._is_alone = self._begins_within == _BEGINS_WITHIN  # nobody else is expected to be speaking

    @staticmethod
    def check() -> Fault | None:
        where = address()
        if sys.platform == "linux" and (shutil.which("speech-dispatcher") or (where.path and Path(where.path).exists()) or where.host):
            return None
        return Fault(
            "no speech-dispatcher",
            "Speech-dispatcher is not installed.",
            "Install speech-dispatcher (Debian: apt install speech-dispatcher).",
        )

    async def start(self) -> None:
        if self._connection is not None and self._connection.is_open:
            return
        await self.aclose()
        connection = await Connection.open(self._where or address(), self._component)
        self._connection, self._set, self._marks = connection, {}, False
        await self._put("PRIORITY", "text")
        if self._module:
            try:
                await connection.command(f"SET self OUTPUT_MODULE {self._module}")
            except ValueError as error:
                raise VoiceUnavailable(
                    f"speech-dispatcher has no module {self._module!r}: {error}",
                    saying("Speech-dispatcher has no module {module}.", module=self._module),
                    "Choose another in the settings: spd-say -O lists them.",
                ) from error

    async def is_here(self) -> bool:
        return True

    async def take_floor(self) -> None:
        self._floor_until = asyncio.get_running_loop().time() + _FLOOR
        await self._silence_others()

    async def _silence_others(self) -> None:
        if self._connection is not None and self._connection.is_open:
            with contextlib.suppress(WorkerLost, ValueError):  # told when it is to speak
                await self._connection.command("CANCEL all")

    async def speak(self, text: str, options: VoiceOptions) -> AsyncGenerator[int, None]:
        words = [(found.start(), word) for found in _WORDS.finditer(text) if (word := speakable(found.group()))]
        said, begun, pause = 0, False, _AGAIN
        while left := [word for word in words if word[0] >= said]:
            async with contextlib.aclosing(self._spoken(left, options)) as events:
                async for event in events:
                    if event.kind is Kind.BEGIN and not begun:
                        begun = True
                        yield 0
                    elif event.kind is Kind.MARK and event.mark.isdecimal() and int(event.mark) > said:
                        said = int(event.mark)
                        yield said
                    elif event.kind is Kind.END:
                        return
            if asyncio.get_running_loop().time() < self._floor_until:
                await self._silence_others()
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _AGAIN_AT_MOST)

    async def _spoken(self, words: list[tuple[int, str]], options: VoiceOptions) -> AsyncGenerator[Event, None]:
        """What the server tells of these words, to END or CANCELED."""
        await self.start()
        connection = self._connection
        if connection is None:
            raise WorkerLost("speech-dispatcher was closed")
        over = False
        try:
            await self._prepare(options)
            number = await connection.say(_ssml(words))
            alone = self._is_alone
            patience: float | None = _BEGINS_WITHIN if alone else self._begins_within
            while True:
                event = await connection.event(patience)
                if event is None and not alone:
                    # Nobody speaks as long as that, or nobody should while we wait: once more, without them.
                    self._is_alone = True
                    await self._silence_others()
                    return
                if event is None:
                    raise WorkerLost(
                        "speech-dispatcher says nothing", "Speech-dispatcher does not speak.", "Restart it, or choose another voice."
                    )
                if event.text != number:
                    continue
                over = event.kind in (Kind.END, Kind.CANCELED)
                yield event
                if over:
                    return
                self._is_alone = self._begins_within == _BEGINS_WITHIN
                alone, patience = True, self._patience(event, words, options)
        except ValueError as error:
            raise SpeechError(str(error)) from error
        finally:
            if not over:
                await connection.fall_silent()

    def _patience(self, event: Event, words: list[tuple[int, str]], options: VoiceOptions) -> float | None:
        """Seconds in which the next event must come; None: any time."""
        if event.kind is Kind.PAUSED:
            return None
        self._marks = self._marks or event.kind is Kind.MARK
        ahead = words
        if self._marks:
            at = int(event.mark) if event.mark.isdecimal() else words[0][0]
            ahead = [word for word in words if word[0] >= at][:2]
        return _MARGIN + 2 * sum(_weight(word) for _, word in ahead) * 12 / max(options.rate, 80)

    async def _prepare(self, options: VoiceOptions) -> None:
        await self._put("RATE", str(rate_of(options.rate)))
        await self._put("PITCH", str(2 * min(max(options.pitch, 0), 100) - 100))
        await self._put("VOLUME", str(2 * min(max(options.volume, 0), 100) - 100))
        await self._put("LANGUAGE", options.voice.partition("+")[0] or "en")
        await self._put("PUNCTUATION", options.punctuation)
        await self._put("CAP_LET_RECOGN", {"spell": "spell", "sound": "icon"}.get(options.capitals, "none"))

    async def _put(self, name: str, value: str) -> None:
        if self._connection is not None and self._set.get(name) != value:
            await self._connection.command(f"SET self {name} {value}")
            self._set[name] = value

    async def aclose(self) -> None:
        if (connection := self._connection) is not None:
            self._connection = None
            await connection.fall_silent()
            await connection.aclose()


def rate_of(words_a_minute: int) -> int:
    """The server's rate, -100 to 100, for so many words a minute; what is faster than its fastest is its fastest."""
    for (low, least), (high, most) in itertools.pairwise(_RATES):
        if words_a_minute <= high:
            return round(least + (most - least) * (max(words_a_minute, low) - low) / (high - low))
    return _RATES[-1][1]


def _ssml(words: list[tuple[int, str]]) -> str:
    """The words, a mark before each: what is in them is text, whatever it looks like."""
    return "<speak>" + " ".join(f'<mark name="{at}"/>{escape(word)}' for at, word in words) + "</speak>"


def _weight(word: str) -> int:
    """How long it takes to say, in letters: figures and capitals are said as words, a sign of another script may be a syllable."""
    return sum(1 if one.islower() and one.isascii() else 6 for one in word)
