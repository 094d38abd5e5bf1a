"""How much of a medicine and how often: what is counted with words between, and how often a day."""

from __future__ import annotations

from dataclasses import replace

from mmassist.dialogue.claims.mention import Mention
from mmassist.dialogue.claims.reading import Found, Reading
from mmassist.values import ClaimKind

_WORDS_BETWEEN = 3
# Between how much and how often: "one tablet by mouth twice a day".
_GAP = 24


def counted_noun(read: Reading, at: int) -> str:
    """The unit of medicine that is counted by a bare number before the word `at`, with up to three words between; "" if none."""
    for ahead in range(at, at + _WORDS_BETWEEN + 1):
        word = read.follows(ahead)
        if not word:
            return ""
        unit = read.words.units.get(word, "")
        if unit in read.words.dose_nouns:
            return unit
        if word in read.words.of or word in ("and", "or", "to", "a", "the", "in", "at"):
            return ""
    return ""


def often_at(read: Reading, at: int) -> Found:
    """ "twice a day", "3 times daily", "every eight hours", "once daily"."""
    words, word = read.words, read.folded(at)
    if word == "every" or word == "alle":
        return _every(read, at)
    if word in words.once:
        return _per(read, at, words.once[word], at + 1)
    if word[:-1].isdecimal() and word[-1:] in read.words.times:
        return _per(read, at, int(word[:-1][:6]), at + 1)
    count = int(word) if word.isdecimal() and len(word) < 4 else words.numbers.get(word, 0)
    return _per(read, at, count, at + 2) if count and read.follows(at + 1) in words.times else None


def _per(read: Reading, start: int, count: int, at: int) -> Found:
    word = read.follows(at)
    period, end = read.words.daily.get(word, ""), at + 1
    if not period and word in read.words.each:
        period, end = read.words.units.get(read.follows(at + 1), ""), at + 2
    if not period:
        return None
    return _mention(read, start, end, ("often", str(count), period)), end


def _every(read: Reading, at: int) -> Found:
    behind = read.follows(at + 1)
    count = int(behind) if behind.isdecimal() and len(behind) < 4 else read.words.numbers.get(behind, 0)
    unit = read.words.units.get(read.follows(at + 2), "")
    if not count or unit not in ("h", "min", "day", "week", "month"):
        return None
    return _mention(read, at, at + 3, ("every", str(count), unit)), at + 3


def _mention(read: Reading, start: int, end: int, key: tuple[str, ...]) -> Mention:
    return Mention(ClaimKind.DOSE, read.tokens[start].start, read.tokens[end - 1].end, (key,))


def together(found: list[Mention], text: str) -> list[Mention]:
    """How much and how often as one, where the second follows the first within a clause: true only if they stand together."""
    joined: list[Mention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if before and _is_often(mention) and before.kind is ClaimKind.DOSE and not _is_often(before) and _is_near(before, mention, text):
            key = ("dose", *before.keys[0], *mention.keys[0])
            joined[-1] = Mention(ClaimKind.DOSE, before.start, mention.end, (key,), parts=(before, mention), parts_prove=True)
        else:
            joined.append(mention)
    return joined


def _is_often(mention: Mention) -> bool:
    return mention.keys[0][0] in ("often", "every")


def _is_near(one: Mention, other: Mention, text: str) -> bool:
    between = text[one.end : other.start] if other.start - one.end <= _GAP else "."
    return not any(mark in between for mark in ".;:!?\n")


def as_dose(mention: Mention, unit: str) -> Mention:
    """A bare number as one of so many tablets or drops."""
    number = mention.keys[0][1]
    key, weak = ("n", number, unit), ("only", number, "", unit)
    return replace(mention, kind=ClaimKind.DOSE, keys=(key,), weak=(weak,), implied=(), hinted=mention.keys)
