"""What has changed since the same window was last described."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.backends.describer.questions import answer
from mmassist.values import Role, Scene, State
from tests.fakes.scenes import Part, button, label, part, picture, scene, text_field
from tests.unit.backends.questions.screens import check, form

NOTHING = "I see no change since this was described."


def changed(before: Scene | None, now: Scene, question: str = "What has changed?") -> str:
    return answer(now, question, before=before) or ""


def window(*parts: Part, title: str = "Report", complete: bool = True) -> Scene:
    return replace(scene(title, "notes", *parts, complete=complete), text_read=True)


SAVE, CANCEL = button("Save", State.DEFAULT), button("Cancel")


@pytest.mark.parametrize(
    "question", ["what changed", "What has changed since then?", "has anything changed?", "what is new", "what is different now"]
)
def test_the_same_window_has_not_changed(question: str) -> None:
    shown = window(SAVE, text_field("Name", "Ana"))
    assert changed(shown, shown, question) == NOTHING


def test_of_a_window_that_was_not_described_it_can_not_be_known() -> None:
    said = changed(None, form())
    assert said.startswith("I can't know what has changed: I have nothing from before to compare it with.")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([SAVE], [SAVE, CANCEL], "New: button Cancel."),
        ([SAVE, CANCEL], [SAVE], "Gone: button Cancel."),
        ([button("Start"), SAVE], [button("Stop"), SAVE], "New: button Stop. Gone: button Start."),
        ([check("Wrap")], [check("Wrap", State.CHECKED)], "Wrap is now checked."),
        ([check("Wrap", State.CHECKED)], [check("Wrap")], "Wrap is now not checked."),
        ([button("Pay", State.DISABLED)], [button("Pay")], "Pay is now available."),
        ([text_field("Name", "Ana")], [text_field("Name", "Bea")], "Name is now “Bea”, before “Ana”."),
        ([text_field("Name", "Ana")], [text_field("Name", "Ana", State.INVALID)], "Name is now invalid."),
        ([part(Role.COMBO_BOX, "City", value="Porto")], [part(Role.COMBO_BOX, "City", value="Faro")], "City is now Faro, before Porto."),
        (
            [part(Role.PROGRESS_BAR, "Copy", value="20%")],
            [part(Role.PROGRESS_BAR, "Copy", value="65%")],
            "Copy is now 65 percent, before 20 percent.",
        ),
        ([label("3 files"), SAVE], [label("4 files"), SAVE], "New text: “4 files”. This text is gone: “3 files”."),
        ([part(Role.PASSWORD, "Password")], [part(Role.PASSWORD, "Password", value="•••")], "Password is now filled."),
        ([part(Role.PASSWORD, "Password", value="•••")], [part(Role.PASSWORD, "Password")], "Password is no longer filled."),
        (
            [part(Role.RADIO, "Metric", State.CHECKED), part(Role.RADIO, "Imperial")],
            [part(Role.RADIO, "Metric"), part(Role.RADIO, "Imperial", State.CHECKED)],
            "Imperial is now checked.",
        ),
        (
            [part(Role.TAB, "One", State.SELECTED), part(Role.TAB, "Two")],
            [part(Role.TAB, "One"), part(Role.TAB, "Two", State.SELECTED)],
            "One is now not selected. Two is now selected.",
        ),
        (
            [part(Role.TEXT_AREA, "Notes", value="One.\nTwo.")],
            [part(Role.TEXT_AREA, "Notes", value="One.\nTwo.\nThree.")],
            "New text in Notes: “Three.”",
        ),
    ],
)
def test_a_change_is_told(before: list[Part], now: list[Part], said: str) -> None:
    assert changed(window(*before), window(*now)) == said


def test_what_a_password_field_holds_is_not_told() -> None:
    before, now = (window(part(Role.PASSWORD, "Password", value=value)) for value in ("hunter2", "letmein"))
    assert changed(before, now) == NOTHING


def test_another_order_is_no_change() -> None:
    assert changed(window(SAVE, CANCEL), window(CANCEL, SAVE)) == NOTHING


def test_fields_without_a_name_are_known_by_their_order() -> None:
    before, now = window(text_field("", "a"), text_field("", "b")), window(text_field("", "a"), text_field("", "c"))
    assert changed(before, now) == "text field without a name is now “c”, before “b”."


def test_one_more_of_the_same_name_is_told() -> None:
    assert changed(window(button("Remove")), window(button("Remove"), button("Remove"))) == "New: button Remove."


def test_another_title_and_focus_are_told() -> None:
    before = window(text_field("Name", "", State.FOCUSED), text_field("Street", ""))
    now = window(text_field("Name", ""), text_field("Street", "", State.FOCUSED), title="Report (changed)")
    assert changed(before, now).startswith("The title is now Report (changed)")
    assert changed(before, now).endswith("The focus is now on Street, text field.")


def test_another_page_is_called_one() -> None:
    said = changed(window(button("A"), button("B")), window(*(button(name) for name in "CDEFGH")))
    assert said.startswith("Nearly everything is different")


@pytest.mark.parametrize(("cut", "told", "untold"), [("before", "Gone", "New:"), ("now", "New:", "Gone")])
def test_what_a_tree_that_was_cut_leaves_out_has_not_come_or_gone(cut: str, told: str, untold: str) -> None:
    before = window(SAVE, button("Old"), complete=cut != "before")
    now = window(SAVE, button("Other"), complete=cut != "now")
    said = changed(before, now)
    assert told in said
    assert untold not in said
    assert "other things may have changed" in said


def test_of_a_picture_the_text_is_compared_and_controls_are_not() -> None:
    said = changed(picture("Downloading the file", "Time left: 4 minutes"), picture("Downloading the file", "Time left: 2 minutes"))
    assert said == (
        "I can't know how controls have changed: only the picture is known. "
        "New text: “Time left: 2 minutes”. This text is gone: “Time left: 4 minutes”."
    )


def test_lines_of_a_picture_that_break_elsewhere_are_no_change() -> None:
    said = changed(picture("One two three\nfour five six"), picture("One two\nthree four\nfive six"))
    assert said.startswith(NOTHING)


def test_before_the_picture_is_read_no_more_is_said_than_is_known() -> None:
    said = changed(window(SAVE), replace(window(SAVE), text_read=False))
    assert said == "I see no change since this was described, as far as it could be compared: text in pictures is not known."
