"""One-time codes, PINs and card checks: short numbers that only the words beside them make secret. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.rules import rules

_BEFORE = re.compile(r"[^\d\n]{0,40}\n?[^\d\n]{0,12}")
_CODE = re.compile(r"(?<![\w.,/])(?:[A-Z]-)?\d{3,4}[ -]?\d{0,4}(?![\w/%€$£]|[.,:]\d)")
_CODE_BEFORE = re.compile(r"(?<![\w.,/])(?:[A-Z]-)?(\d{3,4}[ -]?\d{0,4})[^\d\n]{1,16}$")
_LETTERED = re.compile(r"[ :=\n]{1,3}(?:is )?([A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6}){0,3})(?![\w])")


def find(passage: Passage) -> Iterator[Span]:
    """Beside each telling word."""
    text, figures, words = passage.text, passage.figures, rules().code_words
    for word in itertools.chain.from_iterable(words.finditer(text, *place) for place in passage.of(Trait.CODE_WORD)):
        between = _BEFORE.match(figures, word.end())
        after = _CODE.match(figures, between.end()) if between else None
        if after:
            yield Span(Kind.CODE, after.start(), after.start() + len(after.group().rstrip(" -")))
        if before := _CODE_BEFORE.search(figures, max(0, word.start() - 28), word.start()):
            yield Span(Kind.CODE, before.start(), before.start(1) + len(before.group(1).rstrip(" -")))
        if (lettered := _LETTERED.match(text, word.end())) and any(map(str.isdigit, lettered.group(1))):
            yield Span(Kind.CODE, *lettered.span(1))
