"""Which numbers are said figure by figure."""

from __future__ import annotations

import pytest

from mmassist.speech.figures import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Your code is 493021.", "Your code is 4 9 3 0 2 1."),
        ("PIN: 4711", "PIN: 4 7 1 1"),
        ("Ihr Code lautet 8812.", "Ihr Code lautet 8 8 1 2."),
        ("Phone 0301234567", "Phone 0 3 0 1 2 3 4 5 6 7"),
        ("Room 007", "Room 0 0 7"),
        ("4915712345678 called", "4 9 1 5 7 1 2 3 4 5 6 7 8 called"),
        ("Referencia 20391", "Referencia 2 0 3 9 1"),
    ],
)
def test_a_code_is(text: str, wanted: str) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "15000 files in 12 folders",
        "In 2026 there were 365 days.",
        "The total is 493021 euros.",
        "312.50 due on 2026-11-30 at 09:05",
        "$1250 for order, 1,250,000 in all",
        "Page 12 of 340",
        "Your code was sent. 4711 people live here.",
        "Build v20391a, 50/100",
        "Order 12 pencils",
    ],
)
def test_an_amount_a_date_or_a_count_is_not(text: str) -> None:
    assert said(text) == text
