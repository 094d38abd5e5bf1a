"""Dates, weekdays and times of day, however they are written."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from mmassist.dialogue.claims.mention import Key, Mention
from mmassist.dialogue.claims.reading import Found, Reading
from mmassist.values import ClaimKind

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED_MONTH = re.compile(r"(\d{1,2})[-./]?([^\W\d_]{3,10})[-./]?(\d{4}|\d{2})?")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_TIME = re.compile(r"(\d{1,2})([:.h])(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(am|pm|a\.m|p\.m|h|z)?")
_TIMES = re.compile(r"(\d{1,2}[:.]\d\d(?:am|pm)?)[-–](\d{1,2}[:.]\d\d(?:am|pm)?)")  # noqa: RUF001
_HOUR = re.compile(r"(\d{1,2})(am|pm|a\.m|p\.m)")


def date_at(read: Reading, at: int) -> Found:
    """The date that begins at the word `at`, with the weekday before it if the calendar agrees."""
    word = read.tokens[at]
    if (weekday := _weekday(read, at)) is not None:
        found = _bare_date(read, at + 1) if read.follows(at + 1, ",.") else None
        if found and (key := found[0].keys[0])[0] == "d" and _falls_on(key) == weekday:
            whole = found[0]
            return _mention(read, at, found[1], whole.keys, whole.weak, (*whole.implied, ("w", str(weekday))), whole.hinted), found[1]
        return Mention(ClaimKind.DATE, word.start, word.end, (("w", str(weekday)),)), at + 1
    return _bare_date(read, at)


def _weekday(read: Reading, at: int) -> int | None:
    word = read.tokens[at]
    return read.words.weekdays.get(word.folded, read.words.short_weekdays.get(word.text))


def _falls_on(key: Key) -> int:
    try:
        return datetime.date(int(key[1]), int(key[2]), int(key[3])).weekday()
    except ValueError:
        return -1


def _bare_date(read: Reading, at: int) -> Found:
    word = read.tokens[at]
    if word.digit and (found := _in_digits(read, at)):
        return found
    day = _day(read, at)
    if day:
        month_at = at + 1
        while month_at < at + 3 and read.follows(month_at, ".") in read.words.between:
            month_at += 1
        month = read.words.months.get(read.follows(month_at, "."), 0)
        return _with_year(read, (at, month_at), month, day) if month else None
    month = read.words.months.get(word.folded, 0)
    if not month:
        return None
    day_at = at + 2 if read.follows(at + 1, ".") == "the" else at + 1
    if read.follows(day_at, ".") and (day := _day(read, day_at)):
        return _with_year(read, (at, day_at), month, day)
    if _YEAR.fullmatch(year := read.follows(at + 1, ".,")):
        return _mention(read, at, at + 2, (("month", year, str(month)),)), at + 2
    return None


def _day(read: Reading, at: int) -> int:
    """The day of a month that the word may be, or 0."""
    word = read.folded(at)
    match = _DAY.fullmatch(word)
    day = int(match[1]) if match else read.words.ordinals.get(word, 0)
    return day if 1 <= day <= 31 else 0


def _with_year(read: Reading, span: tuple[int, int], month: int, day: int) -> Found:
    start, last = span
    year_at = last + 2 if read.follows(last + 1, ",.") in read.words.between else last + 1
    year = read.follows(year_at, ",.")
    if _YEAR.fullmatch(year):
        keys, implied, hinted = _dated(int(year), month, day)
        return _mention(read, start, year_at + 1, keys, (), implied, hinted), year_at + 1
    return _yearless(read, start, last + 1, month, day)


def _yearless(read: Reading, start: int, end: int, month: int, day: int) -> Found:
    place = str(month), str(day)
    return _mention(read, start, end, (("md", *place),), (), (("md only", *place), ("day", str(day)))), end


def _dated(year: int, month: int, day: int) -> tuple[tuple[Key, ...], tuple[Key, ...], tuple[Key, ...]]:
    """Keys, implied and hinted of a whole date."""
    key = ("d", str(year), str(month), str(day))
    hinted: tuple[Key, ...] = (("month", str(year), str(month)), ("n", str(year), ""))
    if (weekday := _falls_on(key)) >= 0:
        hinted = (*hinted, ("w", str(weekday)))
    return (key,), (("md", str(month), str(day)), ("day", str(day))), hinted


def _in_digits(read: Reading, at: int) -> Found:
    """A date in one word: 2026-11-25, 25.11.2026, 11/25/26, 25-Nov-2026, with a time behind a T."""
    word = read.tokens[at].folded
    if first := _YEAR_FIRST.fullmatch(word):
        year, month, day = int(first[1]), int(first[3]), int(first[4])
        if not _is_day(month, day):
            return None
        keys, implied, hinted = _dated(year, month, day)
        if first[5]:
            keys, implied = (("dt", word),), (*keys, *implied, *_clock(int(first[5]), int(first[6]), first[7] or ""))
        return _mention(read, at, at + 1, keys, (), implied, hinted), at + 1
    if last := _YEAR_LAST.fullmatch(word):
        return _day_or_month_first(read, at, last)
    if (named := _NAMED_MONTH.fullmatch(word)) and (month := read.words.months.get(named[2], 0)) and _is_day(month, int(named[1])):
        if named[3]:
            keys, implied, hinted = _dated(_full_year(named[3]), month, int(named[1]))
            return _mention(read, at, at + 1, keys, (), implied, hinted), at + 1
        return _with_year(read, (at, at), month, int(named[1]))
    return None


def _day_or_month_first(read: Reading, at: int, match: re.Match[str]) -> Found:
    one, other, year = int(match[1]), int(match[3]), _full_year(match[4])
    is_day_first, is_month_first = _is_day(other, one), _is_day(one, other) and match[2] != "."
    written: Key = ("written date", str(one), str(other), str(year))
    if is_day_first and is_month_first and one != other:
        either: tuple[Key, ...] = (("d", str(year), str(other), str(one)), ("d", str(year), str(one), str(other)))
        hinted: tuple[Key, ...] = (("md", str(other), str(one)), ("md", str(one), str(other)), ("n", str(year), ""))
        return _mention(read, at, at + 1, (written,), either, (), (*either, *hinted)), at + 1
    if not is_day_first and not is_month_first:
        return None
    month, day = (other, one) if is_day_first else (one, other)
    keys, implied, hints = _dated(year, month, day)
    return _mention(read, at, at + 1, keys, (), implied, hints), at + 1


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def time_at(read: Reading, at: int) -> Found:
    """The time of day that begins at the word `at`."""
    words, token = read.words, read.tokens[at]
    if token.folded in words.noon or token.folded in words.midnight:
        hour = "12" if token.folded in words.noon else "0"
        return Mention(ClaimKind.TIME, token.start, token.end, (("t", hour, "0"),)), at + 1
    if not token.digit:
        return _told(read, at)
    behind = read.follows(at + 1)
    half = _half(read, at + 1)
    if (span := _TIMES.fullmatch(token.folded)) and (found := _time_range(read, at, span)):
        return found
    if match := _TIME.fullmatch(token.folded):
        own = match[5] or ""
        named = half or behind in words.clock or own
        if match[2] == "." and not named:
            return None
        end = at + 2 if not own and (half or behind in words.clock) else at + 1
        return _timed(read, at, end, (int(match[1]), int(match[3]), match[4] or ""), half if not own else own.replace(".", ""))
    if match := _HOUR.fullmatch(token.folded):
        return _timed(read, at, at + 1, (int(match[1]), 0, ""), match[2].replace(".", ""))
    if token.text.isdecimal() and len(token.text) <= 2 and (half or behind in words.clock - {"h", "hrs"}):
        return _timed(read, at, at + 2, (int(token.text), 0, ""), half)
    return None


def _time_range(read: Reading, at: int, span: re.Match[str]) -> Found:
    """ "9:00-17:00" in one word: from and to."""
    parts = []
    for group in (1, 2):
        token = replace(read.tokens[at], folded=span[group], text=span[group])
        token.start, token.end = read.tokens[at].start + span.start(group), read.tokens[at].start + span.end(group)
        found = time_at(Reading([token, *read.tokens[at + 1 : at + 2]], read.words, read.decimal), 0)
        if not found:
            return None
        parts.append(found[0])
    key = ("times", *parts[0].keys[0][1:], *parts[1].keys[0][1:])
    whole = Mention(ClaimKind.TIME, read.tokens[at].start, parts[1].end, (key,), parts=tuple(parts), parts_prove=True)
    return whole, at + 2 if parts[1].end > read.tokens[at].end else at + 1


def _half(read: Reading, at: int) -> str:
    """ "am" or "pm" if the word at `at` says so of what is before it."""
    behind = read.follows(at)
    if behind in read.words.am and (read.tokens[at].text != "am" or _ends(read, at)):
        return "am"
    return "pm" if behind in read.words.pm else ""


def _ends(read: Reading, at: int) -> bool:
    """German's "am" stands before a noun: "8.30 am Montag"."""
    return _weekday(read, at + 1) is None if at + 1 < len(read.tokens) else True


