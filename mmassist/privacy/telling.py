"""A quick look at all texts in one go: which rules may find something in which of them. Errs on the side of yes. Pure."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from mmassist.privacy.lookalikes import figured, plain
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.rules import Rules, rules

_FIGURES = re.compile(r"\d[^\n]{0,40}?\d")
_GROUP = re.compile(r"\s*[A-Z0-9OIl|!]{2,8}\s*")
_PHONE = re.compile(r"\d(?:[ ()./\-]{0,3}\d){6}")
# What every national number holds, in any country.
_NUMBERED = re.compile(r"[A-Z0-9](?:[ .\-/+]?[A-Z0-9]){5}")
_TWO = re.compile(r"\d{2}")
_AT = ("@", "©", "®", "(at)", "(@)", "[at]", "[@]")
_KEY = ("begin", "end", "private")
# A token this long may be a piece of a key or of an account; one of the second length a key of its own.
_LONG, _KEY_LONG = 14, 16
# What ignoring case takes for an i.
_DOTTED, _DOTLESS = "i\u0307", "\u0131"


class Telling(Enum):
    """`WORD`: it holds a word behind which a secret may stand, in the next text too."""

    NOTHING = 0
    SOMETHING = 1
    WORD = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One text. `even`: it, plain; `figures`: with letters that look like figures made figures; both as long as the text."""

    even: str
    figures: str
    telling: Telling
    traits: tuple[Trait, ...]


def readings_of(texts: Sequence[str]) -> list[Reading]:
    """What may be expected of each text."""
    # Of a scene that only pixels tell, each text is an item's and a line's.
    single = list(dict.fromkeys(texts))
    look = _Look(single)
    readings = {
        text: Reading(even, look.figures[start : start + len(even)], look.telling(at), tuple(look.traits[at]))
        for at, (text, even, start) in enumerate(zip(single, look.texts, look.starts, strict=True))
    }
    return [readings[text] for text in texts]


class _Look:
    """The texts as one, so that each sign is looked for only once; where it is found tells in which of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.starts = _starts(texts)
        self._whole = plain("\n".join(texts))
        self.figures = figured(self._whole)
        self.texts = [self._whole[start : start + len(text)] for start, text in zip(self.starts, texts, strict=True)]
        folds = [_folded(text) for text in self.texts]
        self._fold, self._fold_starts = "\n".join(folds), _starts(folds)
        self._words: set[int] = set()
        self._some = self._holding(self._fold, self._fold_starts, _AT) | self._holding(self._fold, self._fold_starts, _KEY)
        self.traits: list[list[Trait]] = [[] for _ in texts]
        known = rules()
        self._find_words(known)
        self._mark(Trait.KEY_START, self._holding(self._whole, self.starts, known.key_holds))
        self._find_tokens()
        self._mark(Trait.IBAN, self._matching(self._whole, known.iban_starts))
        if _TWO.search(self.figures):
            self._mark(Trait.IDENTIFIER, self._with_identifiers(known))
            self._mark(Trait.PHONE, self._matching(self.figures, _PHONE))
        self._mark(Trait.AT, self._holding(self._whole, self.starts, _AT))

    def telling(self, at: int) -> Telling:
        if at in self._words:
            return Telling.WORD
        text = self.texts[at]
        if at in self._some or _FIGURES.search(text) or _GROUP.fullmatch(text) or text.rstrip().endswith("="):
            return Telling.SOMETHING
        return Telling.NOTHING

    def _find_words(self, known: Rules) -> None:
        for name, hints in known.hints.items():
            held = self._holding(self._fold, self._fold_starts, hints)
            self._words |= held
            if name in _NAMES:
                self._mark(Trait(name), held)

    def _find_tokens(self) -> None:
        for at, text in enumerate(self.texts):
            longest = max(map(len, text.split()), default=0)
            if longest >= _LONG:
                self._some.add(at)
            if longest >= _KEY_LONG:
                self.traits[at].append(Trait.TOKEN)

    def _with_identifiers(self, known: Rules) -> set[int]:
        shapes = [known.identifier_shapes]
        if any(word in self._fold for word in known.identifier_words):
            shapes.append(known.named_shapes)
        found: set[int] = set()
        for version in (self._whole, self.figures) if self.figures != self._whole else (self._whole,):
            for at in self._matching(version, _NUMBERED) - found:
                start = self.starts[at]
                if any(shape.search(version, start, start + len(self.texts[at])) for shape in shapes):
                    found.add(at)
        return found

    def _mark(self, trait: Trait, among: Iterable[int]) -> None:
        for at in among:
            self.traits[at].append(trait)

    def _holding(self, whole: str, starts: Sequence[int], parts: Iterable[str]) -> set[int]:
        return {at for part in parts if part in whole for at in _with_part(whole, starts, part)}

    def _matching(self, whole: str, pattern: re.Pattern[str]) -> set[int]:
        return {bisect.bisect(self.starts, match.start()) - 1 for match in pattern.finditer(whole)}


_NAMES = frozenset(trait.value for trait in Trait)


def _with_part(whole: str, starts: Sequence[int], part: str) -> Iterator[int]:
    place = whole.find(part)
    while place >= 0:
        at = bisect.bisect(starts, place)
        yield at - 1
        place = whole.find(part, starts[at]) if at < len(starts) else -1


def _starts(texts: Sequence[str]) -> list[int]:
    """Where each text begins in all of them, parted by one sign."""
    return list(itertools.accumulate((len(text) + 1 for text in texts[:-1]), initial=0)) if texts else []


def _folded(text: str) -> str:
    folded = text.casefold()
    return (folded if text.isascii() else folded.replace(_DOTTED, "i").replace(_DOTLESS, "i")).replace("0", "o")


def passage_of(text: str) -> Passage:
    """One text as a whole."""
    reading = readings_of([text])[0]
    return Passage(reading.even, reading.figures, {trait: [(0, len(text))] for trait in reading.traits})
