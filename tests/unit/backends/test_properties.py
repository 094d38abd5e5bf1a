"""What holds for every scene."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import PurePath

from hypothesis import given, settings

from mmassist.backends.describer import detail, gist_of_scene
from mmassist.backends.describer.detail import BRIEF_SENTENCES, MAX_CHARACTERS
from mmassist.backends.describer.text import clean, label, sentences
from mmassist.values import Role, Scene, Verbosity
from tests.unit.backends.strategies import VERBOSITIES, WORDS, scenes

WORD = re.compile(r"\w+")
many = settings(max_examples=60, deadline=None, derandomize=True)


def said(scene: Scene, verbosity: Verbosity, spoken: str = "") -> str:
    return " ".join(detail(scene, verbosity, spoken))


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the describer's own."""
    return frozenset(WORD.findall((resources.files("mmassist.resources") / "describer.en.toml").read_text("utf-8").casefold()))


def shown(scene: Scene) -> frozenset[str]:
    """Every word that the scene holds."""
    window = (scene.window.title, scene.window.program) if scene.window else ()
    items = (
        text
        for item in scene.items
        if item.role is not Role.PASSWORD
        for text in (item.name, item.value, item.description, item.pixels_say)
    )
    secrets = (item.name for item in scene.items if item.role is Role.PASSWORD)
    texts = [*window, *items, *secrets, *(line.text for line in scene.lines), PurePath(scene.target.path).name]
    return frozenset(word for text in texts for form in (clean(text), label(text)) for word in WORD.findall(form.casefold()))


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_nothing_is_said_that_is_not_there(scene: Scene, verbosity: Verbosity) -> None:
    heard = WORD.findall(f"{gist_of_scene(scene)} {said(scene, verbosity)}".casefold())
    counts = {str(number) for number in range(101)} | {str(number) for number in scene.size}
    assert [word for word in heard if word not in shown(scene) | vocabulary() | counts] == []


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_the_same_scene_is_told_the_same_way(scene: Scene, verbosity: Verbosity) -> None:
    assert said(scene, verbosity) == said(scene, verbosity)


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_every_sentence_is_plain_closed_and_on_one_line(scene: Scene, verbosity: Verbosity) -> None:
    heard = list(detail(scene, verbosity))
    assert [
        sentence for sentence in heard if not re.search(r"[.!?…][”\"')]*$", sentence) or "\n" in sentence or sentence != sentence.strip()
    ] == []


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_length_is_bounded(scene: Scene, verbosity: Verbosity) -> None:
    assert len(said(scene, verbosity)) <= MAX_CHARACTERS[verbosity]


@many
@given(scene=scenes())
def test_brief_is_three_sentences_more_than_the_gist_at_most(scene: Scene) -> None:
    """But for the one that says of them how controls are known."""
    told = [sentence for sentence in detail(scene, Verbosity.BRIEF, gist_of_scene(scene)) if "by their look alone" not in sentence]
    assert len(told) <= BRIEF_SENTENCES


@many
@given(scene=scenes(WORDS))
def test_more_is_said_the_fuller_it_is_asked_for(scene: Scene) -> None:
    gist = gist_of_scene(scene)
    lengths = [len(WORD.findall(said(scene, verbosity, gist))) for verbosity in (Verbosity.BRIEF, Verbosity.NORMAL, Verbosity.FULL)]
    assert all(less <= more for less, more in pairwise(lengths))


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_what_the_gist_said_is_not_said_again(scene: Scene, verbosity: Verbosity) -> None:
    gist = gist_of_scene(scene)
    heard = list(detail(scene, verbosity, gist))
    assert [sentence for sentence in heard if sentence in sentences(gist) or sentence.startswith("Focus on ")] == []


@many
@given(scene=scenes())
def test_the_gist_said_twice_is_silent(scene: Scene) -> None:
    assert gist_of_scene(scene, gist_of_scene(scene)) == ""


@many
@given(scene=scenes(), verbosity=VERBOSITIES)
def test_a_second_look_at_the_same_scene_is_silent(scene: Scene, verbosity: Verbosity) -> None:
    assert said(scene, verbosity, f"{gist_of_scene(scene)} {said(scene, verbosity, gist_of_scene(scene))}") == ""
