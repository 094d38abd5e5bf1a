"""Fields for passwords, by their pixels."""

from __future__ import annotations

import pytest

from mmassist.perception.elements.secret import is_of_password


@pytest.mark.parametrize("name", ["Password", "Passwort", "Mot de passe", "Contraseña", "New password"])
def test_what_is_called_so_is_one_whatever_stands_in_it(name: str) -> None:
    assert is_of_password(name, "hunter2")
    assert is_of_password(name, "")


@pytest.mark.parametrize("value", ["•••••", "●●●●", "******", "· · · ·", "......", "oooooooo"])
def test_what_shows_dots_alone_is_one(value: str) -> None:
    assert is_of_password("Enter it", value)


@pytest.mark.parametrize("value", ["", "Ann", "1000", "000", "..", "a*b", "Oo"])
def test_other_texts_are_none(value: str) -> None:
    assert not is_of_password("Name", value)
