"""Text letter by letter."""

from __future__ import annotations

import string
import tomllib
from importlib import resources

import pytest

from mmassist.backends.describer.spelling import LONGEST, letter, spelled

LANGUAGES = ("en", "de", "es", "fr")


def test_capitals_signs_and_blanks_are_said() -> None:
    assert spelled("Save 4,é") == ("capital S, A, V, E", "space, 4, comma, É")


def test_a_spelling_alphabet_has_a_word_for_each_letter() -> None:
    assert spelled("Save", phonetic=True) == ("capital Sierra, Alfa, Victor, Echo",)


@pytest.mark.parametrize(("language", "said"), [("de", "groß Ärger, Eszett"), ("es", "mayúscula Ä, ß"), ("fr", "majuscule Ä, ß")])
def test_a_language_has_its_own_letters(language: str, said: str) -> None:
    assert spelled("Äß", language, phonetic=True) == (said,)


def test_a_letter_that_is_made_of_two_characters_is_one() -> None:
    assert spelled("e\u0301") == ("É",)


def test_what_has_no_name_of_ours_has_that_of_unicode() -> None:
    assert letter("☂") == "umbrella"


def test_what_is_too_long_is_cut_and_said_to_be() -> None:
    assert spelled("x" * (LONGEST + 5))[-1] == "and 5 more characters"


def test_a_language_without_a_table_is_spelled_in_english() -> None:
    assert spelled("A.", "pl") == ("capital A, dot",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_names_what_a_keyboard_has(language: str) -> None:
    table = tomllib.loads(resources.files("mmassist.resources").joinpath(f"spelling.{language}.toml").read_text("utf-8"))
    assert set(string.punctuation + " \n\t") <= set(table["signs"])
    assert set(string.ascii_lowercase) <= set(table["words"])
    assert all(word[:1].lower() == small for small, word in table["words"].items() if small in string.ascii_lowercase)
