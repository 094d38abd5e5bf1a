"""Whether something is there, where, and what is beside it."""

from __future__ import annotations

import dataclasses

import pytest

from mmassist.values import Box, Role, State
from tests.fakes.scenes import button, part, picture, scene, with_pixels_at
from tests.unit.backends.questions.screens import at, choices, files, form, said


@pytest.mark.parametrize(
    "question",
    [
        "Is there a Cancel button and where?",
        "is there a button called cancel",
        "do you see the cancel button",
        "Is Cancel there?",
        "is “Cancel” on the screen",
        "please, is there a button Cancel here?",
    ],
)
def test_what_is_there_is_told_with_its_place(question: str) -> None:
    assert said(form(), question) == "Yes: Cancel, button, second of 3 buttons, at the bottom right."


@pytest.mark.parametrize("question", ["where is Cancel", "Where's the cancel button?", "tell me where the Cancel button is", "find cancel"])
def test_a_place_is_told_as_people_tell_it(question: str) -> None:
    assert said(form(), question) == "Cancel, button, second of 3 buttons, at the bottom right."


def test_a_field_is_placed_by_the_one_above_it() -> None:
    assert said(form(), "where is Street") == "Street, text field, below First name (required), at the top left."


def test_one_of_two_side_by_side_is_placed_by_the_other() -> None:
    assert said(form(), "where is Imperial") == "Imperial, radio button, not checked, right of Metric, in the group Units, on the left."


def test_an_entry_is_placed_in_its_list() -> None:
    assert said(choices(), "where is Bruno") == "Bruno, list item, selected, second of 3 in the list Voice."


def test_a_cell_is_placed_by_row_and_column() -> None:
    assert said(files(), "where is file 2.txt") == "file 2.txt, cell, selected, in row 2, column Name."


def test_a_key_is_placed_by_row() -> None:
    keys = [at(button(str(3 * row + column + 1)), 10 + 250 * column, 10 + 40 * row, 200) for row in range(3) for column in range(3)]
    assert said(scene("Pad", "pad", *keys), "where is 6") == "6, button, third in the second row, at the top right."


def test_what_is_not_there_is_denied_where_the_window_is_known_whole() -> None:
    assert said(form(), "is there a Print button?") == "I see no button Print here."


def test_it_is_denied_with_a_caveat_where_the_window_was_not_read_to_its_end() -> None:
    assert said(form(complete=False), "is there a Print button?") == "I see no button Print, but the window has more than was read in time."


def test_a_name_is_denied_so_far_while_the_picture_is_not_read() -> None:
    unread = dataclasses.replace(form(), text_read=False)
    assert said(unread, "where is Total") == "I see nothing called Total so far; the picture has not been read."
    assert said(unread, "is there a Print button?") == "I see no button Print here."


def test_it_is_not_denied_where_only_the_picture_is_known() -> None:
    answer = said(picture("Good morning"), "is there a Print button?")
    assert answer == "I can't tell: only the picture is known, and I read no button Print in it."


def test_a_text_in_the_picture_is_not_called_a_button() -> None:
    answer = said(picture("Print"), "is there a Print button?")
    assert answer == "I can read “Print” at the top left, but not tell whether it is a button."


def test_what_only_the_picture_shows_of_a_window_with_a_tree_is_not_denied() -> None:
    shown = with_pixels_at(form(), "Print", Box(600, 10, 80, 20))
    assert said(shown, "is there a Print button?") == "I can read “Print” at the top right, but not tell whether it is a button."


def test_a_longer_name_is_neither_a_yes_nor_a_no() -> None:
    assert said(form(), "is there a Save button?") == "There is Save As, button, third of 3 buttons, at the bottom right."


def test_a_name_of_another_kind_is_told_as_what_it_is() -> None:
    answer = said(form(), "is there a Street button?")
    assert answer == "There is no button Street, but Street, text field, below First name (required), at the top left."


def test_several_of_a_name_are_told_with_their_places() -> None:
    shown = scene("Two", "desk", at(button("Edit"), 10, 10), at(button("Edit"), 650, 550))
    assert said(shown, "where is Edit") == "There are 2: Edit, button, at the top left; Edit, button, at the bottom right."


@pytest.mark.parametrize("question", ["what is below Street", "what's under the Street field?", "what comes after Street"])
def test_what_is_below(question: str) -> None:
    assert said(form(), question) == "Below Street: Password, password field."


def test_what_is_next_to() -> None:
    assert said(form(), "what is next to Cancel") == "Left of Cancel: Back, button. Right of Cancel: Save As, button."


def test_what_the_pixels_show_in_a_control_is_nothing_beside_it() -> None:
    shown = with_pixels_at(form(), "Mil1 4", Box(20, 105, 60, 20))
    assert said(shown, "what is above Password") == "Above Password: Street, text field."


def test_a_check_box_in_a_tool_bar_is_a_button_to_whoever_sees_it() -> None:
    shown = scene("Mail", "mail", part(Role.TOOL_BAR, "", button("New"), part(Role.CHECK_BOX, "Preview", State.CHECKED)))
    assert said(shown, "list the buttons") == "2 buttons: New and Preview."
    assert said(shown, "is there a Preview button").startswith("Yes: Preview")
    assert said(shown, "how many check boxes are there") == "I see no check boxes here."


def test_nothing_is_below_the_last() -> None:
    assert said(form(), "what is below Cancel") == "I see nothing below Cancel."


def test_a_choice_that_a_field_shows_is_found_in_it() -> None:
    assert said(form(), "is Porto there") == "Porto is chosen in City, combo box."


@pytest.mark.parametrize("slip", ["Cancle", "cancell", "Kancel"])
def test_small_slips_of_spelling_are_understood(slip: str) -> None:
    assert said(form(), f"where is {slip}").startswith("Cancel, button")


def test_a_word_that_is_only_somewhat_like_it_is_not() -> None:
    assert said(form(), "where is Candle") == "I see nothing called Candle here."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what is at the bottom right?", "2 controls: Cancel, button; Save As, button."),
        ("which button is in the bottom right corner", "2 buttons: Cancel, button; Save As, button."),
        ("what is at the top right", "I see nothing at the top right."),
    ],
)
def test_a_part_of_the_window_is_told(question: str, answer: str) -> None:
    assert said(form(), question) == answer


def test_a_thing_that_is_called_by_a_number_is_meant_before_the_one_that_stands_there() -> None:
    keys = scene("Keypad", "dialler", *(button(name) for name in "789456123"))
    assert [said(keys, f"where is the {which} button").partition(",")[0] for which in ("7", "third")] == ["7", "9"]
