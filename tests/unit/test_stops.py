"""Sentences and questions end as their script has it."""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones
from __future__ import annotations

import pytest

from mmassist.stops import asks, is_ended


@pytest.mark.parametrize(
    "text", ["Save it?", "要保存吗？", "هل تحفظه؟", "Να αποθηκευτεί τώρα;", "Το αρχείο «budget-7.txt»;", "“Really?”", "(要保存吗？）"]
)
def test_a_question_is_known_by_its_mark(text: str) -> None:
    assert asks(text)
    assert is_ended(text)


@pytest.mark.parametrize("text", ["Saved.", "已保存。", "int x = 1;", "Name:", "Να αποθηκευτεί"])
def test_what_ends_otherwise_asks_nothing(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize("text", ["int x = 1;", "Name:", "Να αποθηκευτεί", ""])
def test_what_has_no_mark_is_not_ended(text: str) -> None:
    assert not is_ended(text)
