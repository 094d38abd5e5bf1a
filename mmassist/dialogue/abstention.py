"""Answers that say that nothing could be seen, and what to do about it instead of asking again. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from mmassist.dialogue.claims.abstaining import phrases
from mmassist.values import Scene

_SENTENCE = re.compile(r"[^.!?\n]+")
_QUOTED = re.compile('["“„«][^"“”„«»\n]{0,300}["”“»]')
# An answer abstains where it does so at its beginning: later it tells of one thing that it can't make out among others that it told.
_FIRST_SENTENCES = 2
_LONGEST = 2000


class Seen(Protocol):
    """How well a picture can be seen, as perception measures it."""

    @property
    def blank(self) -> bool: ...

    @property
    def dark(self) -> bool: ...

    @property
    def blurred(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What happened to the picture on its way: none was sent, parts of it were hidden."""

    picture_sent: bool = True
    hidden: int = 0


def abstains(text: str) -> bool:
    """Whether an answer says that it can't see or read what it was asked about, in English, German, Spanish or French.

    What stands in quotation marks is the screen's, not the answer's. Linear in the length of the text.
    """
    abstaining, telling, _ = _patterns()
    return any(abstaining.search(part) and not telling.search(part) for part in _beginning(text))


def declines(text: str) -> bool:
    """Whether an answer says that it does not want to answer, in the same languages."""
    _, telling, declining = _patterns()
    return any(declining.search(part) and not telling.search(part) for part in _beginning(text))


def _beginning(text: str) -> list[str]:
    bare = _QUOTED.sub(" ", text[:_LONGEST].replace("’", "'")).casefold()  # noqa: RUF001
    return [match.group() for match in _SENTENCE.finditer(bare) if match.group().strip()][:_FIRST_SENTENCES]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = phrases()
    return re.compile("|".join(data.abstaining)), re.compile("|".join(data.telling)), re.compile("|".join(data.declining))


def remedy(scene: Scene, quality: Seen | None, circumstances: Circumstances | None = None) -> str:
    """The likely cause of an abstention and what to do, in a sentence or two to be spoken."""
    return phrases().remedies[_cause(scene, quality, circumstances or Circumstances())]


def _cause(scene: Scene, quality: Seen | None, circumstances: Circumstances) -> str:
    if not circumstances.picture_sent:
        return "not_sent"
    if quality and quality.blank:
        # A tree beside a blank picture: the window is there, and something keeps the screen from being seen.
        return "curtain" if scene.has_outline else "blank"
    if quality and quality.dark:
        return "dark"
    if quality and quality.blurred:
        return "blurred"
    if circumstances.hidden:
        return "hidden"
    heights = sorted(line.box.height for line in scene.lines)
    if heights and heights[len(heights) // 2] < phrases().small:
        return "small"
    return "no_text" if scene.text_read and not scene.lines and not scene.has_outline else "unknown"
