"""What a voice is: something that turns plain text into samples, or, where it plays by itself, into sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from mmassist.values import Fault

SLOWEST, FASTEST = 80, 900

Punctuation: TypeAlias = Literal["none", "some", "most", "all"]
"""Which signs are named: none, those that stand in addresses and sums, brackets and quotation marks too, or each."""
Capitals: TypeAlias = Literal["none", "spell", "sound"]
"""How capitals are told: not at all, by the word for it before them, or by a higher pitch or a short sound, as the engine has it."""


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How text is to be said. Values beyond a voice's range are brought into it.

    `voice`: the engine's own name of a speaker or language ("en-gb", "de"); empty for the engine's default. `rate`: words a minute,
    80 to 900. `pitch`, `volume`: 0 to 100. What an engine can't do with `punctuation` and `capitals` it leaves out.
    """

    voice: str = ""
    rate: int = 220
    pitch: int = 50
    volume: int = 100
    punctuation: Punctuation = "none"
    capitals: Capitals = "none"


class Voice(Protocol):
    """One voice. Used from one asyncio loop alone; one synthesis at a time."""

    @property
    def name(self) -> str:
        """The name it is chosen by in the settings."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples a second; fixed once `start` has returned."""
        ...

    async def start(self) -> None:
        """Warms up, so that the next synthesis is quick. Idempotent. Raises VoiceUnavailable or WorkerLost."""
        ...

    def synthesise(self, text: str, options: VoiceOptions) -> AsyncGenerator[bytes, None]:
        """Yields int16 mono samples (native byte order, whole samples) as they are made; the first is sound, not silence.

        `text` is data: markup in it is spoken or dropped, never obeyed. Text without anything to say yields nothing. Memory stays
        bounded for a text of any length as long as the consumer takes its time. Closing the generator stops the work.
        Raises SpeechError, VoiceUnavailable (no such speaker) or WorkerLost.
        """
        ...

    async def aclose(self) -> None:
        """Lets go of processes and files. Idempotent."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A voice whose engine may tell where in a text it is."""

    def place(self, given: int) -> int | None:
        """Where in the text of the last `synthesise` the word begins that sounds after `given` bytes of it; None: it does not tell."""
        ...


@runtime_checkable
class Talker(Protocol):
    """A voice that plays its own sound: a speech server, or the screen reader. Used from one asyncio loop alone; one text at a time."""

    @property
    def name(self) -> str:
        """The name it is chosen by in the settings."""
        ...

    async def start(self) -> None:
        """Connects. Idempotent. Raises VoiceUnavailable or WorkerLost."""
        ...

    def speak(self, text: str, options: VoiceOptions) -> AsyncGenerator[int, None]:
        """Says `text` and yields positions in it: 0 when the first sound goes out, then each time how much of it was said; ends when
        all was. Text without anything to say yields nothing. Closing the generator silences it.

        `text` is data, as a voice's is. Where somebody else who speaks through it cuts it short, it goes on by itself behind them.
        Raises SpeechError, or WorkerLost where it does not answer any more: the positions tell what is left to be said.
        """
        ...

    async def take_floor(self) -> None:
        """Silences what others say through it, now and for a moment, for what the user has asked for. Raises nothing."""
        ...

    async def is_here(self) -> bool:
        """Whether it is to be used at the moment: a screen reader comes and goes. Cheap; raises nothing."""
        ...

    async def aclose(self) -> None:
        """Silences it and lets go. Idempotent."""
        ...


AnyVoice: TypeAlias = Voice | Talker


class VoiceClass(Protocol):
    """How a voice is registered: called without arguments it gives a voice."""

    def __call__(self) -> AnyVoice: ...

    def check(self) -> Fault | None:
        """None where the voice can be used on this machine, else why not and what to do about it. Cheap; no process is started."""
        ...


def speakable(text: str) -> str:
    """`text` without what an engine could take for a command or can't encode: control, format and unassigned characters, surrogates.

    The joiners that scripts and emoji need stay; line ends and tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(map(_speakable, text)).strip()


def _speakable(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp" | "Co" | "Cn":
            return " "
        case "Cs":
            return ""
        case "Cf":
            return character if character in "\u200c\u200d" else ""
        case _:
            return character


def pieces(text: str, limit: int = 300) -> list[str]:
    """`text` cut into runs of at most `limit` characters, at a sentence's end where there is one, else at a space, else anywhere."""
    found: list[str] = []
    start = 0
    while len(text) - start > limit:
        end = _cut(text, start, start + limit)
        found.append(text[start:end])
        start = end
    found.append(text[start:])
    return [piece for piece in map(str.strip, found) if piece]


_MARKS = (
    re.compile(r"[.!?…]+[\"')\]»”’]*\s|[。！？]+"),  # noqa: RUF001 - the marks of other scripts
    re.compile(r"[,;:]\s|[，、；：]"),  # noqa: RUF001
    re.compile(r"\s"),
)


def _cut(text: str, start: int, end: int) -> int:
    """Where a piece that begins at `start` ends: after the last of the best marks in its last three quarters, else at `end`."""
    for mark in _MARKS:
        ends = [found.end() for found in mark.finditer(text, start + (end - start) // 4, end)]
        if ends:
            return ends[-1]
    return end
