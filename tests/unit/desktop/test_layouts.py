"""What an X key is called, by layouts as X tells them: two groups, each with a plain and a shifted sign."""

from __future__ import annotations

from typing import Any, cast

import pytest
from Xlib import XK

from mmassist.desktop.layouts import Layouts

A, D, SLASH, ENTER, F5, TWO = 38, 40, 61, 36, 71, 11
CYRILLIC_VE = 0x6D7
US = {A: "aA", D: "dD", SLASH: "/?", TWO: "2@"}
FRENCH = {A: "qQ", D: "dD", SLASH: "!§", TWO: "é2"}


class FakeDisplay:
    """Keysyms by keycode and column."""

    def __init__(self, *groups: dict[int, tuple[int, int]]) -> None:
        self._groups = groups

    def keycode_to_keysym(self, keycode: int, index: int) -> int:
        group, level = divmod(index, 2)
        return self._groups[group].get(keycode, (0, 0))[level] if group < len(self._groups) else 0


def group(signs: dict[int, str]) -> dict[int, tuple[int, int]]:
    named = {ENTER: "Return", F5: "F5"}
    keys = {code: (ord(two[0]), ord(two[1])) for code, two in signs.items()}
    return keys | {code: (XK.string_to_keysym(name), 0) for code, name in named.items()}


RUSSIAN = {D: (CYRILLIC_VE, CYRILLIC_VE + 32), A: (0x6C6, 0x6E6), SLASH: (ord("."), ord(","))}


def names(groups: tuple[dict[int, tuple[int, int]], ...], keycode: int, in_use: int = 0, *modifiers: str) -> tuple[str, ...]:
    return Layouts(cast(Any, FakeDisplay(*groups))).names(keycode, in_use, modifiers)


@pytest.mark.parametrize(
    ("keycode", "modifiers", "called"),
    [
        (D, (), "d"),
        (D, ("Shift",), "Shift+D"),
        (SLASH, ("Shift",), "?"),
        (SLASH, (), "/"),
        (ENTER, (), "Enter"),
        (ENTER, ("Shift",), "Shift+Enter"),
        (F5, (), "F5"),
        (D, ("Ctrl", "Shift"), "Ctrl+Shift+D"),
    ],
)
def test_by_the_layout_in_use(keycode: int, modifiers: tuple[str, ...], called: str) -> None:
    assert names((group(US),), keycode, 0, *modifiers)[0] == called


def test_in_france_a_key_is_what_it_types_there() -> None:
    french = (group(FRENCH),)

    assert names(french, A) == ("q", "a")
    assert names(french, TWO) == ("é", "2")
    assert names(french, TWO, 0, "Shift")[0] == "2"


def test_in_germany_the_question_mark_is_above_a_letter() -> None:
    assert names((group({SLASH: "ß?"}),), SLASH, 0, "Shift")[0] == "?"


def test_beside_a_latin_layout_a_cyrillic_key_is_called_as_there() -> None:
    assert names((group(FRENCH), RUSSIAN), A, 1)[0] == "q"


def test_a_cyrillic_layout_alone_is_called_as_it_is_printed() -> None:
    assert names((RUSSIAN,), D)[0] == "d"
    assert names((RUSSIAN,), D, 0, "Shift")[0] == "Shift+D"


def test_a_sign_that_a_cyrillic_layout_has_is_that_sign() -> None:
    assert names((RUSSIAN,), SLASH)[0] == "."


def test_a_key_that_types_nothing_and_has_no_name_has_none() -> None:
    assert names((group(US),), 200) == ()
