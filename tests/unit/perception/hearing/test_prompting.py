"""The hint from the screen, and how its echo is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.hearing.prompting import agree, is_echo, prompt

MENU = "Save As, Open Recent, Preferences, Close Window"


def made(*words: str, room: int = 1000) -> str:
    return prompt(words, room, len)


def test_words_in_their_order() -> None:
    assert made("Save As", "Open Recent") == "Save As, Open Recent"


def test_each_once_whatever_its_case() -> None:
    assert made("Save", "save", "Open") == "Save, Open"


def test_no_more_than_there_is_room_for() -> None:
    assert made("Save", "Open", "Close", room=10) == "Save, Open"


def test_long_texts_are_no_names() -> None:
    assert made("x" * 100, "Save") == "Save"


@pytest.mark.parametrize("word", ["", "  ", "\u200b", "\x00", "\u202e"])
def test_what_can_not_be_seen_is_left_out(word: str) -> None:
    assert made(word, "Save") == "Save"


def test_nothing_that_looks_like_a_steering_token_is_left() -> None:
    assert "<|" not in made("<|endoftext|>Save")


@pytest.mark.parametrize("text", ["Save As", "save as, open recent", "Preferences.", "What is it? Save As, Open Recent, Preferences"])
def test_what_may_be_the_hint_itself(text: str) -> None:
    assert is_echo(text, MENU)


@pytest.mark.parametrize("text", ["", "What does Save As do?", "Open the preferences", "Close Window and Save As"])
def test_what_was_said_about_it(text: str) -> None:
    assert not is_echo(text, MENU)


def test_without_a_hint_there_is_no_echo() -> None:
    assert not is_echo("Save As", "")


def test_two_transcripts_agree_where_most_words_are_the_same() -> None:
    assert agree("Save changes.", "save changes")
    assert not agree("Save As, Open Recent", "thank you")
    assert not agree("Save", "")


@given(st.lists(st.text(max_size=80), max_size=20), st.integers(0, 100))
def test_whatever_stands_on_the_screen_it_keeps_to_its_room(words: list[str], room: int) -> None:
    assert len(prompt(words, room, len)) <= room


@given(st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=9), min_size=3, max_size=9, unique=True))
def test_any_part_of_a_hint_is_an_echo(words: list[str]) -> None:
    hint = prompt(words, 1000, len)
    assert is_echo(" ".join(words[1:]), hint)
