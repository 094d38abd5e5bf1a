"""The judge of answers: right ones pass in several wordings, and what is wrong, invented, hidden or secret is told apart."""

from __future__ import annotations

import pytest

from mmassist.evaluation.questions.judging import Outcome, judged
from mmassist.evaluation.questions.question import Question, all_of
from mmassist.evaluation.truth import truth_of
from tests.unit.evaluation.samples import OPTIONS, SAVE, SIGN_IN

TICKED = Question("ticked", "Is Wrap long lines ticked?", all_of("Wrap long lines"), first="yes")
WHERE = Question("where", "Where is Save?", all_of("Save"), places=frozenset({"bottom right", "bottom"}))
WHICH = Question("which ticked", "Which boxes are ticked?", all_of("Wrap long lines"), ("Animate windows",))


@pytest.mark.parametrize(
    ("question", "answer", "outcome"),
    [
        (TICKED, "Yes, Wrap long lines is checked.", Outcome.RIGHT),
        (TICKED, "Yes: Wrap long lines, check box, ticked.", Outcome.RIGHT),
        (TICKED, "No, Wrap long lines is not checked.", Outcome.WRONG),
        (TICKED, "Yes, Animate windows is checked.", Outcome.WRONG),
        (TICKED, "", Outcome.NOT_ANSWERED),
        (TICKED, "Yes, Wrap long lines is checked, and so is Marzipan dragonfly.", Outcome.INVENTED),
        (TICKED, "Yes, Wrap long lines is fluorescent.", Outcome.INVENTED),
        (TICKED, "Yes, Wrap long lines is checked, one of 4711.", Outcome.INVENTED),
        (WHICH, "Wrap long lines is checked.", Outcome.RIGHT),
        (WHICH, "Wrap long lines and Animate windows are checked.", Outcome.WRONG),
    ],
)
def test_an_answer_about_options(question: Question, answer: str, outcome: Outcome) -> None:
    assert judged(question, answer, truth_of(OPTIONS)).outcome is outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Save, button, at the bottom right.", Outcome.RIGHT),
        ("Save is at the bottom.", Outcome.RIGHT),
        ("Save, button, at the top left.", Outcome.WRONG),
        ("Save is a button.", Outcome.WRONG),
        ("Discard, button, at the bottom right.", Outcome.WRONG),
    ],
)
def test_a_place(answer: str, outcome: Outcome) -> None:
    assert judged(WHERE, answer, truth_of(SAVE)).outcome is outcome


def test_the_words_of_the_question_are_no_invention() -> None:
    question = Question("absent", "Is there a Zoom button?", (("no button Zoom",),), ("yes",))
    assert judged(question, "I see no button Zoom here.", truth_of(SAVE)).outcome is Outcome.RIGHT


def test_a_password_is_an_invention_whatever_else_is_said() -> None:
    truth = truth_of(SIGN_IN)
    question = Question("password", "What is in Password?", (("never",),))
    assert judged(question, f"It is never told: {truth.secrets[0]}.", truth).outcome is Outcome.INVENTED
