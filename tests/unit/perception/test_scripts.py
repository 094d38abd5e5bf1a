"""East Asian signs where they are text, and where they are icons misread."""

from __future__ import annotations

import pytest

from mmassist.perception.scripts import believable, is_sparse, is_untaught
from mmassist.values import Box, TextLine


def line(text: str, confidence: float = 0.9) -> TextLine:
    return TextLine(text, Box(0, 0, 10, 10), confidence)


def texts(*lines: TextLine, told: tuple[str, ...] = ()) -> list[str]:
    return [line.text for line in believable(lines, told)]


@pytest.mark.parametrize("sign", ["二", "回网", "十", "7口"])
def test_a_sign_alone_among_latin_text_is_dropped(sign: str) -> None:
    assert texts(line("Save changes?"), line(sign)) == ["Save changes?"]


def test_a_sign_that_is_read_for_certain_stays() -> None:
    assert texts(line("Keyboard layout"), line("中", 0.995)) == ["Keyboard layout", "中"]


def test_among_text_of_its_script_every_sign_stays() -> None:
    assert texts(line("保存更改吗", 0.97), line("二", 0.7)) == ["保存更改吗", "二"]


def test_a_doubtful_line_of_signs_is_no_proof_of_such_text() -> None:
    assert texts(line("Options"), line("回网口", 0.6), line("二")) == ["Options"]


def test_where_the_program_tells_such_text_every_sign_stays() -> None:
    assert texts(line("二", 0.7), told=("第二章",)) == ["二"]


@pytest.mark.parametrize(
    ("read", "meant"), [("【Hugo Lefèvre", "Hugo Lefèvre"), ("口 Remember me", "Remember me"), ("Total\uff1a12", "Total:12")]
)
def test_signs_at_the_edges_of_latin_text_are_taken_off_and_marks_made_narrow(read: str, meant: str) -> None:
    assert texts(line(read)) == [meant]


def test_accents_and_other_scripts_are_left_alone() -> None:
    assert texts(line("Évora"), line("Настройки"), line("±5 %")) == ["Évora", "Настройки", "±5 %"]


@pytest.mark.parametrize(("text", "width"), [("h", 430), ("6009", 170), ("", 60), ("保存", 200)])
def test_a_line_read_as_few_signs_is_sparse(text: str, width: int) -> None:
    assert is_sparse(text, width, 25)


@pytest.mark.parametrize(("text", "width"), [("Invoice 4111", 155), ("MMMMMM", 120), ("保存更改吗", 140), ("Cancel", 66)])
def test_a_line_that_was_read_whole_is_not(text: str, width: int) -> None:
    assert not is_sparse(text, width, 25)


@pytest.mark.parametrize("text", ["Όνομα αρχείου", "حفظ التغييرات", "Сохранить", "«budget.txt» διαγραφή του αρχείου"])
def test_a_text_in_a_script_that_the_recogniser_was_not_taught_is_known(text: str) -> None:
    assert is_untaught(text)


@pytest.mark.parametrize("text", ["Größe", "保存", "12 µm", "9.5 kΩ wide", "07:15", ""])
def test_a_text_in_a_script_that_it_was_taught_is_none(text: str) -> None:
    assert not is_untaught(text)
