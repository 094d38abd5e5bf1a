"""An item in a few words, in each language."""

from __future__ import annotations

import pytest

from mmassist.engine.item_words import in_words
from mmassist.values import Item, Role, Source, State

SAVE = Item(Role.BUTTON, "Save", Source.BOTH, frozenset({State.DEFAULT, State.FOCUSED, State.DISABLED}))
NAME = Item(Role.TEXT_FIELD, "Name", Source.BOTH, value="Ann\nLee")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Save, button, default, unavailable"),
        ("de", "Save, Schaltfläche, Standard, nicht verfügbar"),
        ("fi", "Save, button, default, unavailable"),
    ],
)
def test_kind_and_states_are_in_the_language(language: str, told: str) -> None:
    assert in_words(SAVE, language) == told


def test_a_value_is_one_line() -> None:
    assert in_words(NAME, "en") == "Name, text field, Ann Lee"


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("role", list(Role))
def test_every_kind_has_words(role: Role, language: str) -> None:
    states = frozenset({State.CHECKED, State.SELECTED, State.INVALID, State.REQUIRED, State.EXPANDED})
    assert in_words(Item(role, "Name", Source.BOTH, states), language).count(", ") == 6
