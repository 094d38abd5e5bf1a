from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.chords import MODIFIERS, default_keys, parse
from mmassist.errors import SettingsError


@pytest.mark.parametrize("text", ["Ctrl+Shift+F9", "ctrl+shift+f9", "Shift+Control+F9", " Ctrl + Shift + F9 "])
def test_spelling_and_order_do_not_matter(text: str) -> None:
    assert parse(text) == parse("Ctrl+Shift+F9")


def test_is_said_in_words() -> None:
    assert parse("ctrl+shift+f9").spoken == "Control Shift F9"


@given(st.sets(st.sampled_from(MODIFIERS)), st.sampled_from(["F1", "F24", "Pause", "Menu"]))
def test_is_written_as_it_is_read(modifiers: set[str], key: str) -> None:
    chord = parse("+".join([*modifiers, key]))

    assert parse(str(chord)) == chord


@pytest.mark.parametrize(
    "text",
    ["", "+", "Ctrl+", "Ctrl", "Ctrl+Ctrl+F1", "Ctrl+Control+F1", "Hyper+F1", "F0", "F25", "F01", "Ctrl+Foo", "Ctrl+é", "Ctrl+F1+F2"],
)
def test_nonsense_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text)

    assert caught.value.spoken == "The key in the settings is not one I know."


@pytest.mark.parametrize("text", ["a", "Shift+a", "7", "Space", "Shift+Enter", "Escape"])
def test_a_key_that_people_type_with_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse(text)


def test_default_keys_are_chords_of_their_own() -> None:
    keys = {action: parse(chord) for action, chord in default_keys().items()}

    assert keys.keys() == {"describe", "stop", "ask"}
    assert len(set(keys.values())) == 3
