"""Keys of the leader's table: written, read and said."""

from __future__ import annotations

import pytest

from mmassist.desktop.strokes import parse_letter, spoken, with_modifiers
from mmassist.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("d", "d", "D"),
        ("D", "d", "D"),
        ("shift+b", "Shift+B", "Shift B"),
        ("Shift + B", "Shift+B", "Shift B"),
        ("?", "?", "question mark"),
        ("ö", "ö", "Ö"),
        ("7", "7", "7"),
        ("enter", "Enter", "Enter"),
        ("return", "Enter", "Enter"),
        ("esc", "Escape", "Escape"),
        ("pagedown", "PageDown", "PageDown"),
        ("Shift+Up", "Shift+Up", "Shift Up"),
        ("f5", "F5", "F5"),
        ("+", "+", "plus"),
        ("Shift+ß", "Shift+ß", "Shift SS"),
    ],
)
def test_there_is_one_way_to_write_a_key_and_one_to_say_it(text: str, written: str, said: str) -> None:
    assert parse_letter(text) == written
    assert parse_letter(written) == written
    assert spoken(written) == said


@pytest.mark.parametrize("text", ["", " ", "dd", "Ctrl+d", "Shift+?", "Shift+", "F0", "F25", "\t", "Foo"])
def test_what_is_no_key_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_letter(text)

    assert caught.value.spoken == "A letter in the key settings is not one I know."


def test_a_key_is_called_by_each_name_once_with_what_is_held() -> None:
    assert with_modifiers(["d", "", "d"], ()) == ("d",)
    assert with_modifiers(["Shift+D"], ("Ctrl", "Shift")) == ("Ctrl+Shift+D",)
