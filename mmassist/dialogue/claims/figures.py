"""Numbers in digits and in words, with what they measure: units, currencies, per cent, ranges, "2 x 500 mg"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mmassist.dialogue.claims.codes import LONG
from mmassist.dialogue.claims.mention import Key, Mention
from mmassist.dialogue.claims.numerals import Numeral, numeral, valued
from mmassist.dialogue.claims.reading import Found, Reading
from mmassist.dialogue.claims.spelled import spelled_at
from mmassist.values import ClaimKind

_FIGURE = re.compile(r"([-+]?)([^\W\d_]{0,3}[$€£¥₹₩₺₽₴₪₿]|[^\W\d_]{2,3}|)([-+]?)(\d+(?:[.,']\d+)*)([½¼¾]?)(.*)", re.DOTALL)
_RANGE = re.compile(r"([-+]?\D{0,3}\d[\d.,:']*[^\d\-–]{0,4})[-–]([$€£]?\d.*)", re.DOTALL)  # noqa: RUF001
_PRODUCT = re.compile(r"([1-9]\d{0,3})[x×](\d.*)", re.DOTALL)  # noqa: RUF001
# What "degrees" may mean.
_SCALES = ("°C", "°F")
_CROSS = ("x", "×")  # noqa: RUF001
# Words that may begin a unit of several.
_TWO_WORDS = {"per", "mm", "miles", "kilometres", "kilometers", "pound", "point", "degrees", "degree"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it measures. `end`: the word behind it; `places`: of its first and last letter."""

    number: Numeral
    unit: str
    end: int
    places: tuple[int, int]

    @property
    def key(self) -> Key:
        return ("n", self.number.value if self.unit else self.number.literal, self.unit)


def number_at(read: Reading, at: int) -> Found:
    """The number, amount, range or product that begins at the word `at`."""
    token = read.tokens[at]
    if token.digit and (found := _ranged(read, at) or _multiplied(read, at)):
        return found
    figure = figure_at(read, at)
    if figure is None:
        return None
    if figure.unit in read.words.hundredths and (whole := _with_hundredths(read, figure)):
        return mention_of(read, whole), whole.end
    return _spaced_range(read, figure) or _spaced_product(read, figure) or (mention_of(read, figure), figure.end)


def figure_at(read: Reading, at: int) -> Figure | None:
    """One number with its unit, in digits or words."""
    token = read.tokens[at]
    code = read.words.currency(token.text)
    if code and not token.stop and (following := read.at(at + 1)) and following.digit:
        bare = _in_digits(read, at + 1, token.start)
        return replace(bare, unit=code) if bare and (not bare.unit or bare.unit == code) else None
    if token.digit or token.folded[0] in read.words.fractions:
        return _in_digits(read, at, token.start)
    sign = "-" if token.folded in read.words.minus and not token.stop else ""
    spelled = spelled_at(read, at + 1 if sign else at)
    if spelled is None:
        return _in_digits(read, at + 1, token.start, "-") if sign and (after := read.at(at + 1)) and after.digit else None
    value, end = spelled
    whole, _, decimals = value.partition(".")
    number = Numeral(sign + value, valued(sign, whole, decimals))
    return with_unit(read, Figure(number, "", end, (token.start, read.tokens[end - 1].end)))


def _in_digits(read: Reading, at: int, start: int, sign: str = "") -> Figure | None:
    token = read.tokens[at]
    if token.text in read.words.fractions:
        value = read.words.fractions[token.text]
        return with_unit(read, Figure(Numeral(value, value), "", at + 1, (start, token.end)))
    match = _FIGURE.fullmatch(token.text)
    if not match:
        return None
    before = read.words.currency(match[2]) if match[2] else ""
    number = numeral(match[4], _sign(match, sign), read.decimal)
    if number is None or (match[2] and not before):
        return None
    if match[5]:
        number = _with_fraction(number, read.words.fractions[match[5]])
    figure = Figure(number, before, at + 1, (start, token.end))
    if match[6]:
        unit = before if before and _is_rate(read, match[6]) else _attached(read, match[6])
        return replace(figure, unit=unit) if unit and (not before or unit == before) else None
    return with_unit(read, _scaled(read, _point_spoken(read, figure)))


def _sign(match: re.Match[str], sign: str) -> str:
    return "-" if sign or "-" in (match[1], match[3]) else ""


def _with_fraction(number: Numeral, fraction: str) -> Numeral:
    together = number.value + fraction.removeprefix("0")
    return Numeral(together, together)


