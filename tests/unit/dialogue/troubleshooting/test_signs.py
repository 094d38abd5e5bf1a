"""What is taken for trouble, and what is not."""

from __future__ import annotations

from mmassist.dialogue.troubleshooting.signs import SignKind, signs_of
from mmassist.values import Role, State
from tests.fakes.scenes import button, label, part, text_field
from tests.unit.dialogue.troubleshooting.shots import FAILED, MAIN, form, message, shot, window


def test_a_dialog_that_tells_of_trouble_is_a_message() -> None:
    assert [(sign.kind, sign.text) for sign in signs_of(message())] == [(SignKind.MESSAGE, "Could not save the file: permission denied.")]


def test_a_dialog_that_only_asks_is_a_question() -> None:
    found = signs_of(shot(FAILED, label("Do you want to go on?"), button("Yes"), button("No")))
    assert [(sign.kind, sign.text) for sign in found] == [(SignKind.QUESTION, "Do you want to go on?")]


def test_an_error_in_a_form_names_its_field() -> None:
    (sign,) = signs_of(form())
    assert (sign.kind, sign.control) == (SignKind.ERROR, "Postcode")


def test_a_marked_field_and_an_empty_one_that_is_required_are_signs_a_password_is_not() -> None:
    password = part(Role.PASSWORD, "Password", State.REQUIRED)
    found = signs_of(shot(MAIN, text_field("Mail", "x", State.INVALID), text_field("Name", "", State.REQUIRED), password))
    assert [(sign.kind, sign.text) for sign in found] == [(SignKind.INVALID, "Mail"), (SignKind.MISSING, "Name")]


def test_a_dialog_behind_its_program_is_hidden_one_of_another_program_is_not() -> None:
    lost, other = window(9, "Replace the file?", dialog=True), window(10, "Other", dialog=True, pid=1)
    found = signs_of(shot(MAIN, button("Save"), behind=(other, lost)))
    assert [(sign.kind, sign.text) for sign in found] == [(SignKind.HIDDEN, "Replace the file?")]


def test_a_text_in_a_document_is_no_error_of_the_program() -> None:
    assert signs_of(shot(MAIN, part(Role.DOCUMENT, "Letter", label("Error 404 was all I saw.")))) == ()


def test_a_form_without_errors_has_no_sign() -> None:
    assert signs_of(form("53111", error="")) == ()
