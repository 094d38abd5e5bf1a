"""Facts of generated screens: how a screen writes them, how an answer says them, how they are tampered with.

Written apart from what looks answers up: nothing here is read from text, every form is made from the value.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol

from mmassist.values import ClaimKind

_SYMBOLS = {"EUR": ("€", "euros"), "USD": ("$", "dollars"), "GBP": ("£", "pounds")}
_UNITS = {"%": "percent", "km": "kilometres", "kg": "kilograms", "GB": "gigabytes", "°C": "degrees Celsius", "kWh": "kWh", "min": "minutes"}
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


class Fact(Protocol):
    """`shown`: all forms of a screen, the first two of an English one; `said`: forms of an answer."""

    @property
    def kind(self) -> ClaimKind: ...

    def shown(self) -> list[str]: ...

    def said(self) -> list[str]: ...

    def tampered(self, rng: Random) -> Fact: ...


def in_words(number: int) -> str:
    """A number below a hundred in words."""
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def _other_digit(digits: str, rng: Random) -> str:
    """One digit changed, two neighbours swapped, or one left out."""
    places = [at for at, char in enumerate(digits) if char.isdigit()]
    at = rng.choice(places[1:] or places)
    swaps = [
        i for i in places if i + 1 < len(digits) and digits[i + 1].isdigit() and digits[i] != digits[i + 1] and (i or digits[1] != "0")
    ]
    if swaps and rng.random() < 0.4:
        i = rng.choice(swaps)
        return digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
    if len(places) > 4 and rng.random() < 0.2:
        return digits[:at] + digits[at + 1 :]
    return digits[:at] + str((int(digits[at]) + rng.randint(1, 9)) % 10 or 1 + (int(digits[at]) == 1)) + digits[at + 1 :]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in hundredths."""

    cents: int
    currency: str
    kind: ClaimKind = ClaimKind.AMOUNT

    def shown(self) -> list[str]:
        sign, _ = _SYMBOLS[self.currency]
        english = f"{self.cents / 100:,.2f}"
        german = english.translate(str.maketrans(",.", ".,"))
        return [f"{sign}{english}", f"{english} {self.currency}", f"{german} {sign}", f"{german} {self.currency}"]

    def said(self) -> list[str]:
        sign, name = _SYMBOLS[self.currency]
        plain = f"{self.cents / 100:.2f}"
        forms = [f"{sign}{self.cents / 100:,.2f}", f"{self.cents / 100:,.2f} {name}", f"{self.currency} {plain}"]
        return [*forms, f"{in_words(self.cents // 100)} {name}"] if self.cents % 100 == 0 and self.cents < 10000 else forms

    def tampered(self, rng: Random) -> Amount:
        if rng.random() < 0.2:
            return replace(self, currency=rng.choice([one for one in _SYMBOLS if one != self.currency]))
        return replace(self, cents=int(_other_digit(str(self.cents), rng)))


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with a unit, in tenths."""

    tenths: int
    unit: str
    kind: ClaimKind = ClaimKind.NUMBER

    def _number(self) -> str:
        return str(self.tenths // 10) if self.tenths % 10 == 0 else f"{self.tenths / 10:.1f}"

    def shown(self) -> list[str]:
        number = self._number()
        return [f"{number} {self.unit}", f"{number}{self.unit}", f"{number.replace('.', ',')} {self.unit}"]

    def said(self) -> list[str]:
        number, name = self._number(), _UNITS[self.unit]
        forms = [f"{number} {self.unit}", f"{number} {name}"]
        return [*forms, f"{in_words(self.tenths // 10)} {name}"] if self.tenths % 10 == 0 and 0 <= self.tenths < 1000 else forms

    def tampered(self, rng: Random) -> Measure:
        if rng.random() < 0.2 or self.tenths == 0:
            return replace(self, unit=rng.choice([one for one in _UNITS if one != self.unit]))
        if self.unit == "°C" and rng.random() < 0.3:
            return replace(self, tenths=-self.tenths)
        sign = -1 if self.tenths < 0 else 1
        return replace(self, tenths=sign * int(_other_digit(str(abs(self.tenths)), rng)))


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    date: datetime.date
    kind: ClaimKind = ClaimKind.DATE

    def shown(self) -> list[str]:
        day, month, year = self.date.day, self.date.month, self.date.year
        name = _MONTHS[month - 1]
        return [f"{day} {name} {year}", f"{name[:3]} {day}, {year}", f"{day:02}.{month:02}.{year}", self.date.isoformat()]

    def said(self) -> list[str]:
        day, year = self.date.day, self.date.year
        name = _MONTHS[self.date.month - 1]
        return [
            f"{name} {day}, {year}",
            f"{day} {name} {year}",
            f"{_DAYS[self.date.weekday()]}, {day} {name} {year}",
            f"{name[:3]} {day}, {year}",
        ]

    def tampered(self, rng: Random) -> Day:
        days = rng.choice([1, -1, 10, -10, 30, 365, -365, rng.randint(2, 300)])
        return replace(self, date=self.date + datetime.timedelta(days))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, in minutes."""

    minutes: int
    kind: ClaimKind = ClaimKind.TIME

    def _parts(self) -> tuple[int, int]:
        return divmod(self.minutes, 60)

    def shown(self) -> list[str]:
        hour, minute = self._parts()
        return [f"{hour:02}:{minute:02}", f"{hour % 12 or 12}:{minute:02} {'PM' if hour > 11 else 'AM'}"]

    def said(self) -> list[str]:
        hour, minute = self._parts()
        half = "pm" if hour > 11 else "am"
        forms = [f"{hour:02}:{minute:02}", f"{hour % 12 or 12}:{minute:02} {half}"]
        return [*forms, f"{hour % 12 or 12} {half}"] if minute == 0 else forms

    def tampered(self, rng: Random) -> Clock:
        return replace(self, minutes=(self.minutes + rng.choice([720, 60, -60, 10, 1, 5, rng.randint(1, 1439)])) % 1440)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number: country, area, number."""

    country: str
    area: str
    number: str
    kind: ClaimKind = ClaimKind.PHONE

    def shown(self) -> list[str]:
        half = len(self.number) // 2
        parted = f"{self.number[:half]} {self.number[half:]}"
        return [
            f"+{self.country} {self.area} {self.number}",
            f"+{self.country} {self.area} {parted}",
            f"+{self.country} ({self.area}) {self.number}",
        ]

    def said(self) -> list[str]:
        return [
            f"+{self.country} {self.area} {self.number}",
            f"+{self.country}{self.area}{self.number}",
            f"+{self.country} {self.area}-{self.number}",
        ]

    def tampered(self, rng: Random) -> Phone:
        return replace(self, number=_other_digit(self.number, rng))


@dataclass(frozen=True, slots=True)
class Code:
    """A code in groups, joined by a mark."""

    groups: tuple[str, ...]
    mark: str
    kind: ClaimKind = ClaimKind.CODE

    def shown(self) -> list[str]:
        return [self.mark.join(self.groups)]

    def said(self) -> list[str]:
        loose = " " if self.mark == "-" and any(group.isalpha() for group in self.groups) else self.mark
        return [self.mark.join(self.groups), loose.join(self.groups)]

    def tampered(self, rng: Random) -> Code:
        at = rng.choice([place for place, group in enumerate(self.groups) if any(map(str.isdigit, group))])
        return replace(self, groups=(*self.groups[:at], _other_digit(self.groups[at], rng), *self.groups[at + 1 :]))


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of a substance, as "500 mg"."""

    number: str
    unit: str
    kind: ClaimKind = ClaimKind.DOSE

    def shown(self) -> list[str]:
        return [f"{self.number} {self.unit}", f"{self.number}{self.unit}"]

    def said(self) -> list[str]:
        name = {"mg": "milligrams", "µg": "micrograms", "ml": "millilitres", "IU": "IU"}[self.unit]
        return [f"{self.number} {self.unit}", f"{self.number} {name}"]

    def tampered(self, rng: Random) -> Strength:
        if rng.random() < 0.3:
            return replace(self, unit=rng.choice([one for one in ("mg", "µg", "ml", "IU") if one != self.unit]))
        return replace(self, number=rng.choice([f"{self.number}0", str(int(self.number) + 1), _other_digit(self.number, rng)]))


