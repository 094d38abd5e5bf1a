"""Questions that lean on those before them."""

from __future__ import annotations

import pytest

from mmassist.values import Role
from tests.fakes.scenes import part, scene
from tests.unit.backends.questions.screens import form, said


@pytest.mark.parametrize(
    ("earlier", "question", "answer"),
    [
        ("is there a Cancel button?", "where is it?", "Cancel, button, second of 3 buttons, at the bottom right."),
        ("is there a Cancel button?", "and where?", "Cancel, button, second of 3 buttons, at the bottom right."),
        ("where is Save As", "is it disabled?", "Yes, Save As is unavailable."),
        ("is Wrap long lines ticked?", "and Show line numbers?", "No, Show line numbers is not checked."),
        ("what is in Street", "what about City?", "City: Porto."),
        ("how many fields are there", "the second one", "Street, text field, empty."),
        ("list the buttons", "what is the last one?", "Save As, button, default, unavailable."),
    ],
)
def test_it_is_the_thing_asked_for_before(earlier: str, question: str, answer: str) -> None:
    assert said(form(), question, earlier) == answer


def test_the_last_question_that_helps_is_taken() -> None:
    assert said(form(), "is it empty?", "is Wrap long lines ticked", "what is in Street", "what is its colour") == "Yes, Street is empty."


@pytest.mark.parametrize("question", ["the second one", "and Cancel?", "why not?"])
def test_without_an_earlier_question_it_is_not_understood(question: str) -> None:
    assert said(form(), question) == ""


def test_how_far_it_is_asks_for_the_work_that_goes_on() -> None:
    shown = scene("Import", "app", part(Role.HEADING, "Copying files"), part(Role.PROGRESS_BAR, "Progress", value="45%"))
    assert said(shown, "how far is it?", "read the first heading") == said(shown, "how far is it?") == "Progress: 45 percent."
