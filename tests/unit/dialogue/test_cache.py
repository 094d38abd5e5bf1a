"""The cache of answers: what counts as the same, what is kept and for how long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.cache import Answer, AnswerCache, Asked, Options, key_of
from mmassist.values import Finished, FinishReason

ASKED = Asked("work", "model", "describe", "What is it?", "en", "normal")
DONE = Finished(1, "model-2026")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_comes_back_whole() -> None:
    cache = AnswerCache(Options())
    cache.put(b"key", "A button.", DONE, ("card 1",))
    assert cache.get(b"key") == Answer("A button.", "model-2026", ("card 1",))


def test_what_was_not_asked_is_not_answered() -> None:
    assert AnswerCache(Options()).get(b"key") is None


@pytest.mark.parametrize(
    ("text", "finished"), [("A but", replace(DONE, reason=FinishReason.LENGTH)), ("", DONE), ("  \n", DONE), ("x" * 1_000_001, DONE)]
)
def test_only_whole_answers_of_a_sensible_size_are_kept(text: str, finished: Finished) -> None:
    cache = AnswerCache(Options())
    cache.put(b"key", text, finished)
    assert (len(cache), cache.size) == (0, 0)


def test_an_old_answer_is_none() -> None:
    clock = Clock()
    cache = AnswerCache(Options(age=600), clock)
    cache.put(b"key", "A button.", DONE)
    clock.now += 601
    assert cache.get(b"key") is None
    assert (len(cache), cache.size) == (0, 0)


def test_asking_again_does_not_make_an_answer_younger() -> None:
    clock = Clock()
    cache = AnswerCache(Options(age=600), clock)
    cache.put(b"key", "A button.", DONE)
    clock.now += 400
    cache.get(b"key")
    clock.now += 400
    assert cache.get(b"key") is None


def test_the_least_recently_used_goes_first() -> None:
    cache = AnswerCache(Options(entries=2))
    cache.put(b"1", "one", DONE)
    cache.put(b"2", "two", DONE)
    cache.get(b"1")
    cache.put(b"3", "three", DONE)
    assert [cache.get(key) is not None for key in (b"1", b"2", b"3")] == [True, False, True]


def test_clearing_forgets_all() -> None:
    cache = AnswerCache(Options())
    cache.put(b"key", "A button.", DONE)
    cache.clear()
    assert (len(cache), cache.size, cache.get(b"key")) == (0, 0, None)


@given(st.lists(st.tuples(st.integers(0, 9), st.text(min_size=1, max_size=40))))
def test_the_bounds_are_kept_whatever_comes(puts: list[tuple[int, str]]) -> None:
    cache = AnswerCache(Options(entries=4, size=60))
    for number, text in puts:
        cache.put(bytes([number]), text, DONE)
        assert len(cache) <= 4
        assert cache.size <= 60
    kept = [answer.text for number in range(10) if (answer := cache.get(bytes([number])))]
    assert cache.size == sum(len(text.encode()) for text in kept)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, backend="home"),
        replace(ASKED, model="other"),
        replace(ASKED, preset="read"),
        replace(ASKED, question="What is it"),
        replace(ASKED, language="de"),
        replace(ASKED, verbosity="full"),
        replace(ASKED, others=("card 1",)),
    ],
)
def test_whatever_the_answer_depends_on_is_in_the_key(other: Asked) -> None:
    assert key_of([b"pixels"], ["outline"], ASKED) != key_of([b"pixels"], ["outline"], other)


def test_one_pixel_makes_another_key() -> None:
    pixels = np.zeros((20, 30, 4), np.uint8)
    other = pixels.copy()
    other[3, 4, 0] = 1
    assert key_of([pixels.data], [], ASKED) != key_of([other.data], [], ASKED)
    assert key_of([pixels.data], [], ASKED) == key_of([pixels.copy().data], [], ASKED)


def test_the_outline_is_in_the_key() -> None:
    assert key_of([b"pixels"], ["Balance 100"], ASKED) != key_of([b"pixels"], ["Balance 900"], ASKED)


PARTS = st.lists(st.text(max_size=3), max_size=3)


@given(PARTS, PARTS, PARTS, PARTS)
def test_parts_do_not_run_together(texts: list[str], others: list[str], more_texts: list[str], more_others: list[str]) -> None:
    one = key_of([], texts, replace(ASKED, others=tuple(others)))
    other = key_of([], more_texts, replace(ASKED, others=tuple(more_others)))
    assert (one == other) == ((texts, others) == (more_texts, more_others))
