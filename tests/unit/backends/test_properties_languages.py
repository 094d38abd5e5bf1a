"""What holds for every scene in the other languages too: nothing but what is there and words of the language, nothing told twice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.describer import detail, gist_of_scene
from mmassist.backends.describer.phrases import languages
from mmassist.values import Scene, Verbosity
from tests.unit.backends.strategies import VERBOSITIES, scenes
from tests.unit.backends.test_properties import WORD, many, shown

OTHERS = st.sampled_from(sorted(languages() - {"en"}))


def said(scene: Scene, verbosity: Verbosity, language: str, spoken: str = "") -> str:
    return " ".join(detail(scene, verbosity, spoken, language))


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word of the describer's own in a language."""
    tables = resources.files("mmassist.resources")
    grammar = tomllib.loads((tables / "grammar.toml").read_text("utf-8"))[language]
    phrases = tomllib.loads((tables / f"describer.{language}.toml").read_text("utf-8"))
    return frozenset(WORD.findall(" ".join((*_texts(grammar), *_texts(phrases))).casefold()))


def _texts(table: object) -> Iterator[str]:
    """What stands in a table, without its keys, which are English."""
    if isinstance(table, dict):
        table = list(table.values())
    if isinstance(table, list):
        for value in table:
            yield from _texts(value)
    else:
        yield str(table)


@many
@given(scene=scenes(), verbosity=VERBOSITIES, language=OTHERS)
def test_nothing_is_said_that_is_not_there_or_of_the_language(scene: Scene, verbosity: Verbosity, language: str) -> None:
    heard = WORD.findall(f"{gist_of_scene(scene, language=language)} {said(scene, verbosity, language)}".casefold())
    counts = {str(number) for number in range(101)} | {str(number) for number in scene.size}
    assert [word for word in heard if word not in shown(scene) | vocabulary(language) | counts] == []


@many
@given(scene=scenes(), verbosity=VERBOSITIES, language=OTHERS)
def test_every_sentence_is_plain_closed_and_on_one_line(scene: Scene, verbosity: Verbosity, language: str) -> None:
    heard = list(detail(scene, verbosity, language=language))
    ended = re.compile(r"[.!?…](?:[”“\"')]|\s?»)*$")
    assert [sentence for sentence in heard if not ended.search(sentence) or "\n" in sentence or sentence != sentence.strip()] == []


@many
@given(scene=scenes(), verbosity=VERBOSITIES, language=OTHERS)
def test_a_second_look_at_the_same_scene_is_silent(scene: Scene, verbosity: Verbosity, language: str) -> None:
    gist = gist_of_scene(scene, language=language)
    assert said(scene, verbosity, language, f"{gist} {said(scene, verbosity, language, gist)}") == ""


@many
@given(scene=scenes(), language=OTHERS)
def test_the_gist_said_twice_is_silent(scene: Scene, language: str) -> None:
    assert gist_of_scene(scene, gist_of_scene(scene, language=language), language) == ""
