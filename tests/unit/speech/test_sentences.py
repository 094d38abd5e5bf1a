"""Cutting streamed text into pieces to be said."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.speech.sentences import LIMIT, SentenceSplitter


def split(text: str, size: int = 1 << 30) -> list[str]:
    splitter = SentenceSplitter()
    found: list[str] = []
    for start in range(0, len(text), size):
        found += splitter.feed(text[start : start + size])
    return found + splitter.flush()


@pytest.mark.parametrize(
    "whole",
    [
        "It costs 3.5 or 1,000 at 10:30.",
        "Take fruit, e.g. apples.",
        "Take one, i.e. this.",
        "He lives in the U.S. Army base.",
        "Dr. Smith called.",
        "Ask J. R. Smith.",
        "See https://example.org/a.b?c=d, or mail.",
        "Open report.txt and main.py now.",
        "Version 2.10.3 is out.",
        "Wait... what is this?",
        "Well… it works.",
        "See fig. 3 and no. 4 there.",
        "Apples, pears etc. are fruit.",
    ],
)
def test_it_never_splits_inside(whole: str) -> None:
    assert split("Yes!\n" + whole) == ["Yes!", whole]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello there. This is it! Really?! Yes", ["Hello there.", "This is it!", "Really?!", "Yes"]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("The answer is no. Try again.", ["The answer is no.", "Try again."]),
        ("1. Open the file\n2. Save it", ["1. Open the file", "2. Save it"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("It was Acme Inc. Then it closed.", ["It was Acme Inc.", "Then it closed."]),
        ("Odd... Next one.", ["Odd...", "Next one."]),
    ],
)
def test_it_splits_where_a_sentence_ends(text: str, pieces: list[str]) -> None:
    assert split(text) == pieces


def test_ideographic_sentences_end_without_spaces() -> None:
    assert split("好的。这是窗口！真的吗？好") == ["好的。", "这是窗口！", "真的吗？", "好"]  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Save changes to document Letter, or discard them?", "Save changes to document Letter,"),
        ("Dialog, with three buttons: Save and Cancel.", "Dialog, with three buttons:"),
        ("The window of the program — an editor — is empty.", "The window of the program —"),
        ("你好，这是一个编辑窗口，里面有按钮。", "你好，这是一个编辑窗口，"),  # noqa: RUF001
    ],
)
def test_the_first_piece_may_end_with_a_clause(text: str, first: str) -> None:
    assert split(text)[0] == first


def test_later_pieces_end_with_sentences_alone() -> None:
    assert split("Yes! Save changes to document Letter, or discard them all?")[1] == "Save changes to document Letter, or discard them all?"


def test_a_clause_is_out_as_soon_as_it_is_known_to_end() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("Save changes to Letter,") == []
    assert splitter.feed(" or") == ["Save changes to Letter,"]


def test_a_question_is_out_as_soon_as_a_space_follows() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("Save? ") == ["Save?"]


def test_after_flush_a_new_text_begins() -> None:
    splitter = SentenceSplitter()
    splitter.feed("One. Two words and more, then")
    splitter.flush()
    assert splitter.feed("Three four five six, seven") == ["Three four five six,"]


def test_a_text_without_ends_is_cut_at_a_space() -> None:
    pieces = split("word " * 300)
    assert all(len(piece) <= LIMIT for piece in pieces)
    assert " ".join(pieces).split() == ["word"] * 300


TEXTS = st.text(alphabet="ab Z1.,:;!?…-—\n\"')。！，好*_`<>#|[]()&", max_size=700)  # noqa: RUF001


@given(TEXTS, st.lists(st.integers(0, 700), max_size=20))
def test_the_pieces_do_not_depend_on_how_the_text_is_cut_up(text: str, cuts: list[int]) -> None:
    splitter = SentenceSplitter()
    found: list[str] = []
    ends = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    for start, end in itertools.pairwise(ends):
        found += splitter.feed(text[start:end])
    assert found + splitter.flush() == split(text)


@given(st.text(alphabet="abcdeZ123.,:;!?… \n\"')。！，好é😀", max_size=900), st.integers(1, 50))  # noqa: RUF001
def test_no_character_of_content_is_lost_or_doubled(text: str, size: int) -> None:
    assert "".join("".join(split(text, size)).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["a" * 50, ".", "!", "Dr. ", "a, ", "**", "[a](", "<b ", "\n", "e.g. ", "- "])
def test_the_time_is_linear_in_the_text(text: str) -> None:
    def seconds(length: int) -> float:
        long = (text * length)[:length]
        start = time.perf_counter()
        split(long, 7)
        return time.perf_counter() - start

    seconds(2000)
    assert seconds(80_000) < 16 * max(seconds(20_000), 0.005)


def test_without_haste_the_first_piece_is_a_sentence_too() -> None:
    splitter = SentenceSplitter(early=False)
    text = "27 buttons here: digits 0, 1 and 2. Menus: File and Edit."
    assert [*splitter.feed(text), *splitter.flush()] == ["27 buttons here: digits 0, 1 and 2.", "Menus: File and Edit."]


@pytest.mark.parametrize("text", ["„Ja.“", "«\u00a0Oui.\u00a0»", "«\u00a0Oui\u00a0!\u00a0»", "«Sí.»", "“Yes.”"])
def test_the_marks_that_close_a_quotation_are_said_with_it(text: str) -> None:
    splitter, found = SentenceSplitter(early=False), []
    for sign in f"{text} Foo.":
        found += splitter.feed(sign)
    assert [*found, *splitter.flush()] == [text.replace("\u00a0", " "), "Foo."]
