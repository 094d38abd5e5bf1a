"""National numbers: what each country's look like, by the check figures of python-stdnum. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.rules import Identifier, near, rules

# Of one text no more numbers of one kind are checked; what is beyond is taken to be one.
_CHECKED = 2000
_FIGURE = re.compile(r"\d{2}")


def find(passage: Passage) -> Iterator[Span]:
    """As they are written, and with letters that look like figures read as figures."""
    text, figures, places = passage.text, passage.figures, passage.of(Trait.IDENTIFIER)
    if not places or not _FIGURE.search(figures):
        return
    folded = text.casefold()
    for identifier in rules().identifiers:
        if identifier.words and not any(word in folded for word in identifier.words):
            continue
        for version in (text, figures) if figures != text else (text,):
            yield from _of_kind(identifier, text, version, places)


def _of_kind(identifier: Identifier, text: str, version: str, places: Sequence[tuple[int, int]]) -> Iterator[Span]:
    matches = itertools.chain.from_iterable(identifier.shape.finditer(version, *place) for place in places)
    for number, match in enumerate(matches):
        if identifier.near is not None and not near(identifier.near, text, *match.span()):
            continue
        if number >= _CHECKED or _checked(identifier.check, match.group()):
            yield Span(Kind.NATIONAL, *match.span())


def _checked(check: str, number: str) -> bool:
    if not check:
        return True
    try:
        return bool(_module(check).is_valid(number))
    except (LookupError, ValueError):
        return True  # a place or date that its tables don't know makes the module fail: it is hidden


@cache
def _module(name: str) -> ModuleType:
    return import_module(f"stdnum.{name}")
