"""How what is said is taken apart."""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones
from __future__ import annotations

import pytest

from mmassist.evaluation.facts import said_of
from mmassist.evaluation.speech import phrase, tokens
from mmassist.evaluation.truth import truth_of
from tests.unit.evaluation.samples import OPTIONS, SAVE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Letter.odt”, saved.", ("letter.odt", "saved")),
        ("Don\u2019t Save", ("don't", "save")),
        ("40%", ("40", "%")),
        ("40 percent", ("40", "%")),
        ("7, divide, star", ("7", "÷", "*")),
        ("Inbox - Quill", ("inbox", "quill")),
        ("Save As…", ("save", "as")),
        ("First name (required):", ("first", "name", "required")),
        ("1,299.36 on 2025-12-06", ("1,299.36", "on", "2025-12-06")),
        ("E\u0301vora", ("évora",)),
        ("„Größe“, 保存更改？", ("grösse", "保", "存", "更", "改")),
        ("最近12分钟。", ("最", "近", "12", "分", "钟")),
        ("هل تحفظه الآن؟ نعم،", ("هل", "تحفظه", "الآن", "نعم")),
    ],
)
def test_words_are_compared_without_case_and_punctuation(text: str, words: tuple[str, ...]) -> None:
    assert phrase(text) == words


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("One. Two", 2),
        ("One; two\nthree", 3),
        ("1.4 MB", 1),
        ("New… Open", 1),
        ("Why? Because", 2),
        ("保存吗？否则", 2),
        ("هل تحفظه؟ نعم", 2),
    ],
)
def test_clauses_end_at_stops_and_line_breaks(text: str, clauses: int) -> None:
    assert len({token.clause for token in tokens(text)}) == clauses


def test_a_name_inside_a_longer_name_is_not_a_mention() -> None:
    said = said_of(truth_of(SAVE), "Save changes to “Letter.odt” before closing?", "")
    assert said.first("control", "button_2") == -1


def test_a_quotation_in_part_is_a_mention_in_part() -> None:
    mention = said_of(truth_of(SAVE), "changes will be lost", "").mentions[0]
    assert (mention.of("text"), mention.whole, mention.offset) == (True, False, 1)


def test_clauses_do_not_span_gist_and_detail() -> None:
    said = said_of(truth_of(OPTIONS), "Volume", "slider")
    assert said.tokens[0].clause != said.tokens[1].clause


def test_words_are_quoted_as_they_were_written() -> None:
    said = said_of(truth_of(SAVE), "Unsaved changes,", "Buttons: Discard, Cancel.")
    assert said.quote(3, 5) == "Discard, Cancel."
