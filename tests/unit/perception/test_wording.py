"""What is put right in the recogniser's readings, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.wording import mended, spaced, upright_or_not


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("! will fill in all the details", "I will fill in all the details"),
        ("!BAN DE89", "IBAN DE89"),
        ("IIlinois", "Illinois"),
        ("☑Close without Saving", "Close without Saving"),
        ("☐ Receive e-mail", "Receive e-mail"),
        ("Save As..", "Save As..."),
        ("Save As. . .", "Save As..."),
        ("Save As….", "Save As..."),
        ("0ther locations", "Other locations"),
        ("About this proqram", "About this program"),
        ("[Find and replace", "Find and replace"),
        ("  spaced   out ", "spaced out"),
        ("Today 16±09", "Today 16:09"),
    ],
)
def test_known_confusions_are_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "100 %",
        "0x7ffe",
        "0",
        "☑",
        "[x]",
        "[1] first",
        "quit",
        "Iraq",
        "sqlite",
        "Stop!",
        "Wait..5",
        "1,249.50",
        "III",
        "llama",
        "✓",
        "20±5",
        "16.5±09",
        "40±10",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert mended(text) == text


@given(st.text(max_size=40))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    assert mended(mended(text)) == mended(text)


def places(text: str) -> tuple[float, ...]:
    return tuple(10.0 * at + 5 for at in range(len(text)))


def test_a_wide_gap_between_letters_is_a_space() -> None:
    assert spaced("4.7MB", places("4.7MB"), ((27, 34),), 10) == "4.7 MB"


@pytest.mark.parametrize("text", ["2026-11-23", "12:45", "1111"])
def test_figures_and_marks_keep_their_loose_setting(text: str) -> None:
    gaps = tuple((10 * at + 7, 10 * at + 13) for at in range(len(text)))
    assert spaced(text, places(text), gaps, 10) == text


def test_where_there_is_a_space_none_is_added() -> None:
    assert spaced("to do", places("to do"), ((18, 33),), 10) == "to do"


@pytest.mark.parametrize(
    ("read", "lean", "meant"), [("1", 0.5, "/"), ("l", -0.5, "\\"), ("1", 0.05, "1"), ("7", 0.5, "7"), ("I1", 0.5, "I1")]
)
def test_a_lone_stroke_that_leans_is_a_slash(read: str, lean: float, meant: str) -> None:
    assert upright_or_not(read, lean) == meant
