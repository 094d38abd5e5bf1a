"""Keys of services, private keys, and secrets that stand behind a word such as "password". Pure."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator

from mmassist.privacy.findings import Kind, Span
from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.rules import Rules, rules

_RUN = re.compile(r"[A-Za-z0-9_\-+/=.~]+")
_NEXT = re.compile(r"[ \n]{1,3}([A-Za-z0-9_\-+/=.~]{4,})")
_LONG = re.compile(r"[A-Za-z0-9_\-+/]{16,}={0,2}")
_SOLID = re.compile(r"[A-Za-z0-9]{16,}")
_LETTERS = re.compile(r"[a-z]+")
_LONGEST_KEY = 4096
# A token this long is random if its letters, capitals and figures change places so often; a shorter one, or one with hardly any figure,
# if they do more often and nothing in it is as long as a word: the rest of a key whose beginning was lost.
_SURELY, _CHANGES, _CHANGES_OF_A_REST, _NO_WORD = 24, 0.22, 0.3, 6

_BEGIN = re.compile(r"-{0,8} ?BEG[I1l]N ?(?:[A-Z0-9]{1,12} ?){0,3}PR[I1l]VATE ?KEY ?(?:BLOCK)? ?-{0,8}")
_END = re.compile(r"-{0,8} ?END ?(?:[A-Z0-9]{1,12} ?){0,3}PR[I1l]VATE ?KEY ?(?:BLOCK)? ?-{0,8}")
_DASHES = 9
_PRIVATE = 20_000
_ARMOUR = re.compile(r"(?:[ \n]{0,3}(?:[A-Za-z0-9+/=]{6,}|[A-Za-z-]{3,16}: [^\n]{0,80}))+", re.S)

# Letters and figures of a token that only the word "key" tells; of each so many.
_TOKEN, _FEW = 14, 2
_SIGNS = re.compile(r"[A-Za-z0-9_\-]+")

_JOINT = re.compile(r"[\"']? ?(?::|=>|=|->|→|\bis\b)[ \n]?[\"']?|[\"']? ?\n ?", re.I)
_TOLD = re.compile(r":|=|->|→|\bis\b", re.I)
_VALUE = re.compile(r"[^\s\"'`,;<>]{3,200}")
_PHRASE = re.compile(r"[^\n]{8,240}")
_DOTS = re.compile(r"[•●∙·*.○…\-_]+")
_WORD = re.compile(r"[^\W\d_]+[.:!?…]*")


def find(passage: Passage) -> Iterator[Span]:
    """Without the places of words that only tell codes."""
    known, text = rules(), passage.text
    yield from _private_keys(text)
    yield from _known_keys(passage, known)
    yield from _random(passage)
    for place in passage.of(Trait.PASSWORD_WORD):
        yield from _behind(text, place, Kind.PASSWORD, known)
    for place in passage.of(Trait.KEY_WORD):
        yield from _behind(text, place, Kind.KEY, known)
        yield from _tokens(text, place, known)
    for place in passage.of(Trait.PHRASE_WORD):
        yield from _phrases(text, place, known)


def _private_keys(text: str) -> Iterator[Span]:
    ends = [match.end() for match in _END.finditer(text)] if "END" in text else []
    first = text.find("BEG")
    at = max(0, first - _DASHES) if first >= 0 else len(text)
    while begin := _BEGIN.search(text, at):
        after = bisect.bisect(ends, begin.end())
        if after < len(ends) and ends[after] - begin.end() < _PRIVATE:
            at = ends[after]
        else:
            armour = _ARMOUR.match(text, begin.end(), min(len(text), begin.end() + _PRIVATE))
            at = armour.end() if armour else begin.end()
        yield Span(Kind.PRIVATE_KEY, begin.start(), at)


def _known_keys(passage: Passage, known: Rules) -> Iterator[Span]:
    text, reached = passage.text, 0
    starts = (known.key_starts.finditer(text, *place) for place in passage.of(Trait.KEY_START))
    for start in itertools.chain.from_iterable(starts):
        if start.start() < reached:
            continue
        run = _RUN.match(text, start.end(), start.end() + _LONGEST_KEY)
        end = _further(text, run.end() if run else start.end(), start.start())
        if end - start.end() >= known.key_least:
            reached = end
            yield Span(Kind.KEY, start.start(), end)


def _further(text: str, end: int, start: int) -> int:
    """Where a key ends that goes on after a space or in the next line."""
    while end - start < _LONGEST_KEY and (more := _NEXT.match(text, end)) and _goes_on(more.group(1)):
        end = more.end()
    return end


def _goes_on(token: str) -> bool:
    """Whether a token is part of a key and no word."""
    bare = token.strip("_-+/=.")
    if "=" in bare or not any(map(str.isalpha, bare)):
        return False
    return any(map(str.isdigit, bare)) or (len(bare) >= 6 and _changes(bare) >= 2 * _CHANGES)


def _random(passage: Passage) -> Iterator[Span]:
    """Long tokens of letters, capitals and figures mixed, as no name or digest in hexadecimal is."""
    text, reached = passage.text, 0
    tokens = (_LONG.finditer(text, *place) for place in passage.of(Trait.TOKEN))
    for match in itertools.chain.from_iterable(tokens):
        if match.start() < reached:
            continue
        if _is_random(match.group()[:_LONGEST_KEY]):
            reached = _further(text, match.end(), match.start())
            yield Span(Kind.KEY, match.start(), reached)


def _is_random(token: str) -> bool:
    if len({_class_of(sign) for sign in token} - {"other"}) < 3:
        return False
    if len(token) >= _SURELY and _changes(token) >= _CHANGES and sum(map(str.isdigit, token)) >= 3:
        return True
    return any(
        _changes(solid) >= _CHANGES_OF_A_REST and max(map(len, _LETTERS.findall(solid)), default=0) <= _NO_WORD
        for solid in _SOLID.findall(token)
        if not solid.isalpha()
    )


def _class_of(sign: str) -> str:
    return "figure" if sign.isdigit() else "capital" if sign.isupper() else "letter" if sign.islower() else "other"


def _changes(token: str) -> float:
    """How many of its signs are of another class than the one before; a capital that begins a word is no change."""
    classes = [_class_of(sign) for sign in token]
    changes = sum(one != other and (one, other) != ("capital", "letter") for one, other in itertools.pairwise(classes))
    return changes / max(1, len(token) - 1)


def _phrases(text: str, place: tuple[int, int], known: Rules) -> Iterator[Span]:
    for word in known.phrase_words.finditer(text, *place):
        joint = _JOINT.match(text, word.end())
        if joint and (phrase := _PHRASE.match(text, joint.end())):
            yield Span(Kind.PASSWORD, *phrase.span())


def _behind(text: str, place: tuple[int, int], kind: Kind, known: Rules) -> Iterator[Span]:
    words = known.password_words if kind is Kind.PASSWORD else known.key_words
    # A word in capitals is read with a zero in it.
    for word in words.finditer(text[place[0] : place[1]].replace("0", "o")):
        joint = _JOINT.match(text, place[0] + word.end())
        if joint is None:
            continue
        value = _VALUE.match(text, joint.end())
        if value is None:
            continue
        end = value.start() + len(value.group().rstrip(".)]}"))
        if _is_secret(text[value.start() : end], known, told=bool(_TOLD.search(joint.group()))):
            yield Span(kind, value.start(), end if kind is Kind.PASSWORD else _further(text, end, value.start()))


def _tokens(text: str, place: tuple[int, int], known: Rules) -> Iterator[Span]:
    for word in known.token_words.finditer(text, *place):
        joint = _JOINT.match(text, word.end())
        if joint and (token := _SIGNS.match(text, joint.end())) and _is_token(token.group()):
            yield Span(Kind.KEY, token.start(), _further(text, token.end(), token.start()))


def _is_token(value: str) -> bool:
    figures, letters = sum(map(str.isdigit, value)), sum(map(str.isalpha, value))
    return figures >= _FEW and letters >= _FEW and figures + letters >= _TOKEN


def _is_secret(value: str, known: Rules, *, told: bool) -> bool:
    """`told`: whether a colon or so says that this is the value; else it only stands in the next field."""
    folded = value.strip(".,:;!?()[]{}").casefold()
    if len(folded) < 3 or folded in known.ordinary or _DOTS.fullmatch(value):
        return False
    if told:
        return True
    return not _WORD.fullmatch(value) and len(folded) >= 4
