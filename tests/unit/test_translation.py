"""The app's own sentences in another language: with what was filled in, counted, and run on."""

from __future__ import annotations

from datetime import date

import pytest

from mmassist.errors import BackendError
from mmassist.plurals import counted, one
from mmassist.sayings import listed, own, run_on, said_day, saying
from mmassist.translation import ENGLISH, Translation, translation

GERMAN = Translation(
    "de",
    {
        "Still reading.": "Ich lese noch.",
        "{name} is gone.": "{name} ist weg.",
        "the voice": "die Stimme",
        "{pictures}.": "{pictures}.",
        "{pictures} can be read.": ["{pictures} ist lesbar.", "{pictures} sind lesbar."],
        "After {seconds:.1f} seconds.": "Nach {seconds:.1f} Sekunden.",
        "Try again.": "Noch einmal versuchen.",
    },
    {"picture": ["Bild", "Bilder", "n"], "cent": ["Cent", "Cent", "m"]},
)


def test_a_sentence_is_looked_up() -> None:
    assert GERMAN("Still reading.") == "Ich lese noch."


def test_what_was_filled_in_stays_as_it_is() -> None:
    assert GERMAN(saying("{name} is gone.", name="Still reading.")) == "Still reading. ist weg."


def test_what_was_filled_in_and_is_the_app_s_own_is_translated_with_it() -> None:
    assert GERMAN(saying("{name} is gone.", name=saying("the voice"))) == "die Stimme ist weg."


@pytest.mark.parametrize(("number", "said"), [(1, "ein Bild ist lesbar."), (3, "3 Bilder sind lesbar.")])
def test_a_count_chooses_the_form(number: int, said: str) -> None:
    assert GERMAN(saying("{pictures} can be read.", pictures=counted(number, "picture"))) == said


def test_a_count_that_is_a_text_has_the_decimal_mark() -> None:
    assert GERMAN(counted("2.5", "cent")) == "2,5 Cent"


def test_a_fraction_has_the_decimal_mark() -> None:
    assert GERMAN(saying("After {seconds:.1f} seconds.", seconds=2.5)) == "Nach 2,5 Sekunden."


def test_sentences_that_run_on_are_each_looked_up() -> None:
    error = BackendError("for the log", saying("{name} is gone.", name="gpt"), "Try again.")
    assert error.told == "gpt is gone. Try again."
    assert GERMAN(error.told) == "gpt ist weg. Noch einmal versuchen."


def test_what_has_no_translation_stays_english() -> None:
    assert GERMAN("Something new.") == "Something new."
    assert GERMAN(saying("{name} is new.", name="gpt")) == "gpt is new."
    assert GERMAN(run_on("Something new.", "Try again.")) == "Something new. Noch einmal versuchen."
    assert GERMAN(counted(2, "thing")) == "2 things"


def test_english_is_what_was_written() -> None:
    assert ENGLISH(run_on(saying("{pictures}.", pictures=counted(2, "picture")), "", "Still reading.")) == "2 pictures. Still reading."


def test_text_that_was_filled_in_is_never_a_template() -> None:
    assert GERMAN(saying("{name} is gone.", name="{0} {name}")) == "{0} {name} ist weg."


@pytest.mark.parametrize("language", ["xx", "../de", "", "DE"])
def test_a_language_that_there_is_none_of_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match=r"no translation|not the code"):
        translation(language)


def test_a_list_is_joined_as_the_language_does_and_only_its_own_parts_are_translated() -> None:
    parts = [saying("the voice"), "Try again.", counted(2, "picture")]
    assert listed(parts) == "the voice, Try again. and 2 pictures"
    assert GERMAN(listed(parts)) == "die Stimme, Try again. und 2 Bilder"
    assert GERMAN(listed(parts[:1])) == "die Stimme"
    assert listed(["A", "B", "C"], "or") == "A, B, or C"


def test_a_sentence_of_the_app_can_stand_in_another_one() -> None:
    assert GERMAN(saying("{name} is gone.", name=own("the voice"))) == "die Stimme ist weg."
    assert GERMAN(saying("{name} is gone.", name=own("{braces}"))) == "{braces} ist weg."


def test_one_of_a_thing_has_its_article() -> None:
    assert one("entry") == "an entry"
    assert GERMAN(one("picture")) == "ein Bild"


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("en", 1, "1 November 2026"),
        ("de", 1, "1. November 2026"),
        ("es", 2, "2 de noviembre de 2026"),
        ("fr", 1, "1er novembre 2026"),
        ("fr", 2, "2 novembre 2026"),
    ],
)
def test_a_day_is_said_as_the_language_does(language: str, day: int, said: str) -> None:
    assert translation(language)(saying("{day}", day=said_day(date(2026, 11, day)))) == said
