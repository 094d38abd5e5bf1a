"""Signs and capitals in words."""

from __future__ import annotations

import tomllib

import pytest

from mmassist.speech.signs import SIGNS, named
from mmassist.speech.voices.base import Capitals, Punctuation, VoiceOptions
from tests.conftest import ROOT

TABLE = tomllib.loads((ROOT / "mmassist" / "resources" / "signs.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "voice", "punctuation", "capitals", "wanted"),
    [
        ("a@b.c (NASA)", "en-us", "none", "none", "a@b.c (NASA)"),
        ("a@b.c (NASA)", "en-us", "some", "none", "a at b.c (NASA)"),
        ("a@b.c (x)", "en-us+f3", "most", "none", "a at b.c left paren x right paren"),
        ("a, b.", "en-us", "all", "none", "a comma, b dot."),
        ("don't", "en", "most", "none", "don't"),
        ("¿Qué? 5 %", "es", "all", "none", "abre interrogación Qué cierra interrogación? 5 por ciento"),
        ("a/b", "pl", "some", "none", "a slash b"),
        ("Open NASA on my iPhone", "en-us", "none", "spell", "cap Open cap NASA on my i cap Phone"),
        ("Öffnen Übersicht", "de", "none", "sound", "groß Öffnen groß Übersicht"),
    ],
)
def test_they_are_named_in_the_language_of_the_voice(
    text: str, voice: str, punctuation: Punctuation, capitals: Capitals, wanted: str
) -> None:
    assert " ".join(named(text, VoiceOptions(voice, punctuation=punctuation, capitals=capitals)).split()) == wanted


@pytest.mark.parametrize("language", TABLE["names"])
def test_every_sign_of_a_level_has_a_name_in_each_language_and_no_name_is_a_sign(language: str) -> None:
    names = TABLE["names"][language]["signs"]
    assert set(SIGNS["most"]) <= set(names)
    assert set(TABLE["names"]["en"]["signs"]) <= set(names)
    assert all(name.replace(" ", "").replace("-", "").replace("'", "").isalpha() for name in names.values())


def test_each_level_has_the_signs_of_the_one_below() -> None:
    assert set(SIGNS["some"]) < set(SIGNS["most"])
