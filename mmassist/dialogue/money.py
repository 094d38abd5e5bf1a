"""Sums of money for the ear. Pure."""

from __future__ import annotations

from mmassist.plurals import counted
from mmassist.sayings import saying


def dollars(amount: float) -> str:
    """US dollars as they are said: "2 dollars", "2 dollars 50", "40 cents", "0.13 cents"; "nothing" for nought.

    Below a cent two figures that count are told. Rounded to cents from one dollar on, to tenths of a cent from one cent on.
    """
    if not amount > 0:  # nor for what is no number
        return saying("nothing")
    cents = amount * 100
    if cents < 0.995:
        return counted(f"{float(f'{cents:.2g}'):g}", "cent") if cents >= 0.001 else saying("less than a thousandth of a cent")
    if cents < 99.95:
        return counted(f"{cents:.1f}".rstrip("0").rstrip("."), "cent")
    whole, rest = divmod(round(cents), 100)
    return saying("{dollars} {cents:02d}", dollars=counted(whole, "dollar"), cents=rest) if rest else counted(whole, "dollar")
