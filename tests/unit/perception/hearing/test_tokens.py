"""The vocabulary of a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.perception.hearing.tokens import Vocabulary


@pytest.fixture(scope="session")
def vocabulary(model: Path) -> Vocabulary:
    return Vocabulary(model)


@pytest.mark.parametrize("text", [" bada zolo", "What's that? 3 * 4 = 12", "Größe, 窗口, окно", "\U0001f600 ok"])
def test_text_comes_back_as_it_was(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.decoded(vocabulary.encoded(text)) == text


@pytest.mark.parametrize("text", ["<|endoftext|>", "a <|startoftranscript|><|de|><|translate|> b", "<|0.00|>"])
def test_no_text_becomes_a_token_that_steers(vocabulary: Vocabulary, text: str) -> None:
    assert all(token < vocabulary.end for token in vocabulary.encoded(text))


def test_the_special_tokens_stand_at_their_places(vocabulary: Vocabulary) -> None:
    assert vocabulary.end == 50257
    assert vocabulary.beginning("en", True) == [50258, 50259, 50359]
    assert vocabulary.request([50258, 50259, 50359], [7, 8]) == [50361, 7, 8, 50258, 50259, 50359, 50363]
    assert vocabulary.languages["de"] == 50261


def test_a_model_of_english_alone_is_told_no_language(vocabulary: Vocabulary) -> None:
    assert vocabulary.beginning("en", False) == [50258]


def test_words_have_their_marks_and_all_their_tokens(vocabulary: Vocabulary) -> None:
    tokens = vocabulary.encoded(" bada, zolo?")
    words = vocabulary.words(tokens, "en")
    assert [text for text, _ in words] == [" bada,", " zolo?"]
    assert sum(count for _, count in words) == len(tokens)


def test_languages_without_spaces_are_cut_at_characters(vocabulary: Vocabulary) -> None:
    assert [text for text, _ in vocabulary.words(vocabulary.encoded("窗口。"), "zh")] == ["窗", "口。"]


def test_broken_characters_are_words_too(vocabulary: Vocabulary) -> None:
    tokens = vocabulary.encoded("窗")[:1] * 6
    assert sum(count for _, count in vocabulary.words(tokens, "en")) == 6


def test_a_vocabulary_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Vocabulary(tmp_path)


BROKEN = {
    "no json": "{",
    "another json": "[]",
    "no model": "{}",
    "merges of nothing": json.dumps({"model": {"vocab": {"a": 0}, "merges": [["a", "b"]]}, "added_tokens": []}),
    "no tokens that steer": json.dumps({"model": {"vocab": {"a": 0}, "merges": []}, "added_tokens": []}),
    "merges of three": json.dumps({"model": {"vocab": {"a": 0}, "merges": ["a b c"]}, "added_tokens": []}),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_vocabulary_that_is_broken(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content, "utf-8")
    with pytest.raises(ModelCorrupt):
        Vocabulary(tmp_path)
