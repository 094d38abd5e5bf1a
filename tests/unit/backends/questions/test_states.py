"""Whether a control is ticked, chosen, unavailable, and which ones are."""

from __future__ import annotations

import dataclasses

import pytest

from mmassist.values import Role, Scene, Source, State
from tests.fakes.scenes import part, picture, scene
from tests.unit.backends.questions.screens import check, choices, files, form, said


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is Wrap long lines ticked?", "Yes, Wrap long lines is checked."),
        ("is the wrap lines box on", "Yes, Wrap long lines is checked."),
        ("is Wrap long lines unchecked?", "No, Wrap long lines is checked."),
        ("is show line numbers checked or not", "No, Show line numbers is not checked."),
        ("isn't Show line numbers ticked", "No, Show line numbers is not checked."),
        ("have I ticked Wrap long lines", "Yes, Wrap long lines is checked."),
        ("is Metric selected", "Yes, Metric is selected."),
        ("is Porto chosen", "Yes, Porto is chosen in City, combo box."),
        ("is Save As greyed out", "Yes, Save As is unavailable."),
        ("can I press Cancel", "Yes, Cancel is available."),
        ("is Street empty", "Yes, Street is empty."),
        ("have I filled in Street", "No, Street is empty."),
        ("is First name required", "Yes, First name (required) is required."),
        ("do I have to fill in Street", "No, Street is not marked as required."),
        ("is the password filled in", "I can't tell whether Password is filled in."),
        ("is Cancel ticked", "Cancel is a button, which is never ticked."),
        ("is Print ticked", "I see nothing called Print here."),
        ("hey, could you tell me whether Wrap long lines is ticked", "Yes, Wrap long lines is checked."),
        ("tell me if Cancel is enabled", "Yes, Cancel is available."),
        ("is the 'Wrap long lines' check box selected", "Yes, Wrap long lines is checked."),
        ("are all boxes ticked", "No, Show line numbers is not checked."),
        ("which buttons can I press", "Back and Cancel are available."),
        ("what do I still have to fill in", "No field that is marked as required is empty."),
        ("is the focus on Street", "No, Street is not in focus."),
        ("is there a problem with Street", "No, Street is not marked as invalid."),
        ("which boxes are ticked?", "Wrap long lines is checked."),
        ("which boxes are not ticked", "Show line numbers is not checked."),
        ("which fields are empty", "Street is empty. I can't tell whether Password is empty."),
        ("what is disabled", "Save As is unavailable."),
        ("which fields are required", "First name (required) is required."),
        ("which fields are wrong", "None of 4 fields is invalid."),
        ("how many boxes are ticked", "1 of 2. Wrap long lines is checked."),
    ],
)
def test_states(question: str, answer: str) -> None:
    assert said(form(), question) == answer


@pytest.mark.parametrize(
    ("shown", "question", "answer"),
    [
        (choices(), "what is selected?", "Selected: Bruno, in the list Voice."),
        (choices(), "is Cosima selected", "No, Cosima is not selected."),
        (files(), "which row is selected", "Selected: file 2.txt, 2 KB, 2.50, in the table Files."),
        (files(selected=-1), "what is selected", "Nothing is reported as selected."),
        (form(), "which radio button is selected", "Selected: Metric."),
        (form(), "which city is selected", "City: Porto."),
        (form(), "which song is selected", ""),
        (files(), "which file is selected", "Selected: file 2.txt, 2 KB, 2.50, in the table Files."),
        (picture("One", "Two"), "what is selected", "I can't know what is selected: only the picture is known."),
    ],
)
def test_what_is_selected(shown: Scene, question: str, answer: str) -> None:
    assert said(shown, question) == answer


def test_a_state_of_what_only_pixels_show_is_not_known() -> None:
    seen = scene("Seen", "desk", check("Loud"))
    seen = dataclasses.replace(seen, items=(dataclasses.replace(seen.items[0], source=Source.PIXELS),), has_outline=False)
    assert said(seen, "is Loud disabled") == "I can't know whether Loud is disabled: I see only the picture of it."
    assert said(seen, "is Loud ticked") == "I can't know whether Loud is ticked: I see only the picture of it."


def test_a_box_that_is_half_ticked_is_neither() -> None:
    assert said(scene("One", "desk", check("Loud", State.MIXED)), "is Loud ticked") == "Loud is partly checked."


def test_a_tab_without_a_name_is_told_as_one() -> None:
    assert said(scene("One", "desk", part(Role.TAB, "", State.SELECTED)), "which tab is selected") == "Selected: tab without a name."


def test_a_switch_is_on() -> None:
    assert said(scene("One", "desk", part(Role.SWITCH, "Wi-Fi", State.CHECKED)), "is wifi on") == "Yes, Wi-Fi is on."


def test_where_nothing_is_ticked_that_is_said() -> None:
    assert said(scene("One", "desk", check("A"), check("B")), "which boxes are ticked") == "None of 2 check boxes is checked."
