"""How pages in columns are set, and how their reading is judged."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mmassist.backends.describer.reading import Kind, Passage
from mmassist.backends.describer.reading.passage import Piece
from mmassist.evaluation.reading.page import Page, draw_page
from mmassist.evaluation.reading.report import Finding, ReadingReport, judged


def page(index: int = 0) -> Page:
    return draw_page(Random(f"tests-{index}"))


def read(shown: Page) -> list[Passage]:
    """As it was set: each paragraph one passage."""
    told = []
    for number, text in enumerate(shown.texts):
        boxes = [line.box for line in shown.lines if line.paragraph == number]
        told.append(Passage(Kind.PARAGRAPH, text, tuple(Piece(0, box) for box in boxes)))
    return told


def test_what_is_read_as_it_was_set_is_right() -> None:
    for index in range(8):
        shown = page(index)
        found = judged(index, shown, read(shown), 0.0)
        assert (found.is_right, found.read, found.whole) == (True, len(shown.lines), found.paragraphs)


def test_a_page_is_the_same_each_time() -> None:
    assert page(3).lines == page(3).lines


def test_columns_that_are_mixed_are_wrong() -> None:
    shown = page(1)
    mixed = sorted(read(shown), key=lambda passage: passage.lines[0].box.y if passage.lines[0].box else 0)
    assert not judged(1, shown, mixed[::-1], 0.0).is_right


def test_a_page_that_was_not_read_whole_is_not_right() -> None:
    shown = page(1)
    assert not judged(1, shown, read(shown)[: len(shown.texts) // 2], 0.0).is_right


def test_a_paragraph_may_be_misread_in_a_letter_but_not_cut() -> None:
    shown = page(2)
    told = read(shown)
    longest = max(range(len(told)), key=lambda at: len(told[at].lines))
    text = told[longest].text
    for changed, lost in ((text.replace("e", "c", 1), 0), (text[: len(text) // 2], 1)):
        found = judged(2, shown, [*told[:longest], replace(told[longest], text=changed), *told[longest + 1 :]], 0.0)
        assert found.paragraphs - found.whole == lost


def test_the_goal_is_met_by_nineteen_pages_of_twenty() -> None:
    right = Finding(0, "two", 40, 40, "", 5, 5, 1.0)
    wrong = replace(right, wrong="Apples")
    assert ReadingReport(1, (*[right] * 19, wrong)).met
    assert not ReadingReport(1, (*[right] * 18, wrong, wrong)).met
    assert "19 in reading order" in ReadingReport(1, (*[right] * 19, wrong)).table()
