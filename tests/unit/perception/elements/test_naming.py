"""What controls that are only seen are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import ROLES as WORDS
from mmassist.perception.elements.naming import Controls, Icon, Named, NamedBy, named, wants_icon
from mmassist.perception.elements.vocabulary import ROLES
from mmassist.values import Box, Role, Source, State, TextLine


def element(role: str, x: int, y: int, width: int = 80, height: int = 24, *states: State) -> Element:
    return Element(role, Box(x, y, width, height), frozenset(states), 0.9)


def line(text: str, x: int, y: int, width: int = 0, height: int = 14) -> TextLine:
    return TextLine(text, Box(x, y, width or 7 * len(text), height), 0.95)


def one(control: Element, *lines: TextLine, icon: Icon | None = None) -> Named:
    return named(Controls((control,), {0: icon} if icon else {}), lines)[0]


def test_each_role_that_is_told_has_a_word() -> None:
    assert set(WORDS) == {*ROLES, "spin button"}


def test_a_button_is_called_by_the_text_in_it() -> None:
    assert one(element("button", 10, 10), line("Save", 30, 15)).name == "Save"


def test_two_lines_in_a_button_are_read_from_above() -> None:
    tall = element("button", 0, 0, 120, 60)
    assert one(tall, line("Card", 20, 34), line("Pay with", 20, 10)).name == "Pay with Card"


def test_a_field_is_called_by_what_stands_on_its_left_and_holds_what_stands_in_it() -> None:
    found = one(element("text field", 100, 10, 200), line("Your name:", 10, 15), line("Ann", 106, 15))
    assert (found.name, found.value, found.by) == ("Your name", "Ann", NamedBy.CAPTION)


def test_a_field_is_called_by_what_stands_above_it() -> None:
    assert one(element("text field", 10, 40, 200), line("Street *", 12, 20)).name == "Street"


def test_the_nearest_caption_counts() -> None:
    found = one(element("text field", 100, 40, 200), line("Heading", 100, 2), line("City", 60, 45))
    assert found.name == "City"


def test_what_is_far_away_is_no_caption() -> None:
    assert one(element("text field", 400, 40, 200), line("Notes", 10, 45)).name == ""


def test_text_that_belongs_to_another_control_is_no_caption() -> None:
    controls = [element("button", 10, 10), element("text field", 100, 10, 200)]
    assert named(Controls(tuple(controls), {}), [line("Browse", 20, 15)])[1].name == ""


def test_a_mark_without_words_takes_those_on_its_right() -> None:
    assert one(element("check box", 10, 10, 16, 16), line("Remember me", 32, 11)).name == "Remember me"


def test_a_check_box_that_was_seen_narrower_than_it_is_is_called_by_its_own_words_and_not_by_those_above() -> None:
    above, own = line("Check for updates", 28, 10, 300), line("Hide irrelevant cleaners", 28, 40, 230)
    assert one(element("check box", 30, 36, 60), above, own).name == "Hide irrelevant cleaners"
    with_its_mark = line("x Hide irrelevant cleaners", 20, 40, 230)
    assert one(element("check box", 30, 36, 60), above, with_its_mark).name == "x Hide irrelevant cleaners"


def test_a_button_without_text_is_called_by_its_icon() -> None:
    found = one(element("icon button", 10, 10, 24, 24), icon=Icon("print", 0.8))
    assert (found.name, found.by) == ("print", NamedBy.ICON)


def test_text_wins_over_the_icon() -> None:
    assert one(element("button", 10, 10), line("Print", 30, 15), icon=Icon("save", 0.9)).name == "Print"


def test_a_button_of_which_nothing_is_known_has_no_name() -> None:
    assert one(element("icon button", 10, 10, 24, 24)).by is NamedBy.NOTHING


def test_a_row_that_was_read_as_one_line_is_shared_out() -> None:
    tabs = [element("tab", 0, 0, 70), element("tab", 70, 0, 70), element("tab", 140, 0, 70)]
    found = named(Controls(tuple(tabs), {}), [line("General   Privacy   Sound", 7, 5, 190)])
    assert [control.name for control in found] == ["General", "Privacy", "Sound"]


def test_text_belongs_to_the_smallest_control_around_it() -> None:
    found = named(Controls(tuple([element("list item", 0, 0, 300, 40), element("button", 200, 8)]), {}), [line("Open", 215, 13)])
    assert [control.name for control in found] == ["", "Open"]


def test_only_what_has_no_text_needs_its_icon() -> None:
    button, field = element("button", 10, 10), element("text field", 10, 60)
    assert wants_icon(button, [line("Save", 200, 200)])
    assert not wants_icon(button, [line("Save", 30, 15)])
    assert not wants_icon(field, [])


def test_as_an_item_it_is_known_from_pixels_and_can_be_checked() -> None:
    item = one(element("check box", 10, 10, 120, 16, State.CHECKED), line("Remember", 32, 11)).item
    assert (item.role, item.source, item.states) == (Role.CHECK_BOX, Source.PIXELS, frozenset({State.CHECKED, State.CHECKABLE}))
    assert item.confidence < 0.9


@pytest.mark.parametrize(("text", "sure"), [("X", 0.99), ("oo", 0.7), ("+", 0.95), ("1-", 0.6)])
def test_what_is_read_from_an_icon_is_no_name(text: str, sure: float) -> None:
    button = element("icon button", 10, 10, 30, 30)
    read = replace(line(text, 18, 18), confidence=sure)
    assert wants_icon(button, [read])
    assert one(button, read).by is NamedBy.NOTHING
    assert one(button, read, icon=Icon("copy", 0.8)).name == "copy"


@pytest.mark.parametrize(("role", "text"), [("button", "7"), ("icon button", "OK"), ("icon button", "Save")])
def test_short_text_is_a_name_where_it_is_one(role: str, text: str) -> None:
    button = element(role, 10, 10, 60, 30)
    assert not wants_icon(button, [line(text, 18, 18)])
    assert one(button, line(text, 18, 18)).name == text


def test_a_field_for_a_password_with_a_button_at_its_end_is_taken_for_a_combo_box_and_tells_nothing_of_what_is_in_it() -> None:
    found = one(element("combo box", 100, 10, 200), line("Password:", 10, 15), line("hunter2", 106, 15)).item
    assert found.role is Role.PASSWORD
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("around", [False, True])
@pytest.mark.parametrize(
    ("caption", "text"),
    [("Password:", " hunter2"), ("Contraseña:", " girasol"), ("Mot de passe :", " two words"), ("Kennwort:", "Sonne")],
)
def test_what_stands_behind_a_caption_for_a_password_is_in_no_item_where_both_were_read_as_one_line(
    caption: str, text: str, around: bool
) -> None:
    field = element("text field", 14 if around else 20 + 7 * len(caption), 10, 260)
    found = one(field, line(caption + text, 20, 15)).item
    assert (found.role, found.name) == (Role.PASSWORD, caption.rstrip(" :"))
    assert text.strip() not in repr(found)


def test_a_caption_for_a_password_needs_no_colon_where_the_field_begins_behind_it() -> None:
    found = one(element("text field", 20 + 7 * len("Password"), 10, 260), line("Password sunshine", 20, 15)).item
    assert (found.role, found.name) == (Role.PASSWORD, "Password")
    assert "sunshine" not in repr(found)


def test_a_field_that_shows_what_it_is_for_as_long_as_it_is_empty_is_one_for_a_password() -> None:
    found = one(element("text field", 10, 10, 200), line("Enter your password", 20, 15)).item
    assert (found.role, found.name, found.value) == (Role.PASSWORD, "Enter your password", "")


def test_a_caption_and_what_stands_behind_it_are_parted_where_they_were_read_as_one_line() -> None:
    found = one(element("text field", 90, 10, 200), line("Town: Bonn", 40, 15))
    assert (found.name, found.value, found.by) == ("Town", "Bonn", NamedBy.CAPTION)


@pytest.mark.parametrize("text", ["12:30", "https://mmassist.example", "C:\\Notes"])
def test_a_time_an_address_and_a_path_are_not_parted_at_their_colon(text: str) -> None:
    found = one(element("text field", 62, 10, 200), line(f"Start {text}", 20, 15))
    assert (found.name, found.value) in (("", ""), ("", f"Start {text}"))


@pytest.mark.parametrize("text", ["12:30 at the station", "See: all of it", "This site remembers your password for you"])
def test_what_lies_in_a_field_is_no_caption_of_it(text: str) -> None:
    found = one(element("text field", 14, 10, 400), line(text, 20, 15))
    assert (found.name, found.value) == ("", text)


def test_a_password_that_is_longer_than_its_field_was_seen_lies_in_it_with_all_its_letters() -> None:
    field = element("text field", 160, 10, 90)
    found = one(field, line("Password:", 20, 15), line("correct horse battery staple", 110, 15)).item
    assert found.role is Role.PASSWORD
    assert found.box == Box(110, 10, 196, 24)
