"""What is asked of a portal, and how its words for a key are said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.chords import default_keys, parse
from mmassist.desktop.portal_triggers import bound, preferred, sentence, spoken


@pytest.mark.parametrize(
    ("chord", "trigger"), [("Ctrl+Shift+F1", "CTRL+SHIFT+F1"), ("Super+Alt+a", "ALT+LOGO+a"), ("Ctrl+Enter", "CTRL+Return"), ("F9", "F9")]
)
def test_a_chord_is_asked_for_as_the_specification_writes_it(chord: str, trigger: str) -> None:
    assert preferred(parse(chord)) == trigger


def test_all_default_keys_can_be_asked_for() -> None:
    assert all(preferred(parse(chord)).startswith("CTRL+SHIFT+F") for chord in default_keys().values())


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ("Ctrl+Shift+F1", "Control Shift F1"),
        ("Press <Control><Shift>F1", "Control Shift F1"),
        ("Press Ctrl + Shift + F1", "Control + Shift + F1"),
        ("Meta+D", "Super D"),
        ("Umschalt+F1", "Umschalt F1"),
        ("Ctrl++", "Control +"),
        ("", ""),
    ],
)
def test_a_desktops_words_for_a_key_are_said(trigger: str, said: str) -> None:
    assert spoken(trigger) == said


@given(st.text(max_size=2000))
def test_no_trigger_is_said_at_length_or_unprintably(trigger: str) -> None:
    assert len(said := spoken(trigger)) <= 60 and said.isprintable()


@given(
    st.recursive(
        st.none() | st.text(max_size=3) | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner)
    )
)
def test_whatever_a_portal_says_is_read_or_left_out(shortcuts: Any) -> None:
    assert isinstance(bound(shortcuts), dict)


def test_what_is_bound_what_is_not_told_and_what_is_not_bound_is_said() -> None:
    said = sentence(["describe", "ask", "read_on", "stop"], {"describe": "Control Shift F1", "ask": "F3", "read_on": ""})
    assert said == (
        "describe is on Control Shift F1, ask is on F3. The desktop does not tell which key it gave read on. "
        "stop has no key. Choose one in the desktop's keyboard settings."
    )
