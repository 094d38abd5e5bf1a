"""The app's own sentences, written in English where they arise. Those with values in them are made by `saying`, so that their templates
are still known where they are translated, which is where they are addressed to the user. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mmassist.plurals import Counted

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Saying(str):
    """A sentence in English, or a part of one, that remembers what was filled in."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


class Series(str):
    """Sentences in English, one after the other."""

    __slots__ = ("sentences",)
    sentences: tuple[str, ...]


class Listed(str):
    """A list in English: "A, B and C"."""

    __slots__ = ("last", "parts")
    parts: tuple[str, ...]
    last: str


class Day(str):
    """A day of the calendar in English."""

    __slots__ = ("date",)
    date: date


def saying(template: str, /, **values: object) -> Saying:
    """`template` with its {placeholders} filled in. A value that is itself a saying, a list or a count is translated with it; any other
    text is foreign, and stays as it is. A fraction is given as a number, with its format in the template."""
    made = Saying(template.format(**values))
    made.template, made.values = template, values
    return made


def own(text: str) -> str:
    """A text of the app's own to stand as a value, where it may have been made without these functions."""
    if isinstance(text, OWN):
        return text
    made = Saying(text)
    made.template, made.values = text.replace("{", "{{").replace("}", "}}"), {}
    return made


def run_on(*sentences: str) -> Series:
    """Empty ones are left out."""
    told = tuple(sentence for sentence in sentences if sentence)
    made = Series(" ".join(told))
    made.sentences = told
    return made


def said_day(date: date) -> Day:
    """ "2 November 2026"."""
    made = Day(f"{date.day} {_MONTHS[date.month - 1]} {date.year}")
    made.date = date
    return made


def listed(parts: Sequence[str], last: str = "and") -> Listed:
    """Parts that are sayings or counts are translated, others stay as they are. `last`: "and", "or", or "" for nothing but commas."""
    comma = ", " if last == "or" and len(parts) > 2 else " "
    made = Listed(", ".join(parts) if len(parts) < 2 or not last else f"{', '.join(parts[:-1])}{comma}{last} {parts[-1]}")
    made.parts, made.last = tuple(parts), last
    return made


OWN = (Saying, Series, Listed, Day, Counted)
"""The kinds of text that are known to be the app's own."""
