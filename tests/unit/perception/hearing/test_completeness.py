"""Whether a transcript looks like all that was to be said."""

from __future__ import annotations

import pytest

from mmassist.perception.hearing.completeness import completeness
from mmassist.values import Transcript


def judged(text: str, language: str = "en", confidence: float = 0.9) -> float:
    return completeness(Transcript(text, (), language, confidence, 2.0, "fake", final=False))


@pytest.mark.parametrize("text", ["What does the error say?", "Read the last message."])
def test_a_sentence_is_a_little_surer(text: str) -> None:
    assert 0 < judged(text) <= 0.1


@pytest.mark.parametrize("text", ["", "Stop.", "What does the", "What does the.", "Which of these is", "Read the message and."])
def test_what_is_plainly_unfinished_or_too_short_is_not(text: str) -> None:
    assert judged(text) == 0


def test_neither_is_what_was_hardly_understood() -> None:
    assert judged("What does the error say?", confidence=0.2) == 0


def test_nor_a_language_whose_unfinished_words_are_not_known() -> None:
    assert judged("Mitä virheessä sanotaan tässä?", language="fi") == 0


def test_another_language_has_words_of_its_own() -> None:
    assert judged("Was steht in der Meldung?", "de") > 0
    assert judged("Was steht in der.", "de") == 0
