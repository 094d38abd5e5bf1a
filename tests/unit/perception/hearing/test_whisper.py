"""Whisper itself, on a tiny model of random weights: what is remembered, and what the words on the screen may not do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmassist.perception.hearing.base import LONGEST, Hints
from mmassist.perception.hearing.decoding import Decoded, Options
from mmassist.perception.hearing.mel import log_mel
from mmassist.perception.hearing.whisper import Encoded, Whisper
from mmassist.values import SAMPLE_RATE, Transcript
from tests.fakes.transcriber import tone

SAID = tone(1.5)
OPTIONS = Options()
ENGLISH = Hints("en")
BELIEVED = Options(log_probability=None, compression=None)
"""Random weights say what they like, and each processor's rounding makes something else of it: here it is always believed."""


@pytest.fixture(scope="module")
def whisper(model: Path) -> Whisper:
    return Whisper(model, "cpu")


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Frames of each spectrogram that is made."""
    made: list[int] = []

    def counted(*arguments: Any) -> Any:
        spectrogram = log_mel(*arguments)
        made.append(spectrogram.shape[1])
        return spectrogram

    monkeypatch.setattr("mmassist.perception.hearing.whisper.log_mel", counted)
    return made


def understood(whisper: Whisper, hints: Hints = ENGLISH, options: Options = OPTIONS) -> Transcript:
    return list(whisper.understand(SAID, hints, options))[-1]


def test_what_was_encoded_in_a_pause_is_not_encoded_again(whisper: Whisper, encoded: list[int]) -> None:
    samples = tone(1.1)
    next(whisper.understand(samples, Hints("en"), BELIEVED))
    list(whisper.understand(samples.copy(), Hints("en"), BELIEVED))
    assert len(encoded) == 1


def test_a_short_sound_is_encoded_with_a_little_silence(whisper: Whisper, encoded: list[int]) -> None:
    list(whisper.understand(tone(2.0), Hints("en"), Options(pad=0.5)))
    assert encoded == [250]


def test_the_whole_window_is_encoded_where_it_is_asked_for(whisper: Whisper, encoded: list[int]) -> None:
    list(whisper.understand(tone(2.0), Hints("en"), Options(pad=LONGEST)))
    assert encoded == [3000]


def test_a_fixed_number_of_tokens_is_a_limit(whisper: Whisper) -> None:
    assert len(understood(whisper, options=replace(BELIEVED, tokens=2)).words) <= 2


def test_each_stage_has_its_time(whisper: Whisper) -> None:
    assert {"encode", "language", "decode", "check", "words"} == set(understood(whisper).timings)


def test_an_unknown_language_is_found_out(whisper: Whisper) -> None:
    transcript = understood(whisper, Hints(""))
    assert transcript.language == "en"
    assert transcript.language_confidence == pytest.approx(1.0)


def test_a_look_uses_no_words_of_the_screen(whisper: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    hints: list[str] = []
    original = Whisper.generate

    def spied(self: Whisper, encoded: Encoded, language: str, hint: str, options: Options, temperature: float) -> Decoded:
        hints.append(hint)
        return original(self, encoded, language, hint, options, temperature)

    monkeypatch.setattr(Whisper, "generate", spied)
    whisper.glance(SAID, Hints("en", ("Save",)), OPTIONS)
    assert hints == [""]


def scripted(monkeypatch: pytest.MonkeyPatch, with_hint: str, without: str) -> None:
    def generate(self: Whisper, encoded: Encoded, language: str, hint: str, options: Options, temperature: float) -> Decoded:
        return Decoded((1000, 1001), with_hint if hint else without, -0.2, 0.01)

    monkeypatch.setattr(Whisper, "generate", generate)


def test_what_is_not_believed_is_tried_in_the_whole_window(whisper: Whisper, encoded: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def generate(self: Whisper, encoded: Encoded, language: str, hint: str, options: Options, temperature: float) -> Decoded:
        return Decoded((1000,), "Did it save?" if options.pad == LONGEST else "it it it it it", -0.2, 0.01)

    monkeypatch.setattr(Whisper, "generate", generate)
    first, last = whisper.understand(tone(1.7), ENGLISH, OPTIONS)
    assert first.text == "it it it it it"
    assert last.text == "Did it save?"
    assert encoded == [270, 3000]


def test_the_screen_is_never_taken_for_what_was_said(whisper: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, with_hint="Save As, Open Recent, Preferences", without="What time is it?")
    assert understood(whisper, Hints("en", ("Save As", "Open Recent", "Preferences"))).text == "What time is it?"


def test_who_reads_a_name_from_the_screen_is_understood(whisper: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, with_hint="Open Recent", without="open resent")
    assert understood(whisper, Hints("en", ("Save As", "Open Recent"))).text == "Open Recent"


def test_an_invention_on_silence_becomes_no_text_and_no_words(whisper: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, with_hint="", without="Thanks for watching!")
    transcript = understood(whisper, Hints("en", voiced=0.1))
    assert (transcript.text, transcript.words) == ("", ())


@pytest.mark.parametrize(
    ("text", "log_probability", "asked"),
    [("Did it save?", -0.2, 0), ("Did it save?", -1.5, 1), ("Thanks for watching!", -0.2, 1)],
    ids=["believed", "unlikely", "a known invention"],
)
def test_whether_anybody_spoke_is_only_asked_where_it_matters(
    whisper: Whisper, monkeypatch: pytest.MonkeyPatch, text: str, log_probability: float, asked: int
) -> None:
    doubts: list[str] = []

    def no_speech(self: Whisper, encoded: Encoded, language: str, hint: str) -> float:
        doubts.append(language)
        return 0.9

    monkeypatch.setattr(Whisper, "generate", lambda *arguments: Decoded((1000,), text, log_probability, 0.0))
    monkeypatch.setattr(Whisper, "no_speech", no_speech)
    assert understood(whisper).text == ("" if asked else text)
    assert len(doubts) == asked


def test_the_model_tells_how_likely_it_is_that_nobody_spoke(whisper: Whisper) -> None:
    assert 0 <= whisper.no_speech(whisper.encoded(SAID, OPTIONS), "en", "Save As") <= 1


def test_words_lie_within_the_sound(whisper: Whisper) -> None:
    assert all(word.end <= len(SAID) / SAMPLE_RATE + 0.02 for word in understood(whisper).words)


def test_the_longest_sound_is_understood_and_no_more(whisper: Whisper) -> None:
    samples = np.tile(tone(1.0), 35)
    assert list(whisper.understand(samples, Hints("en"), OPTIONS))[-1].final
