"""All that a text mentions and can be looked up, in the order of the text. Pure; linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mmassist.dialogue.claims import codes, doses, figures, moments
from mmassist.dialogue.claims.mention import Mention
from mmassist.dialogue.claims.numerals import Decimal, numeral
from mmassist.dialogue.claims.reading import Found, Reading
from mmassist.dialogue.claims.tokens import tokens
from mmassist.dialogue.claims.words import Words
from mmassist.values import ClaimKind

_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")
_FIRST_GROUP, _GROUP = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_ADJECTIVES = 3
_PLACE = 4


def read_text(text: str, words: Words, decimal: Decimal) -> Reading:
    """A cleaned text, ready for `mentions`."""
    return Reading(tokens(text), words, decimal)


def mentions(read: Reading, text: str) -> list[Mention]:
    """What `text` mentions. `read`: its words."""
    found: list[Mention] = []
    at = 0
    while at < len(read.tokens):
        token = read.tokens[at]
        is_trigger = token.digit or token.folded in read.words.triggers or "-" in token.text or token.text[0] in "½¼¾"
        here = _first(read, at) if is_trigger or _may_start(read, at) else None
        if here is None and token.digit:
            here = codes.code(token), at + 1
        if here is None:
            at += 1
            continue
        mention, end = here
        found.append(_seen(read, at, end, mention))
        at = max(end, at + 1)
    return doses.together(found, text)


def _may_start(read: Reading, at: int) -> bool:
    token = read.tokens[at]
    follows = read.at(at + 1)
    if follows is not None and follows.digit and (read.words.currency(token.text) or token.folded in read.words.minus):
        return True
    return "@" in token.text or "/" in token.text or token.folded[:4] == "www." or token.folded in ("every", "alle", *read.words.minus)


def _first(read: Reading, at: int) -> Found:
    for reader in _READERS:
        if found := reader(read, at):
            return found
    return None


def _thousands_at(read: Reading, at: int) -> Found:
    """ "1 234 567,89": thousands apart by spaces, which may as well be several numbers."""
    end = at + 1
    first = read.tokens[at]
    if not _FIRST_GROUP.fullmatch(first.text):
        return None
    while end < at + 4 and read.follows(end) and _GROUP.fullmatch(read.tokens[end].text) and read.tokens[end].chunk[0].isdecimal():
        end += 1
    if end == at + 1 or any(not one.text.isdecimal() for one in read.tokens[at : end - 1]):
        return None
    if first.chunk[0] in "(+" or any(read.folded(before) in read.words.phone_context for before in range(max(0, at - 3), at)):
        return None
    whole, _, decimals = read.tokens[end - 1].text.replace(",", ".").partition(".")
    groups = "".join(one.text for one in read.tokens[at : end - 1]) + whole
    number = numeral(f"{groups}.{decimals}" if decimals else groups, "", Decimal.POINT)
    if number is None:
        return None
    figure = figures.with_unit(read, figures.Figure(number, "", end, (first.start, read.tokens[end - 1].end)))
    parts = tuple(one[0] for index in range(at, end) if (one := figures.number_at(read, index)))
    whole_mention = figures.mention_of(read, figure)
    if end - at == 3 and len(first.text) == 3 and not figure.unit:
        return None  # three groups of three are rather a number that is spelt
    return replace(whole_mention, parts=parts, parts_prove=len(parts) == end - at), figure.end


def _ordinal_at(read: Reading, at: int) -> Found:
    """ "the 27th": a day, or a place in a row."""
    token = read.tokens[at]
    match = _ORDINAL.fullmatch(token.folded)
    if not match:
        return None
    day = str(int(match[1]))
    return Mention(ClaimKind.DATE, token.start, token.end, (("day", day), ("c", token.folded)), (("n", day, ""),)), at + 1


def _dosed_at(read: Reading, at: int) -> Found:
    """A number; a bare one before "tablets" counts those."""
    found = figures.number_at(read, at)
    if found and found[0].keys[0][0] == "n" and found[0].keys[0][2] == "" and (noun := doses.counted_noun(read, found[1])):
        return doses.as_dose(found[0], noun), found[1]
    return found


_READERS: tuple[Callable[[Reading, int], Found], ...] = (
    moments.date_at,
    doses.often_at,
    moments.time_at,
    codes.bank_at,
    _thousands_at,
    codes.groups_at,
    _ordinal_at,
    _dosed_at,
    codes.lettered_at,
)


def _seen(read: Reading, at: int, end: int, mention: Mention) -> Mention:
    """`mention`, marked where it is a plain count or a place in a list."""
    key = mention.keys[0]
    is_bare = (key[0] == "n" and key[2] == "") or key[0] == "day"
    if not is_bare or mention.kind is ClaimKind.DOSE:
        return mention
    is_counted = _counts(read, end) or _is_place(read, at, end) or _is_small_word(read, at, key) or _is_list_mark(read, at)
    return replace(mention, counted=True) if is_counted else mention


def _counts(read: Reading, end: int) -> bool:
    """Whether what a scene can count follows, with up to three words between."""
    for ahead in range(end, end + _ADJECTIVES + 1):
        word = read.follows(ahead)
        if not word or word in read.words.closed:
            return False
        if word in read.words.counts:
            return True
    return False


def _is_place(read: Reading, at: int, end: int) -> bool:
    """ "row 5", "3 of 5", "third of five"; not "page 3 of 12", which a screen would say itself."""
    before = read.folded(at - 1) if at and not read.tokens[at - 1].stop else ""
    if len(read.tokens[at].text) > _PLACE:
        return False
    if before in read.words.counts:
        return True
    if before in read.words.of:
        number, named = read.folded(at - 2), read.folded(at - 3)
        is_number = number.isdecimal() or number in read.words.numbers or number in read.words.ordinals
        return is_number and named not in read.words.not_places
    behind = read.folded(end + 1)
    is_of = read.follows(end) in read.words.of and (behind.isdecimal() or behind in read.words.numbers)
    return is_of and before not in read.words.not_places and not doses.counted_noun(read, end + 2)


def _is_small_word(read: Reading, at: int, key: tuple[str, ...]) -> bool:
    """A small number in words counts what is seen, if it measures nothing."""
    if read.folded(at - 1) in read.words.dose_verbs:
        return False
    return not read.tokens[at].digit and key[1].isdecimal() and len(key[1]) < 3 and int(key[1]) < read.words.always_from


def _is_list_mark(read: Reading, at: int) -> bool:
    """ "1." or "2)" at the head of a line."""
    token = read.tokens[at]
    return at == 0 and len(read.tokens) > 1 and token.text.isdecimal() and len(token.text) < 3 and token.chunk[-1:] in (".", ")")
