"""Card numbers and IBANs, as people write them and as they are misread. Pure."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.rules import near, rules

_SHORTEST, _LONGEST = 13, 19
_GROUP = re.compile(r"\d+")
# What may part the groups of one number; one line break may be among it.
_PARTED = re.compile(r"[ .\-~_/|·•]{0,4}\n?[ .\-~_/|·•]{0,4}|[,:*]")
_COUNTRY = re.compile(r"(?<![A-Za-z0-9])[A-Z0]{2} ?[0-9OQDIlSBZ]{2}(?=[ .\-\n]{0,3}[A-Za-z0-9])")
_AFTER_WORD = re.compile(r"[ :=.\-\n]{1,4}([A-Z0-9]{2}(?:[ .\-]?[A-Z0-9]){12,32})(?![A-Za-z0-9])")
_SIGN = re.compile(r"[A-Za-z0-9]")
_TOKEN = re.compile(r"[A-Za-z0-9]+")
# A run of groups longer than this is no card, but a table.
_GROUPS = 20
# A card has no more groups, if each has three figures or more.
_MOST_GROUPS = 6
# No card has fewer figures, even if a group is lost, and none is looked for where fewer follow one another.
_FEWEST = 12
_MANY = re.compile(r"\d(?<!\d\d)(?:[ .\-~_/|·•\n,:*]{0,9}+\d){11,}")
# So many signs before a card whose issuer is unknown its word is looked for.
_BEHIND = 30
# So many figures tell the issuer.
_HEAD = 4
# How far beyond its line the start of an IBAN looks.
_AHEAD = 4
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))


def find(passage: Passage) -> Iterator[Span]:
    """Cards wherever enough figures follow one another, accounts where the first look told of them."""
    for many in _MANY.finditer(passage.figures):
        for groups in _runs(passage.figures, *many.span()):
            yield from _cards_in(passage, _Run(passage.figures, groups))
    yield from _ibans(passage)


class _Run:
    """Groups of figures that may be one number. `sums`: how many figures stand before each group, and in all."""

    __slots__ = ("figures", "groups", "sums")

    def __init__(self, figures: str, groups: Sequence[tuple[int, int]]) -> None:
        self.groups = groups
        self.figures = "".join([figures[start:end] for start, end in groups])
        self.sums = list(itertools.accumulate((end - start for start, end in groups), initial=0))


def _runs(figures: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for match in _GROUP.finditer(figures, start, end):
        if run and not _PARTED.fullmatch(figures, run[-1][1], match.start()):
            yield run
            run = []
        run.append(match.span())
    yield run


def _cards_in(passage: Passage, run: _Run) -> Iterator[Span]:
    at = 0
    while at < len(run.groups) and run.sums[-1] - run.sums[at] >= _FEWEST:
        taken = _card_at(passage, run, at)
        if taken:
            after, end = taken
            yield Span(Kind.CARD, run.groups[at][0], end)
            at = after
        else:
            at += 1


def _card_at(passage: Passage, run: _Run, at: int) -> tuple[int, int] | None:
    """Before which group the card ends that begins with group `at`, and where."""
    head, begin = run.sums[at], run.groups[at][0]
    lengths = _lengths(run.figures[head : head + _HEAD])
    if not (lengths or passage.of(Trait.CARD_WORD)) or (begin and passage.figures[begin - 1] == "+"):
        return None
    best: tuple[int, int] | None = None
    last = min(at + _GROUPS, len(run.groups))
    number = run.figures[head : run.sums[last]]
    for after in range(bisect.bisect_left(run.sums, head + _FEWEST, at), last + 1):
        start, end = run.groups[after - 1]
        if best and "\n" in passage.text[best[1] : start] and _luhn(number):
            break  # a whole card does not go on in the next line
        number = run.figures[head : run.sums[after]]
        if _is_card(number, run.groups[at:after], passage, lengths):
            best = after, end
        if len(number) > _LONGEST:
            break
    if best is None and run.groups[at][1] - begin > _SHORTEST and (length := _glued(number, lengths)):
        return _cut(run, at, length)
    return best


def _is_card(number: str, groups: Sequence[tuple[int, int]], passage: Passage, lengths: frozenset[int]) -> bool:
    if len(number) > _LONGEST:
        return False
    start, end = groups[0][0], groups[-1][1]
    if len(number) in lengths and _luhn(number):
        return _is_one(_sizes(groups, passage.text), passage.text[start:end])
    sizes = [end - start for start, end in groups]
    if not lengths:
        # Of a card whose first figure is misread or lost the issuer is unknown.
        shaped = _looks_like_a_card(sizes) or (len(sizes) == 1 and len(number) >= _SHORTEST)
        return shaped and _stands_behind_its_word(passage.text, start)
    has_word = bool(passage.of(Trait.CARD_WORD)) and near(rules().card_words, passage.text, start, end)
    if "\n" in passage.text[start:end]:
        # Over several lines or cells numbers of four figures are often no card: a word must tell it.
        return has_word and (_looks_like_a_card(sizes) or _looks_like_a_card(sizes[:-1]))
    return has_word or _looks_like_a_card(sizes)


def _stands_behind_its_word(text: str, start: int) -> bool:
    """Whether a word such as "Visa" stands right before, with no other figures between."""
    words = list(rules().card_words.finditer(text, max(0, start - _BEHIND), start))
    return bool(words) and not any(map(str.isdigit, text[words[-1].end() : start]))


def _is_one(sizes: Sequence[int], written: str) -> bool:
    """Whether groups whose check figure is right may be one number: over several fields only as cards are printed."""
    if len(set(sizes)) == 1:
        return True
    # What is left for the last group may be a single figure, behind groups of four.
    shortest = min(sizes[:-1]) if all(size == 4 for size in sizes[:-1]) else min(sizes)
    return shortest > 2 and (written.count("\n") < 2 or all(size in (4, 6) for size in sizes[:-1]))


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


def _looks_like_a_card(sizes: Sequence[int]) -> bool:
    """Three or four groups of four, with a single figure behind three too, or 4-6-5: a misread figure or a lost group does not make it
    something else."""
    if not 3 <= len(sizes) <= _MOST_GROUPS:
        return False
    if len(sizes) == 3 and sizes[:2] == [4, 6]:
        return sizes[2] in (4, 5)
    if sizes[:3] == [4, 4, 4] and len(sizes) == 4:
        return sizes[3] <= 5
    return sizes.count(4) >= 3 and all(3 <= size <= 5 for size in sizes)


def _glued(number: str, lengths: frozenset[int]) -> int:
    """The length of the card that stands at the head of a longer run of figures, where a date was read as part of it; 0 if none."""
    for length in (16, 15):
        if length < len(number) <= length + 8 and length in lengths and _luhn(number[:length]):
            return length
    return 0


def _cut(run: _Run, at: int, length: int) -> tuple[int, int]:
    """Before which group so many figures from group `at` on end, and where; the whole of the last one is taken."""
    after = bisect.bisect_left(run.sums, run.sums[at] + length)
    return after, run.groups[after - 1][1]


@lru_cache(maxsize=1024)
def _lengths(number: str) -> frozenset[int]:
    """The lengths of the cards that begin like `number` (`_HEAD` figures)."""
    found = [one.lengths for one in rules().issuers if one.first <= number[: len(one.first)] <= one.last]
    return frozenset().union(*found)


def _luhn(number: str) -> bool:
    """The check figure of ISO/IEC 7812-1. Numbers of one figure only are none."""
    if not _SHORTEST <= len(number) <= _LONGEST or len(set(number)) == 1:
        return False
    backwards = number[::-1].encode("ascii")
    return (sum(backwards[::2].translate(_VALUES)) + sum(backwards[1::2].translate(_DOUBLED))) % 10 == 0


def _ibans(passage: Passage) -> Iterator[Span]:
    known, text = rules(), passage.text
    for match in _countries(passage):
        country = match.group()[:2].replace("0", "O")
        length = known.iban_lengths.get(country)
        if length is None:
            continue
        found = _signs(length).match(text, match.start())
        if found and _is_iban(text, *found.span(), country):
            yield Span(Kind.BANK_ACCOUNT, *found.span())
    words = (known.iban_words.finditer(text, *place) for place in passage.of(Trait.ACCOUNT_WORD))
    for word in itertools.chain.from_iterable(words):
        if (after := _AFTER_WORD.match(text, word.end())) and sum(map(str.isdigit, after.group(1))) >= 8:
            yield Span(Kind.BANK_ACCOUNT, *after.span(1))


def _countries(passage: Passage) -> Iterator[re.Match[str]]:
    for start, end in passage.of(Trait.IBAN):
        for match in _COUNTRY.finditer(passage.text, start, end + _AHEAD):
            if match.start() < end:
                yield match


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
