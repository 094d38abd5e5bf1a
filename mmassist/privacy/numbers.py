"""Card numbers and IBANs, as people write them and as they are misread. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.rules import Rules, near, rules

_SHORTEST, _LONGEST = 13, 19
_GROUP = re.compile(r"\d+")
# What may part the groups of one number; one line break may be among it.
_PARTED = re.compile(r"[ .\-_/|·•]{0,4}\n?[ .\-_/|·•]{0,4}|[,:*]")
_COUNTRY = re.compile(r"(?<![A-Za-z0-9])[A-Z0]{2} ?[0-9OQDIlSBZ]{2}(?=[ .\-\n]{0,3}[A-Za-z0-9])")
_AFTER_WORD = re.compile(r"[ :=.\-\n]{1,4}([A-Z0-9]{2}(?:[ .\-]?[A-Z0-9]){12,32})(?![A-Za-z0-9])")
_SIGN = re.compile(r"[A-Za-z0-9]")
_TOKEN = re.compile(r"[A-Za-z0-9]+")
# A run of groups longer than this is no card, but a table.
_GROUPS = 20


def find(text: str, figures: str) -> Iterator[Span]:
    """`figures`: `text` with letters that look like figures made figures."""
    yield from _cards(text, figures)
    yield from _ibans(text)


def _cards(text: str, figures: str) -> Iterator[Span]:
    known = rules()
    run: list[tuple[int, int]] = []
    for match in _GROUP.finditer(figures):
        if run and not _PARTED.fullmatch(figures, run[-1][1], match.start()):
            yield from _cards_in(text, figures, run, known)
            run = []
        run.append(match.span())
    yield from _cards_in(text, figures, run, known)


def _cards_in(text: str, figures: str, run: Sequence[tuple[int, int]], known: Rules) -> Iterator[Span]:
    at = 0
    while at < len(run):
        taken = _card_at(text, figures, run[at : at + _GROUPS], known)
        if taken:
            groups, end = taken
            yield Span(Kind.CARD, run[at][0], end)
            at += groups
        else:
            at += 1


def _card_at(text: str, figures: str, groups: Sequence[tuple[int, int]], known: Rules) -> tuple[int, int] | None:
    """How many groups the card that begins with the first one takes, and where it ends."""
    head = "".join(figures[start : min(end, start + 6)] for start, end in groups[:6])
    lengths = _lengths(head, known)
    if not lengths or (groups[0][0] and figures[groups[0][0] - 1] == "+"):
        return None
    best: tuple[int, int] | None = None
    number = ""
    for count, (start, end) in enumerate(groups, 1):
        if best and "\n" in text[best[1] : start] and _luhn(number):
            break  # a whole card does not go on in the next line
        number += figures[start : min(end, start + 40)]
        sizes = _sizes(groups[:count], text)
        if _is_card(number, sizes, text, (groups[0][0], end), lengths):
            best = count, end
        if len(number) > _LONGEST:
            break
    if best is None and groups[0][1] - groups[0][0] > _SHORTEST and (length := _glued(number, lengths)):
        return _cut(groups, length)
    return best


def _is_card(number: str, sizes: Sequence[int], text: str, place: tuple[int, int], lengths: frozenset[int]) -> bool:
    if len(number) in lengths and _luhn(number):
        return _is_one(sizes, text[place[0] : place[1]])
    if "\n" in text[place[0] : place[1]]:
        return False
    if _looks_like_a_card(number, sizes):
        return True
    return len(number) in lengths and near(rules().card_words, text, *place)


def _is_one(sizes: Sequence[int], written: str) -> bool:
    """Whether groups whose check figure is right may be one number: over several fields only as cards are printed."""
    if len(set(sizes)) == 1:
        return True
    return min(sizes) > 2 and (written.count("\n") < 2 or all(size in (4, 6) for size in sizes[:-1]))


def _sizes(groups: Sequence[tuple[int, int]], text: str) -> list[int]:
    """How long the groups are; one that is cut by the end of a line counts as one."""
    sizes: list[int] = []
    last = 0
    for start, end in groups:
        size = end - start
        if sizes and min(size, sizes[-1]) < 4 and size + sizes[-1] in (4, 5, 6, 16) and "\n" in text[last:start]:
            sizes[-1] += size
        else:
            sizes.append(size)
        last = end
    return sizes


def _looks_like_a_card(number: str, sizes: Sequence[int]) -> bool:
    """Three or four groups of four, or 4-6-5: a misread figure or a lost group does not make it something else."""
    if len(sizes) == 3 and sizes[:2] == [4, 6]:
        return sizes[2] in (4, 5)
    fours = sum(size == 4 for size in sizes)
    return fours >= 3 and all(3 <= size <= 5 for size in sizes) and 12 <= len(number) <= _LONGEST


def _glued(number: str, lengths: frozenset[int]) -> int:
    """The length of the card that stands at the head of a longer run of figures, where a date was read as part of it; 0 if none."""
    for length in (16, 15):
        if length < len(number) <= length + 8 and length in lengths and _luhn(number[:length]):
            return length
    return 0


def _cut(groups: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Groups of which the first `length` figures are; the whole of the last one is taken."""
    for count, (start, end) in enumerate(groups, 1):
        length -= end - start
        if length <= 0:
            return count, end
    return len(groups), groups[-1][1]


