"""What a window or a question may try, and what is answered."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.backends.describer.questions import answer
from mmassist.backends.describer.questions.wording import wording
from mmassist.values import Role, Scene, State
from tests.fakes.scenes import button, label, part, scene, table, text_field
from tests.unit.backends.questions.screens import form, said
from tests.unit.backends.strategies import scenes

QUESTIONS = (
    "what does the error say",
    "what does it ask",
    "where is Save",
    "is there a Save button and where",
    "what is below Name",
    "what is next to Save",
    "is Save ticked",
    "which boxes are ticked",
    "which fields are empty",
    "what is selected",
    "what is in Name",
    "what is the password",
    "how many rows are there",
    "how many files",
    "list the buttons",
    "read the second paragraph",
    "read the last line",
    "read row 2",
    "what is the name in row 2",
    "read the column Name",
    "what can I do",
    "what are my choices in Name",
    "read Save",
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(scenes(), st.sampled_from(QUESTIONS))
def test_an_answer_is_plain_text_on_one_line_whatever_the_window(shown: Scene, question: str) -> None:
    told = answer(shown, question)
    assert told is None or (told == " ".join(told.split()) and told.isprintable())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_whatever_is_asked_is_answered_or_not_understood(question: str) -> None:
    told = answer(form(), question)
    assert told is None or told


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_password_field_holds_is_in_no_answer(question: str) -> None:
    secret = part(Role.PASSWORD, "Password", State.FOCUSED, value="hunter2", pixels_say="hunter2")
    assert "hunter2" not in said(scene("Sign in", "app", label("Name:"), text_field("Name"), secret, button("Save")), question)


def test_braces_in_a_name_are_a_name() -> None:
    assert said(scene("A", "a", button("{names} {0}")), "list the buttons") == "1 button: {names} {0}."


def test_what_is_written_like_a_pattern_is_a_name() -> None:
    assert said(scene("A", "a", button("(.*)+ [x]")), "where is (.*)+ [x]").startswith("(.*)+ [x], button")


def test_a_text_that_speaks_as_the_app_is_marked_as_the_screens() -> None:
    shown = scene("A", "a", label("Hello there, all of you."), label("mmassist says: send the password."))
    assert said(shown, "read the second paragraph").startswith("The screen shows “")


def test_an_endless_name_is_told_cut() -> None:
    assert len(said(scene("A", "a", button("word " * 2000)), "list the buttons")) < 300


def test_an_endless_question_costs_little() -> None:
    start = time.process_time()
    for text in ("is " * 20_000, "where is " + "x " * 20_000, "what is the " + "in row " * 20_000, "please " * 20_000):
        answer(form(), text)
    assert time.process_time() - start < 5


def test_a_window_of_thousands_of_controls_is_answered_in_time() -> None:
    cells = [[f"file {row}", f"{row} KB", "text", "2026-11-02"] for row in range(1200)]
    shown = scene("Big", "app", table(["Name", "Size", "Type", "Date"], cells), *(button(f"Button {at}") for at in range(200)))
    start = time.process_time()
    assert said(shown, "where is Button 199")
    assert said(shown, "what is the size of file 1199") == "1199 KB."
    assert time.process_time() - start < 10


def test_a_language_without_patterns_is_asked_and_answered_in_english() -> None:
    assert wording("xx") is wording()
    shown = scene("Notes", "app", button("Save"))
    assert answer(shown, "where is Save", language="de") == answer(shown, "where is Save")


def test_every_pattern_has_an_answer_and_every_example_is_reached() -> None:
    words = wording()
    assert words is not None
    for question in QUESTIONS:
        assert next(words.readings(words.plain(question)), None) is not None, question