def _attached(read: Reading, text: str) -> str:
    """The unit that is written right behind the digits, "" if it is none."""
    if unit := read.words.unit(text) or read.words.currency(text):
        return unit
    unit, stroke, rate = text.partition("/")
    known = read.words.unit(unit) or read.words.currency(unit) if stroke and unit else ""
    return text.casefold() if known and not _is_rate(read, stroke + rate) else known


def _is_rate(read: Reading, text: str) -> bool:
    return text.startswith("/") and text[1:].casefold() in read.words.rates


def _point_spoken(read: Reading, figure: Figure) -> Figure:
    """ "2 point 5"."""
    if read.follows(figure.end) in read.words.point and (after := read.at(figure.end + 1)) and not read.tokens[figure.end].stop:
        digits = after.text if after.text.isdecimal() else str(read.words.numbers.get(after.folded, ""))
        if digits:
            literal = f"{figure.number.literal}.{digits}"
            return Figure(Numeral(literal, literal), "", figure.end + 2, (figure.places[0], after.end))
    return figure


def _scaled(read: Reading, figure: Figure) -> Figure:
    """ "1.5 million", "3 hundred"."""
    scale = read.words.scales.get(read.follows(figure.end), 0)
    if not scale:
        return figure
    whole, _, decimals = figure.number.value.partition(".")
    zeros = len(str(scale)) - 1
    shifted = (whole + decimals.ljust(zeros, "0"))[: len(whole) + zeros]
    rest = decimals[zeros:]
    sign = "-" if shifted.startswith("-") else ""
    value = valued(sign, shifted.removeprefix("-"), rest)
    return Figure(Numeral(value, value), figure.unit, figure.end + 1, (figure.places[0], read.tokens[figure.end].end))


def with_unit(read: Reading, figure: Figure) -> Figure:
    """The figure with the unit or currency that follows it as a word of its own."""
    at = figure.end
    if figure.unit or not read.follows(at):
        return _scaled(read, figure) if figure.unit else figure
    token = read.tokens[at]
    if token.folded in _TWO_WORDS and (after := read.follows(at + 1)):
        pairs = f"{token.text} {read.tokens[at + 1].text}", f"{token.folded} {after}"
        two = next((unit for pair in pairs if (unit := read.words.units.get(pair))), "")
        if token.folded == "miles" and after == "per":
            two = read.words.units.get(f"miles per {read.follows(at + 2)}", "")
        if two:
            width = 3 if token.folded in ("miles", "kilometres", "kilometers") else 2
            return replace(figure, unit=two, end=at + width, places=(figure.places[0], read.tokens[at + width - 1].end))
    unit = _attached(read, token.text)
    if not unit:
        return figure
    return replace(figure, unit=unit, end=at + 1, places=(figure.places[0], token.end))


def _with_hundredths(read: Reading, figure: Figure) -> Figure | None:
    """ "12 euros and 50 cents"."""
    at = figure.end + (read.follows(figure.end) == "and")
    if "." in figure.number.value or not read.follows(at):
        return None
    rest = figure_at(read, at)
    if not rest or rest.unit != read.words.hundredths[figure.unit] or not rest.number.value.isdecimal() or len(rest.number.value) > 2:
        return None
    literal = f"{figure.number.value}.{rest.number.value.zfill(2)}"
    whole, _, decimals = literal.partition(".")
    return Figure(Numeral(literal, valued("", whole, decimals)), figure.unit, rest.end, (figure.places[0], rest.places[1]))


def mention_of(read: Reading, figure: Figure) -> Mention:
    """The mention of one figure."""
    number, unit = figure.number, figure.unit
    written: Key = ("written", number.literal if not number.other else "|".join(sorted((number.literal, number.other))), unit)
    keys: tuple[Key, ...] = (figure.key, written) if number.other else (figure.key,)
    weak: tuple[Key, ...] = (("n", number.other, unit),) if number.other else ()
    hinted = weak
    implied: tuple[Key, ...] = ()
    if unit in read.words.currencies.values():
        kind = ClaimKind.AMOUNT
        implied = (("n", number.literal, ""), ("v", number.value, ""))
        weak = (*weak, ("only", number.value, "", unit))
    elif unit:
        kind = ClaimKind.DOSE if unit in read.words.dose_units else ClaimKind.NUMBER
        hinted = (*hinted, ("n", number.literal, ""), ("v", number.value, ""))
        weak = (*weak, ("only", number.value, "", unit), *(("n", number.value, scale) for scale in _SCALES if unit == "°"))
    else:
        kind = ClaimKind.NUMBER
        weak = (*weak, ("v", number.value, ""), ("~", number.literal))
        implied = (("only", number.value, ""), ("v", number.value, ""), ("~", number.literal))
        if number.literal.isdecimal() and len(number.literal) >= LONG and not number.other:
            keys, kind = (*keys, ("c", number.literal)), ClaimKind.CODE
    return Mention(kind, *figure.places, keys, weak, implied, hinted)


