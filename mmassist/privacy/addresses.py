"""E-mail addresses and phone numbers. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.passages import Passage, Trait

# RFC 5321 allows 64 signs before the at sign and 255 after it.
_LOCAL, _DOMAIN = 64, 255
_AT = re.compile(r" ?(?:[@©®]|\((?:at|@)\)|\[(?:at|@)\]) ?")
_BEFORE = re.compile(r"[A-Za-z0-9À-ÿ_][\w.+%'&*/=?^`{}~#$!-]*$")
_AFTER = re.compile(r"[A-Za-z0-9À-ÿ](?:[\w-]{0,62})(?: ?[.,·] ?[\w-]{1,63}){0,6}")
_TOP = re.compile(r"[.,·] ?[A-Za-z]{2,24}$")
_WRAPPED = re.compile(r"\n ?(?=\.?[a-z0-9-]{1,63}\.[a-z]{2,10}(?![\w@]))")

_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00)?[(]?\d(?:[ ()./\-]{0,3}\d){6,17}(?![\w])")
_INTERNATIONAL = re.compile(r"(?:\+|00)")
_PHONE_WORDS = re.compile(
    r"(?<![^\W\d_])(?:tel(?:efon|ephone|éfono)?|phone|mobile?|mobil|cell|fax|call|call us|dial|sms|whatsapp|handy|ring|text)(?![^\W\d_])",
    re.I,
)
_PARTED = re.compile(r"\d[ ()./\-]+\d")
_DATED = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}")
_NAMED = 60
# Of one text no more numbers are looked up; what is beyond is taken to be one.
_CHECKED = 300


def find(passage: Passage, regions: tuple[str, ...]) -> Iterator[Span]:
    """`regions`: countries whose phone numbers are known without their code."""
    for place in passage.of(Trait.AT):
        yield from _mails(passage.text, place)
    yield from _phones(passage, regions)


def _mails(text: str, place: tuple[int, int]) -> Iterator[Span]:
    for at in _AT.finditer(text, *place):
        before = _BEFORE.search(text, max(0, at.start() - _LOCAL), at.start())
        after = _AFTER.match(text, at.end(), min(len(text), at.end() + _DOMAIN))
        if before is None or after is None:
            continue
        end = after.end()
        if not _TOP.search(after.group()):
            end = _over_the_line(text, end)
            if not end:
                continue
        yield Span(Kind.E_MAIL, before.start(), end)


def _over_the_line(text: str, end: int) -> int:
    """Where an address ends whose domain goes on in the next line; 0 where it does not."""
    rest = _WRAPPED.match(text, end)
    goes_on = _AFTER.match(text.replace("\n", " ", 1) if rest is None else text, rest.end()) if rest else None
    return goes_on.end() if goes_on else 0


def _phones(passage: Passage, regions: tuple[str, ...]) -> Iterator[Span]:
    text, figures, may_be_named = passage.text, passage.figures, bool(passage.of(Trait.PHONE_WORD))
    matches = itertools.chain.from_iterable(_NUMBER.finditer(figures, *place) for place in passage.of(Trait.PHONE))
    for number, match in enumerate(matches):
        written = match.group()
        if _DATED.match(written):
            continue
        is_named = may_be_named and bool(_PHONE_WORDS.search(text, max(0, match.start() - _NAMED), match.start()))
        if not (is_named or _INTERNATIONAL.match(written) or _PARTED.search(written)):
            continue
        if number >= _CHECKED or is_named or _is_phone(written, regions):
            yield Span(Kind.PHONE, *match.span())


@lru_cache(maxsize=256)
def _is_phone(written: str, regions: tuple[str, ...]) -> bool:
    from phonenumbers import Leniency, PhoneNumberMatcher

    number = "+" + written[2:] if written.startswith("00") else written
    for region in (None,) if number.startswith("+") else regions:
        if any(found.end - found.start > 6 for found in PhoneNumberMatcher(number, region, Leniency.VALID)):
            return True
    return False
