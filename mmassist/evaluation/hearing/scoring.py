"""The word error rate: substitutions, deletions and insertions over the words that were said (by jiwer)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mmassist.errors import MmassistError

_MARKS = re.compile(r"[^\w']+|_+")


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one or more transcripts. `words`: that were said."""

    words: int
    wrong: int

    def __add__(self, other: Errors) -> Errors:
        return Errors(self.words + other.words, self.wrong + other.wrong)

    @property
    def rate(self) -> float:
        return self.wrong / self.words if self.words else 0.0


def errors(said: str, understood: str) -> Errors:
    """Case and punctuation do not count. Raises MmassistError where jiwer is not installed."""
    try:
        import jiwer
    except ImportError as error:
        raise MmassistError(
            "jiwer is not installed", "The package that counts word errors is missing.", "Install it: pip install jiwer."
        ) from error

    reference, hypothesis = plain(said), plain(understood)
    if not reference:
        return Errors(0, len(hypothesis.split()))
    output = jiwer.process_words(reference, hypothesis)
    return Errors(len(reference.split()), output.substitutions + output.deletions + output.insertions)


def plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.casefold().replace("’", "'")).split())  # noqa: RUF001 - as recognisers write it


def total(found: Iterable[Errors]) -> Errors:
    return sum(found, Errors(0, 0))
