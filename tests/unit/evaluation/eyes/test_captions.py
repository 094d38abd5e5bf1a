"""What is named of a window that is there, and what is not."""

from __future__ import annotations

import dataclasses

from mmassist.backends.captioner.captioner import Written
from mmassist.backends.captioner.memory import Thing
from mmassist.evaluation.eyes.captions import QUESTIONS, judged, summed
from mmassist.evaluation.eyes.tree import Control
from mmassist.training.captioner.asking import load_ways
from mmassist.values import Box
from tests.unit.backends.captioner.test_words import written as numbers_of

HERE = (0.0, 0.0, 0.1, 0.1)
THINGS = (Thing("button", "Save", HERE), Thing("button", "Helo", HERE), Thing("tab", "General", HERE))
PRESENT = (Control("icon button", Box(0, 0, 9, 9), "Save the file"), Control("tab", Box(20, 0, 9, 9), "General"))


def written(text: str, least: float = 0.0) -> Written:
    return Written(tuple(numbers_of(text)), least)


def test_a_name_that_the_tree_has_in_other_words_is_there() -> None:
    answer = judged(written("the|button|is|<0>|."), THINGS, PRESENT)
    assert answer.things == ("Save", "button")
    assert set(answer.things) <= answer.there


def test_a_name_that_was_misread_is_not_there() -> None:
    answer = judged(written("the|buttons|are|<0>|and|<1>|."), THINGS, PRESENT)
    assert set(answer.things) - answer.there == {"Helo"}


def test_a_role_that_nothing_has_is_not_there_and_would_not_be_spoken() -> None:
    answer = judged(written("it|has|2|sliders|."), THINGS, PRESENT)
    assert set(answer.things) - answer.there == {"slider"}
    assert not answer.spoken


def test_what_is_not_sure_enough_is_written_but_not_spoken() -> None:
    unsure = (dataclasses.replace(THINGS[0], sure=0.6, named=0.8), *THINGS[1:])
    for least, spoken in ((0.4, True), (0.5, False)):
        answer = judged(written("the|button|is|<0>|.", least), unsure, PRESENT)
        assert answer.things == ("Save", "button")
        assert answer.spoken is spoken


def test_what_is_denied_is_not_named() -> None:
    assert judged(written("I|see|no|sliders|."), THINGS, PRESENT).things == ()


def test_shares_are_of_all_that_is_named() -> None:
    texts = ("the|buttons|are|<0>|and|<1>|.", "it|has|2|sliders|.", "I|cannot|tell|that|.")
    report = summed([judged(written(text), THINGS, PRESENT) for text in texts])
    assert (report.questions, report.written.named, report.written.invented, report.spoken.invented) == (3, 4, 2, 1)
    assert not report.met


def test_no_training_saw_these_questions() -> None:
    trained = {way for ways in load_ways(judged=False).values() for way in ways}
    assert not trained & set(QUESTIONS)
