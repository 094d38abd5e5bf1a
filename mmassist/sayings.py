"""The app's own sentences, written in English where they arise. Those with values in them are made by `saying`, so that their templates
are still known where they are translated, which is where they are addressed to the user. Pure."""

from __future__ import annotations

from collections.abc import Mapping


class Saying(str):
    """A sentence in English, or a part of one, that remembers what was filled in."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


class Series(str):
    """Sentences in English, one after the other."""

    __slots__ = ("sentences",)
    sentences: tuple[str, ...]


def saying(template: str, /, **values: object) -> Saying:
    """`template` with its {placeholders} filled in. A value that is itself a saying or a count is translated with it; any other text is
    foreign, and stays as it is. A fraction is given as a number, with its format in the template."""
    made = Saying(template.format(**values))
    made.template, made.values = template, values
    return made


def run_on(*sentences: str) -> Series:
    """Empty ones are left out."""
    told = tuple(sentence for sentence in sentences if sentence)
    made = Series(" ".join(told))
    made.sentences = told
    return made
