"""Commands in what was said."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.commands import LANGUAGES, Certainty, commands, grammar, match, vocabulary

ENGLISH = commands("en")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Describe.", "describe"),
        ("Please describe the window!", "describe"),
        ("OK, stop it please", "stop"),
        ("What does the error say?", "error"),
        ("could you read the window now", "read"),
        ("Next button", "next-button"),
    ],
)
def test_a_command_is_heard_whatever_is_around_it(said: str, name: str) -> None:
    found = match(said, ENGLISH)
    assert found is not None
    assert (found.name, found.certainty) == (name, Certainty.SURE)


@pytest.mark.parametrize("said", ["Reed the window", "what does the arrow say", "next buttons"])
def test_what_only_sounds_like_a_command_is_unsure(said: str) -> None:
    found = match(said, ENGLISH)
    assert found is not None
    assert found.certainty is Certainty.UNSURE


@pytest.mark.parametrize(
    "said", ["", "?", "please", "lead", "what does it cost", "describe the picture on page two", "stop stop", "is it next"]
)
def test_a_question_is_no_command(said: str) -> None:
    assert match(said, ENGLISH) is None


def test_what_follows_is_handed_on_as_it_was_said() -> None:
    found = match("Please tell me when Gate 14 shows.", ENGLISH)
    assert found is not None
    assert (found.name, found.rest) == ("watch", "Gate 14 shows.")


def test_nothing_to_wait_for_is_no_command() -> None:
    assert match("Tell me when", ENGLISH) is None


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("de", "Nächster Knopf, bitte", "next-button"),
        ("de", "nachster knopf", "next-button"),
        ("es", "¿Qué dice el error?", "error"),
        ("fr", "Décris la fenêtre, s\u2019il vous plaît", "describe"),
        ("fr", "qu'est-ce que c'est ?", "describe"),
    ],
)
def test_every_language_of_the_interface_has_commands(language: str, said: str, name: str) -> None:
    found = match(said, commands(language))
    assert found is not None
    assert found.name == name


def test_another_language_gets_the_english_ones() -> None:
    assert commands("nl").language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_means_two_things(language: str) -> None:
    phrases = list(itertools.chain.from_iterable(command.phrases for command in commands(language).commands))
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_its_own_command(language: str) -> None:
    among = commands(language)
    for command in among.commands:
        for phrase in command.phrases:
            found = match(f"{phrase} x" if command.takes_rest else phrase, among)
            assert found is not None
            assert (found.name, found.certainty) == (command.name, Certainty.SURE), phrase


def test_the_languages_have_the_same_commands() -> None:
    assert len({tuple(one.name for one in commands(language).commands) for language in LANGUAGES}) == 1


def test_the_grammar_holds_whole_phrases_of_known_words() -> None:
    text = grammar(ENGLISH, vocabulary(ENGLISH) - {"louder"})
    assert "| read the window |" in text
    assert "louder" not in text


def test_the_grammar_leaves_out_what_free_speech_must_follow() -> None:
    assert "tell me when" not in grammar(ENGLISH, vocabulary(ENGLISH))


def test_an_answer_to_a_question_is_no_other_command() -> None:
    among = ENGLISH.only("yes", "no")
    assert match("describe", among) is None
    assert match("describe", ENGLISH.without("describe")) is None


@given(st.text(max_size=200))
def test_nothing_that_is_said_breaks_it(said: str) -> None:
    for language in LANGUAGES:
        match(said, commands(language))
