"""Phone numbers, and codes: what is spelt rather than counted."""

from __future__ import annotations

import re

from mmassist.dialogue.claims.mention import Key, Mention, alike
from mmassist.dialogue.claims.reading import Found, Reading
from mmassist.dialogue.claims.tokens import Token
from mmassist.values import ClaimKind

# From this many digits on what is spelt is known by its digits alone.
LONG = 7
_GROUP = re.compile(r"\+?\(?\d[\d().\-/–]*")  # noqa: RUF001
_DIGIT_RUNS = re.compile(r"\d+")
_PARTED = re.compile(r"[\s\-_–]+")  # noqa: RUF001
_TRUNK = "(0)"
_VERSION = re.compile(r"v(\d+(?:\.\d+)+)")
_BANK = re.compile(r"[A-Z]{2}\d{2}")
_BANK_GROUP = re.compile(r"[A-Z0-9]{1,4}")
_SPELT = re.compile(r"[A-Z0-9]{1,10}")
_LETTERS = re.compile(r"[A-Z]{2,}(?:-[A-Z]{2,})+|[^\s@]+@[^\s@]+\.\w+|(?:https?://|www\.)\S+", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z]{3,}(?:-[A-Z]{3,})+")
_MOST_SPELT = 9
_CARD_GROUPS = ("4444", "465")
# Dates and times are no groups of digits of a phone number.
_MOST_GROUPS = 9


def spelt_key(text: str) -> Key:
    """The key of a code: small letters, parted or not, but for short ones of digits alone, where the parts matter."""
    folded = text.casefold()
    joined = _PARTED.sub("", folded)
    is_short = joined.replace(".", "").isdecimal() and len(joined) < LONG
    return ("c", folded.replace("–", "-") if is_short else joined)  # noqa: RUF001


def code(token: Token) -> Mention:
    """A code of one word."""
    key = spelt_key(token.text)
    version = _VERSION.fullmatch(key[1])
    keys: tuple[Key, ...] = (key, ("c", version[1]), ("n", version[1], "")) if version else (key,)
    look = (("~", alike(key[1])),)
    return Mention(ClaimKind.CODE, token.start, token.end, keys, look, look)


def lettered_at(read: Reading, at: int) -> Found:
    """A code without a digit: an address of mail or of a page, capitals in groups."""
    token = read.tokens[at]
    if "@" in token.text or "://" in token.text or token.folded.startswith("www."):
        return (code(token), at + 1) if _LETTERS.fullmatch(token.text) else None
    return (code(token), at + 1) if "-" in token.text and _CAPITALS.fullmatch(token.text) else None


def bank_at(read: Reading, at: int) -> Found:
    """An IBAN, in groups of four."""
    if not _BANK.match(read.tokens[at].text) or len(read.tokens[at].text) != 4:
        return None
    end = at + 1
    while end < at + 9 and read.follows(end) and _BANK_GROUP.fullmatch(read.tokens[end].text) and len(read.tokens[end - 1].text) == 4:
        end += 1
    if end - at < 4:
        return None
    return _spelt(read, at, end, ClaimKind.CODE), end


def groups_at(read: Reading, at: int) -> Found:
    """A phone number, a card's number or another number in groups of digits, in one word or several."""
    end = _groups_end(read, at)
    if end == at:
        return None
    groups = [run for token in read.tokens[at:end] for run in _DIGIT_RUNS.findall(token.chunk)]
    total = sum(map(len, groups))
    first = read.tokens[at].chunk
    if _is_phone(read, at, first, groups, total):
        return _phone(read, at, end), end
    if total < LONG or end - at < 2 or any(len(group) < 2 for group in groups):
        return None
    sizes = "".join(str(len(group)) for group in groups)
    if sizes in _CARD_GROUPS or len(groups) >= 3:
        return _spelt(read, at, end, ClaimKind.CODE), end
    return None


def _groups_end(read: Reading, at: int) -> int:
    end = at
    while end < min(at + _MOST_GROUPS, len(read.tokens)) and (end == at or not read.tokens[end - 1].stop.strip(")")):
        token = read.tokens[end]
        if not _GROUP.match(token.chunk) or not _is_group(token, is_first=end == at):
            break
        end += 1
    return end


