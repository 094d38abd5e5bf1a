"""Text that comes from elsewhere steers nothing, and text that streams is whole characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from mmassist.errors import ModelCorrupt
from mmassist.inference.vlm.vocabulary import Spelling, Vocabulary
from mmassist.measure.vision_weights import steering


@pytest.fixture(scope="session")
def vocabulary(folder: Path) -> Vocabulary:
    return Vocabulary((folder / "tokenizer.json").read_bytes())


def spelt(vocabulary: Vocabulary, tokens: list[int]) -> list[str]:
    spelling = Spelling(vocabulary)
    return [spelling.add(token) for token in tokens]


def test_what_steers_is_one_token(vocabulary: Vocabulary) -> None:
    assert vocabulary.encoded("<image><image>") == [vocabulary.number("<image>")] * 2


def test_a_token_that_is_not_there_is_told(vocabulary: Vocabulary) -> None:
    with pytest.raises(ModelCorrupt):
        vocabulary.number("<video>")


@given(st.lists(st.one_of(st.sampled_from(steering()), st.text(max_size=6), st.sampled_from(["<", "|", ">", "<ima", "ge>"]))).map("".join))
def test_no_text_steers_however_it_is_put_together(vocabulary: Vocabulary, text: str) -> None:
    assert not any(map(vocabulary.steers, vocabulary.encoded(vocabulary.harmless(text))))


@given(st.text())
def test_text_in_which_nothing_steers_stays_as_it_is(vocabulary: Vocabulary, text: str) -> None:
    if not any(token in text for token in steering()):
        assert vocabulary.harmless(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd")))
def test_what_is_streamed_is_the_text_and_never_half_a_character(vocabulary: Vocabulary, text: str) -> None:
    pieces = spelt(vocabulary, vocabulary.encoded(vocabulary.harmless(text)))
    assert "".join(pieces) == vocabulary.harmless(text).lstrip()
    assert "\ufffd" not in "".join(pieces)


@given(st.lists(st.integers(0, 520), max_size=60))
def test_any_tokens_make_text_without_broken_characters(vocabulary: Vocabulary, tokens: list[int]) -> None:
    told = "".join(spelt(vocabulary, tokens))
    assert "\ufffd" not in told
    assert not any(token in told for token in steering())


def test_a_character_of_four_bytes_comes_with_its_last(vocabulary: Vocabulary) -> None:
    assert spelt(vocabulary, vocabulary.encoded("a🙂b")) == ["a", "", "", "", "🙂", "b"]


def test_an_answer_does_not_begin_with_a_space(vocabulary: Vocabulary) -> None:
    assert "".join(spelt(vocabulary, vocabulary.encoded(" \n badu bi"))) == "badu bi"


def test_no_text_is_cut_or_filled_up_however_the_vocabulary_was_published(folder: Path) -> None:
    published = Tokenizer.from_buffer((folder / "tokenizer.json").read_bytes())
    published.enable_truncation(3)
    published.enable_padding(length=50)
    assert len(Vocabulary(published.to_str().encode()).encoded("zzzzz")) == 5


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"model": {"type": "BPE", "vocab": {}, "merges": [["a", "b"]]}}'])
def test_what_is_no_vocabulary_is_refused(content: bytes) -> None:
    with pytest.raises(ModelCorrupt):
        Vocabulary(content)
