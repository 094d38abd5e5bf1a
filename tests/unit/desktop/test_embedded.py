"""Texts of web pages, which hold links and the like."""

from __future__ import annotations

import pytest

from mmassist.desktop.embedded import complete_texts, is_piece
from mmassist.desktop.nodes import Raw
from tests.unit.desktop.raws import raw

LINK, ENTRY, PARAGRAPH, STATIC = 88, 79, 73, 116


def completed(text: str, *children: Raw) -> str:
    whole = raw(PARAGRAPH, "", *children, text=text)
    complete_texts([whole, *children])
    return whole.text


def test_the_words_of_a_link_stand_where_it_stands() -> None:
    assert completed("Ask at the \ufffc or \ufffc.", raw(LINK, "shop"), raw(LINK, "mill")) == "Ask at the shop or mill."


def test_pieces_of_text_are_not_counted_among_the_objects() -> None:
    pieces = raw(STATIC, "Ask at the "), raw(LINK, "shop"), raw(STATIC, ".")

    assert completed("Ask at the \ufffc.", *pieces) == "Ask at the shop."


def test_what_lies_in_an_object_is_put_in_before_the_object() -> None:
    strong = raw(STATIC, "", raw(LINK, "shop"), text="our \ufffc")
    whole = raw(PARAGRAPH, "", strong, text="Ask at \ufffc.")
    complete_texts([whole, strong, *strong.children])

    assert whole.text == "Ask at our shop."


def test_a_field_in_a_sentence_is_not_read_with_it() -> None:
    assert completed("Send \ufffc copies", raw(ENTRY, "Number")).split() == ["Send", "copies"]


def test_marks_that_cannot_be_told_apart_leave_a_gap() -> None:
    assert completed("Ask \ufffc or \ufffc.", raw(LINK, "shop")).split() == ["Ask", "or", "."]


def test_a_text_of_nothing_but_objects_is_none() -> None:
    assert completed("\ufffc \ufffc", raw(29, "Name"), raw(ENTRY, "Name")) == ""


@pytest.mark.parametrize(("holder", "piece", "expected"), [("At the shop.", "the shop", True), ("Save", "Open", False), ("", " ", True)])
def test_a_piece_of_a_told_text_is_known_as_one(holder: str, piece: str, *, expected: bool) -> None:
    part = raw(STATIC, piece)
    raw(PARAGRAPH, "", part, text=holder)

    assert is_piece(part) is expected


def test_only_texts_are_pieces() -> None:
    link = raw(LINK, "shop")
    raw(PARAGRAPH, "", link, text="Ask at the shop.")

    assert not is_piece(link)
