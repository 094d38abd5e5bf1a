"""Numbers as they are written: decimal point or comma, thousands apart or not. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_RUNS = re.compile(r"\d+|[.,'’ ]")  # noqa: RUF001
_COMMA = re.compile(r"\d,\d\d(?!\d)")
_POINT = re.compile(r"\d\.\d\d(?![\d.])")


class Decimal(Enum):
    """Which mark stands before the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True)
class Numeral:
    """`literal`: with a point before its decimals, thousands together, decimals as written, but for ",00". `value`: without zeros
    that mean nothing. `other`: the literal under the other reading of a lone mark before three digits, "" where there is no doubt."""

    literal: str
    value: str
    other: str = ""


def convention(texts: list[str], language: str = "en") -> Decimal:
    """Which decimal mark a screen's texts use; where they don't tell, that of the language."""
    commas, points = (sum(len(mark.findall(text)) for text in texts) for mark in (_COMMA, _POINT))
    if commas == points:
        return Decimal.POINT if language.startswith("en") else Decimal.COMMA
    return Decimal.COMMA if commas > points else Decimal.POINT


def numeral(digits: str, sign: str, decimal: Decimal) -> Numeral | None:
    """Reads digits with marks between; None where they are no number: a version, a date, a code with a leading zero."""
    runs = _RUNS.findall(digits)
    groups, marks = runs[::2], runs[1::2]
    if not groups or len(groups) != len(marks) + 1 or (len(groups[0]) > 1 and groups[0][0] == "0"):
        return None
    kinds = set(marks)
    other = ""
    if not marks:
        whole, decimals = groups[0], ""
    elif len(kinds) == 2 and marks.count(marks[-1]) == 1 and marks[-1] in ".,":
        whole, decimals = _thousands(groups[:-1]), groups[-1]
    elif len(kinds) == 1 and (len(marks) > 1 or marks[0] not in ".,"):
        whole, decimals = _thousands(groups), ""
    elif len(kinds) == 1:
        whole, decimals, other = _lone_mark(groups, marks[0], sign, decimal)
    else:
        return None
    return Numeral(_literal(sign, whole, decimals), valued(sign, whole, decimals), other) if whole else None


def _thousands(groups: list[str]) -> str:
    """The groups together, "" where they are no thousands."""
    is_grouped = 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    return "".join(groups) if len(groups) == 1 or is_grouped else ""


def _lone_mark(groups: list[str], mark: str, sign: str, decimal: Decimal) -> tuple[str, str, str]:
    """Whole, decimals and the other reading of two groups with one point or comma between."""
    whole, after = groups
    if len(after) != 3 or len(whole) > 3 or whole == "0":
        return whole, after, ""
    if mark == decimal.value:
        return whole, after, sign + whole + after
    return whole + after, "", f"{sign}{whole}.{after}"


def _literal(sign: str, whole: str, decimals: str) -> str:
    return f"{sign}{whole}" if not decimals or decimals == "00" else f"{sign}{whole}.{decimals}"


def valued(sign: str, whole: str, decimals: str) -> str:
    """The number without zeros that mean nothing."""
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    number = f"{whole}.{decimals}" if decimals else whole
    return number if number == "0" else sign + number