def _lengths(number: str, known: Rules) -> frozenset[int]:
    """The lengths of the cards that begin like `number`."""
    found = [one.lengths for one in known.issuers if one.first <= number[: len(one.first)] <= one.last]
    return frozenset().union(*found)


def _luhn(number: str) -> bool:
    """The check figure of ISO/IEC 7812-1. Numbers of one figure only are none."""
    if not _SHORTEST <= len(number) <= _LONGEST or len(set(number)) == 1:
        return False
    total = 0
    for at, figure in enumerate(reversed(number)):
        value = ord(figure) - 48
        total += value if at % 2 == 0 else value * 2 - 9 * (value > 4)
    return total % 10 == 0


def _ibans(text: str) -> Iterator[Span]:
    known = rules()
    for match in _COUNTRY.finditer(text):
        country = match.group()[:2].replace("0", "O")
        length = known.iban_lengths.get(country)
        if length is None:
            continue
        found = _signs(length).match(text, match.start())
        if found and _is_iban(text, *found.span(), country):
            yield Span(Kind.BANK_ACCOUNT, *found.span())
    for word in known.iban_words.finditer(text):
        if (after := _AFTER_WORD.match(text, word.end())) and sum(map(str.isdigit, after.group(1))) >= 8:
            yield Span(Kind.BANK_ACCOUNT, *after.span(1))


@cache
def _signs(count: int) -> re.Pattern[str]:
    """So many letters and figures, with few other signs and at most one line break between any two."""
    return re.compile(rf"[A-Za-z0-9](?:[ .\-_/|]{{0,3}}\n?[ .\-_/|]{{0,3}}[A-Za-z0-9]){{{count - 1}}}(?![A-Za-z0-9])")


def _is_iban(text: str, start: int, end: int, country: str) -> bool:
    known = rules()
    written = "".join(_SIGN.findall(text, start, end)).upper()
    account, check = written[4:], written[2:4].translate(known.alike)
    if not check.isdigit():
        return False
    figures = account.translate(known.alike)
    readings = [figures] if country in known.iban_figures else [account, account[:4] + figures[4:]]
    if any(_mod_97(country + check + reading) for reading in readings):
        return True
    # One sign misread makes the check fail; the shape still tells.
    if country in known.iban_figures and figures.isdigit() and end - start == len(written):
        return True
    return 5 * sum(map(str.isdigit, account)) >= 3 * len(account) and (
        _in_fours(text[start:end]) or near(known.iban_words, text, start, end)
    )


def _mod_97(iban: str) -> bool:
    """ISO 7064, as ISO 13616 uses it."""
    if not (iban.isascii() and iban.isalnum()):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def _in_fours(written: str) -> bool:
    groups = _TOKEN.findall(written)
    return len(groups) > 2 and all(len(group) == 4 for group in groups[:-1])