@dataclass(frozen=True, slots=True)
class Directions:
    """How many tablets, how often a day."""

    count: int
    times: int
    noun: str
    kind: ClaimKind = ClaimKind.DOSE

    def shown(self) -> list[str]:
        noun = self.noun if self.count == 1 else f"{self.noun}s"
        return [f"{in_words(self.count)} {noun} {_TIMES[self.times]} daily", f"{self.count} {noun} {_TIMES[self.times]} a day"]

    def said(self) -> list[str]:
        return self.shown()

    def tampered(self, rng: Random) -> Directions:
        if rng.random() < 0.5:
            return replace(self, count=rng.choice([one for one in (1, 2, 3, 4) if one != self.count]))
        return replace(self, times=rng.choice([one for one in _TIMES if one != self.times]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is quoted."""

    words: tuple[str, ...]
    others: tuple[str, ...]
    kind: ClaimKind = ClaimKind.QUOTE

    def shown(self) -> list[str]:
        return [" ".join(self.words)]

    def said(self) -> list[str]:
        text = " ".join(self.words).rstrip(".?!")
        return [f"“{text}”", f'"{text}"', f"“{text.lower()}”"]

    def tampered(self, rng: Random) -> Sentence:
        at = rng.randrange(1, len(self.words))
        word = rng.choice([one for one in self.others if one not in self.words])
        return replace(self, words=(*self.words[:at], word + self.words[at][len(self.words[at].rstrip(".?!")) :], *self.words[at + 1 :]))
