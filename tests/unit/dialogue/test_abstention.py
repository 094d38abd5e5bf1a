"""Answers that say that nothing could be seen, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.abstention import Circumstances, abstains, declines, remedy
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


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can’t help with that.",  # noqa: RUF001
        "I cannot assist with this request.",
        "That goes against my guidelines.",
        "Dabei kann ich Ihnen leider nicht helfen.",
        "Das kann ich nicht beantworten: Ich darf diese Daten nicht nennen.",
        "Lo siento, no puedo ayudarle con eso.",
        "Je ne peux pas vous aider avec cela.",
    ],
)
def test_a_refusal_is_recognised(answer: str) -> None:
    assert declines(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The button Help is at the top.",
        'The page says "I cannot help with that".',
        "You can't share this file: it is locked.",
        "It can't continue without a password.",
        "Die Hilfe ist nicht verfügbar.",
        "El botón Ayudar no se puede pulsar.",
        "Le bouton Aider est grisé.",
        "The total is 12.50 EUR.",
    ],
)
def test_what_tells_of_help_is_no_refusal(answer: str) -> None:
    assert not declines(answer)
