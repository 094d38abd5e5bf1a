"""The language of the app's own sentences, made out of the settings."""

from __future__ import annotations

from mmassist.errors import MmassistError
from mmassist.settings import Settings
from mmassist.translation import ENGLISH, Translation, translation


def words_in(language: str) -> Translation:
    """Into that language; without sentences of it all stays English."""
    try:
        return translation(language)
    except ValueError:
        return ENGLISH


def translation_of(settings: Settings, problems: list[MmassistError]) -> Translation:
    """Into the language of the voice, as far as the app speaks it. One that can't be used leaves all in English, and goes to `problems`."""
    try:
        return translation(settings.own_language())
    except ValueError as error:
        problems.append(MmassistError(str(error), "The translation can't be used, so I speak English.", "Install mmassist again."))
        return ENGLISH