def _is_group(token: Token, *, is_first: bool) -> bool:
    if token.text.isdecimal():
        return is_first or "+" not in token.chunk
    bare = token.chunk.rstrip(".,;:!?)")
    return bool(_GROUP.fullmatch(bare)) and (is_first or not bare.startswith("+"))


def _is_phone(read: Reading, at: int, first: str, groups: list[str], total: int) -> bool:
    if first.startswith("+") and LONG <= total <= 15:
        return True
    sizes = tuple(map(len, groups))
    if len(groups) > 1 and LONG <= total <= 15 and (first.startswith(("0", "(")) or sizes in ((3, 3, 4), (3, 4), (1, 3, 3, 4))):
        return True
    is_called = any(read.folded(before) in read.words.phone_context for before in range(max(0, at - 3), at))
    return is_called and 5 <= total <= 15 and "." not in first.strip(".")


def _phone(read: Reading, at: int, end: int) -> Mention:
    written = " ".join(token.chunk for token in read.tokens[at:end]).replace(_TRUNK, "")
    digits = "".join(_DIGIT_RUNS.findall(written))
    is_abroad = written.startswith(("+", "00"))
    digits = digits[2:] if written.startswith("00") else digits
    # What is left without the country's number may be the same as a number at home without its zero.
    without_country = tuple(("abroad", digits[size:]) for size in (1, 2, 3)) if is_abroad else ()
    at_home = () if is_abroad else (("home", digits.removeprefix("0")),)
    weak: tuple[Key, ...] = tuple(("home", key[1]) for key in without_country) + tuple(("abroad", key[1]) for key in at_home)
    start, last = read.tokens[at], read.tokens[end - 1]
    begin = start.start - (1 if start.chunk.startswith("(") and start.chunk[0] != start.text[0] else 0)
    look = ("~", digits)
    return Mention(ClaimKind.PHONE, begin, last.end, (("c", digits),), (*weak, look), (*without_country, *at_home, look))


def _spelt(read: Reading, at: int, end: int, kind: ClaimKind) -> Mention:
    joined = "".join(token.text for token in read.tokens[at:end])
    key = ("c", _PARTED.sub("", joined.casefold()))
    look = (("~", alike(key[1])),)
    parts = tuple(
        Mention(ClaimKind.NUMBER, one.start, one.end, (("n", one.text, ""),)) for one in read.tokens[at:end] if one.text.isdecimal()
    )
    return Mention(kind, read.tokens[at].start, read.tokens[end - 1].end, (key,), look, look, (), parts)


def spelt_runs(read: Reading) -> list[tuple[int, int]]:
    """Where capitals and digits stand in groups with spaces between, as "B 14" or "INV 2026 0417": (first, behind the last)."""
    runs: list[tuple[int, int]] = []
    start = 0
    tokens = read.tokens
    for at in range(len(tokens) + 1):
        fits = at < len(tokens) and _SPELT.fullmatch(tokens[at].text) is not None
        if fits and (at == start or not tokens[at - 1].stop):
            continue
        if at - start > 1 and any(token.digit for token in tokens[start:at]):
            runs.append((start, at))
        start = at if fits else at + 1
    return runs


def spelt_windows(read: Reading) -> list[tuple[int, int]]:
    """All ways to read up to four neighbours of a run as one code that has both letters and digits; the longest first."""
    return [
        (first, first + size)
        for start, end in spelt_runs(read)
        for size in (4, 3, 2)
        for first in range(start, end - size + 1)
        if _is_mixed(read, first, first + size)
    ]


def lone_windows(read: Reading) -> list[tuple[int, int]]:
    """As `spelt_windows`, but none that is a part of a longer code: beside it no digit follows in the run."""
    return [
        (first, last)
        for start, end in spelt_runs(read)
        for first, last in ((first, last) for last in (end, end - 1) for first in (start, start + 1))
        if 2 <= last - first <= _MOST_SPELT
        and _is_mixed(read, first, last)
        and not any(token.digit for token in (*read.tokens[start:first], *read.tokens[last:end]))
    ]


def _is_mixed(read: Reading, first: int, last: int) -> bool:
    text = window_key(read, first, last)[1]
    return not text.isdecimal() and not text.isalpha()


def window_key(read: Reading, first: int, last: int) -> Key:
    """The key of words read as one code."""
    return ("c", "".join(token.folded for token in read.tokens[first:last]))