def _timed(read: Reading, at: int, end: int, clock: tuple[int, int, str], half: str) -> Found:
    hour, minute, seconds = clock
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or (seconds and int(seconds) > 59):
        return None
    keys = _clock(hour, minute, seconds)
    # Without "pm", 2:05 may be 14:05; 02:05 is not.
    is_open = not half and 1 <= hour <= 11 and not read.tokens[at].text.startswith("0")
    weak = _clock(hour + 12, minute, seconds)[:1] if is_open else ()
    return Mention(ClaimKind.TIME, read.tokens[at].start, read.tokens[end - 1].end, keys[:1], weak, (), (*keys[1:], *weak)), end


def _clock(hour: int, minute: int, seconds: str) -> tuple[Key, ...]:
    whole = ("t", str(hour), str(minute))
    return ((*whole, str(int(seconds))), whole) if seconds else (whole,)


def _told(read: Reading, at: int) -> Found:
    """ "half past nine", "quarter to six", "five past two", "eight o'clock", "two pm"."""
    words, word = read.words, read.folded(at)
    number = words.numbers.get(word, -1)
    relation = read.follows(at + 1)
    if 1 <= number <= 12 and (relation in words.clock - {"h", "hrs"} or _half(read, at + 1)):
        return _timed(read, at, at + 2, (number, 0, ""), _half(read, at + 1))
    minutes = {"half": 30, "quarter": 15}.get(word, number)
    if not (relation in words.past or relation in words.to) or not 1 <= minutes <= 30:
        return None
    behind = read.follows(at + 2)
    hour = words.numbers.get(behind, int(behind) if behind.isdecimal() and len(behind) < 3 else 0)
    if not 1 <= hour <= 12 or (number > 0 and number % 5):
        return None
    half = _half(read, at + 3)
    if number > 0 and relation in words.to and not half:
        return None  # "five to ten tablets"
    end = at + 4 if half else at + 3
    if relation in words.to:
        hour, minutes = hour - 1 or 12, 60 - minutes
        half = half if hour != 11 or not half else {"am": "pm", "pm": "am"}[half]
    return _timed(read, at, end, (hour, minutes, ""), half)


def _mention(
    read: Reading,
    start: int,
    end: int,
    keys: tuple[Key, ...],
    weak: tuple[Key, ...] = (),
    implied: tuple[Key, ...] = (),
    hinted: tuple[Key, ...] = (),
) -> Mention:
    if keys[0][0] == "d":
        # A screen without the year may mean this one.
        weak = (*weak, ("md only", *keys[0][2:]))
    return Mention(ClaimKind.DATE, read.tokens[start].start, read.tokens[end - 1].end, keys, weak, implied, hinted)
