"""Answers that say that nothing could be seen, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.abstention import Circumstances, abstains, remedy
from mmassist.values import Scene
from tests.unit.dialogue.scenes import control, line, scene


@dataclass(frozen=True, slots=True)
class Picture:
    blank: bool = False
    dark: bool = False
    blurred: bool = False


@pytest.mark.parametrize(
    "answer",
    [
        "I can’t see the image.",  # noqa: RUF001
        "I'm unable to read the text.",
        "No image was provided.",
        "The photo is too dark to read.",
        "Ich kann das Bild nicht sehen.",
        "No puedo ver la imagen.",
        "Je ne peux pas voir l'image.",
    ],
)
def test_an_abstention_is_recognised(answer: str) -> None:
    assert abstains(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The dialog says “I cannot see the printer”.",
        "The error says the file cannot be opened.",
        "It shows a small dog. The text at the top is in bold. I can't read the small print.",
        "The list is empty.",
    ],
)
def test_an_answer_is_no_abstention(answer: str) -> None:
    assert not abstains(answer)


@pytest.mark.parametrize(
    ("shown", "picture", "circumstances", "said"),
    [
        (scene(), Picture(blank=True), None, "blank"),
        (scene(control("Save")), Picture(blank=True), None, "screen curtain"),
        (scene(), Picture(dark=True), None, "dark"),
        (scene(), Picture(blurred=True), None, "blurred"),
        (scene(line("tiny words", height=8)), Picture(), None, "small"),
        (scene(), Picture(), Circumstances(hidden=2), "hidden"),
        (scene(), None, Circumstances(picture_sent=False), "No picture was sent"),
        (scene(), Picture(), None, "No text was found"),
        (scene(control("Save")), Picture(), None, "another model"),
    ],
)
def test_the_remedy_names_the_cause(shown: Scene, picture: Picture | None, circumstances: Circumstances | None, said: str) -> None:
    assert said in remedy(shown, picture, circumstances)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert abstains(text) in (True, False)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["i can't ", "image ", "too ", "“", "ich kann ", "je ne peux ", "a"])
def test_long_hostile_answers_end(unit: str) -> None:
    assert abstains(unit * (200_000 // len(unit))) in (True, False)