def _range(read: Reading, one: Figure, other: Figure) -> Found:
    """Two figures that stand for all between them; the first has the second's unit."""
    is_shared = not one.unit and bool(other.unit)
    first = replace(one, unit=one.unit or other.unit)
    key = ("range", *first.key[1:], *other.key[1:])
    kind = mention_of(read, other).kind
    parts = (mention_of(read, first), mention_of(read, other))
    whole = Mention(kind, one.places[0], other.places[1], (key,), parts=parts, parts_hold=not is_shared, parts_prove=not is_shared)
    return whole, other.end


def _ranged(read: Reading, at: int) -> Found:
    """A range in one word: 5-10, 20-25°C."""
    token = read.tokens[at]
    match = _RANGE.fullmatch(token.text)
    if not match:
        return None
    split = Reading([replace(token, text=match[1], folded=match[1].casefold(), stop="")], read.words, read.decimal)
    one = figure_at(split, 0)
    rest = [replace(token, text=match[2], folded=match[2].casefold(), start=token.start + match.start(2)), *read.tokens[at + 1 : at + 4]]
    other = figure_at(Reading(rest, read.words, read.decimal), 0)
    if not one or not other or not _grows(one, other):
        return None
    one = replace(one, places=(token.start, token.start + match.end(1)))
    found = _range(read, one, replace(other, unit=other.unit or one.unit, end=at + other.end))
    return (replace(found[0], parts_hold=False, parts_prove=False), found[1]) if found else None


def _grows(one: Figure, other: Figure) -> bool:
    try:
        return float(one.number.value) < float(other.number.value) and len(one.number.literal) < LONG
    except (OverflowError, ValueError):
        return False


def _spaced_range(read: Reading, one: Figure) -> Found:
    """ "5 to 10 mg", "between 5 and 10 mg", "5 - 10 mg"; not where each has its own unit: those are two mentions."""
    if one.unit or one.end + 1 >= len(read.tokens):
        return None
    link = read.follows(one.end)
    is_between = link == "and" and read.folded(_before(read, one)) == "between"
    if link not in ("to", "-", "–", "bis") and not is_between:  # noqa: RUF001
        return None
    other = figure_at(read, one.end + 1)
    return _range(read, one, other) if other and _grows(one, other) else None


def _before(read: Reading, figure: Figure) -> int:
    """Index of the word before the figure."""
    at = figure.end - 1
    while at >= 0 and read.tokens[at].start > figure.places[0]:
        at -= 1
    return at - 1


def _multiplied(read: Reading, at: int) -> Found:
    """ "2x500mg" in one word."""
    token = read.tokens[at]
    match = _PRODUCT.fullmatch(token.folded)
    if not match:
        return None
    text = token.text[match.start(2) :]
    rest = [replace(token, text=text, folded=text.casefold(), start=token.start + match.start(2)), *read.tokens[at + 1 : at + 3]]
    other = figure_at(Reading(rest, read.words, read.decimal), 0)
    count = numeral(match[1], "", read.decimal)
    if not other or not count:
        return None
    one = Figure(count, "", at + 1, (token.start, token.start + match.end(1)))
    return _product(read, one, replace(other, end=at + other.end))


def _spaced_product(read: Reading, one: Figure) -> Found:
    """ "2 x 500 mg"."""
    if one.unit or read.follows(one.end) not in _CROSS or one.end + 1 >= len(read.tokens):
        return None
    other = figure_at(read, one.end + 1)
    return _product(read, one, other) if other else None


def _product(read: Reading, one: Figure, other: Figure) -> Found:
    key = ("product", one.number.value, *other.key[1:])
    parts = (mention_of(read, one), mention_of(read, other))
    kind = parts[1].kind if other.unit else ClaimKind.NUMBER
    return Mention(kind, one.places[0], other.places[1], (key,), parts=parts), other.end
