"""The quick look misses nothing that a thorough one finds."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from mmassist.privacy.telling import Telling, may_tell


def words() -> list[str]:
    data = tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))
    listed = [*data["cards"]["words"], *data["iban"]["words"], *data["codes"]["words"]]
    return listed + [word for row in data["identifiers"] for word in row.get("words", [])]


@pytest.mark.parametrize("word", [*words(), "API key", "access_key", "pass word", "recovery phrase", "Mobile", "Authorization"])
def test_every_telling_word_is_seen(word: str) -> None:
    assert may_tell(word) is Telling.WORD


@pytest.mark.parametrize(
    "text", ["4111", "a 1 and 2", "a@b", "IIII", "NWBK", "-----BEGIN X", "aGVsbG8gd29y", "abcdefgh_ijklmnop", "bm9uZQ=="]
)
def test_figures_addresses_and_long_tokens_are_seen(text: str) -> None:
    assert may_tell(text) is not Telling.NOTHING


@pytest.mark.parametrize("text", ["", "Save the changes?", "Close without saving", "Version 3"])
def test_ordinary_words_cost_no_more_than_a_look(text: str) -> None:
    assert may_tell(text) is Telling.NOTHING
