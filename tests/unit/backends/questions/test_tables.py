"""The tables of questions of the languages beside English."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from mmassist.backends.describer.questions.wording import wording

LANGUAGES = ("de", "es", "fr")
FREE = {"ordinals", "numbers", "regions", "frame", "told", "questions"}


def keys(table: object) -> object:
    """The keys of tables in tables; of words and patterns nothing but that they are there."""
    return {key: keys(value) for key, value in table.items()} if isinstance(table, dict) else type(table)


def read(language: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.resources") / f"questions.{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_keys_of_english(language: str) -> None:
    english, other = read("en"), read(language)
    assert set(other) == set(english)
    for name in set(english) - FREE:
        assert keys(other[name]) == keys(english[name]), name
    assert [one["kind"] for one in other["questions"]] == [one["kind"] for one in english["questions"]]
    assert set(other["frame"]) == set(english["frame"])
    assert set(other["told"]) == set(english["told"])
    assert {noun: entry["roles"] for noun, entry in other["nouns"].items()} == {
        noun: entry["roles"] for noun, entry in english["nouns"].items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_can_be_read(language: str) -> None:
    assert wording(language).language == language
    assert len(wording(language).patterns) > 80
