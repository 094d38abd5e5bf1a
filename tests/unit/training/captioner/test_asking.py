import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.memory import ROLES, STATES, Thing
from mmassist.backends.captioner.reading import LONGEST
from mmassist.backends.captioner.words import END, sentence, words
from mmassist.evaluation.eyes.captions import QUESTIONS
from mmassist.training.captioner.asking import Asker, load_ways

NAMES = ("Save", "Open file", "Volume", "Remember me", "Imprimer", "Λύση", "")
SIDE = st.floats(0, 0.8)
THING = st.builds(
    lambda role, label, x, y, states: Thing(role, label, (x, y, x + 0.2, y + 0.1), frozenset(states)),
    st.sampled_from(ROLES),
    st.sampled_from(NAMES),
    SIDE,
    SIDE,
    st.sets(st.sampled_from(STATES)),
)
WAYS = load_ways(judged=False)


@given(st.lists(THING, max_size=30), st.sampled_from(sorted(WAYS)), st.integers(0, 2**32 - 1))
def test_the_right_answer_claims_nothing_that_is_not_so(things: list[Thing], intent: str, seed: int) -> None:
    pair = Asker(WAYS, ("Xylophone",)).about(intent, things, np.random.default_rng(seed))
    assert false_claims(pair.answer, things, words()) == []
    assert all(at < len(things) for at in named(pair.answer, words()))


@given(st.lists(THING, max_size=60), st.sampled_from(sorted(WAYS)), st.integers(0, 2**32 - 1))
def test_every_answer_ends_and_is_short_enough(things: list[Thing], intent: str, seed: int) -> None:
    pair = Asker(WAYS, ("Xylophone",)).about(intent, things, np.random.default_rng(seed))
    assert pair.answer[-1] == words().number(END)
    assert len(pair.answer) < LONGEST


def spoken(way: str) -> set[str]:
    """All that a way with choices may come out as."""
    parts = re.split(r"\(([^()]*\|[^()]*)\)", way)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return {" ".join("".join(chosen).split()) for chosen in itertools.product(*choices)}


def test_what_is_judged_by_is_asked_in_other_ways() -> None:
    judged = load_ways(judged=True)
    assert WAYS.keys() == judged.keys()
    trained = set().union(*(spoken(way) for ways in WAYS.values() for way in ways))
    assert not trained & {way for ways in judged.values() for way in ways}
    roles = ("buttons", "check boxes", "tabs", "menu items", "text fields")
    assert not {way.replace("{roles}", role) for way in trained for role in roles} & set(QUESTIONS)


def test_a_way_with_choices_is_asked_as_one_of_them() -> None:
    asker = Asker({"focus": ("where is (the|my) (keyboard |)focus",)}, ("Xylophone",))
    asked = {asker.about("focus", [], np.random.default_rng(seed)).question.lower().rstrip("?") for seed in range(200)}
    whole = {f"where is {whose} {kind}focus" for whose in ("the", "my") for kind in ("", "keyboard ")}
    assert whole <= asked
    assert all(any(question.endswith(one) for one in whole) for question in asked)


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ("what", "This window is called Settings. It has 2 buttons and 1 check box."),
        ("can", "You can press Save; tick Sound."),
        ("all_checked", "Sound is checked."),
        ("all_disabled", "Help is unavailable."),
        ("focus", "The focus is on the button Save."),
        ("unknown", "I cannot tell that."),
    ],
)
def test_an_answer_is_a_sentence(intent: str, told: str) -> None:
    here = (0.0, 0.0, 0.1, 0.1)
    things = [
        Thing("window title", "Settings", here),
        Thing("check box", "Sound", here, frozenset({"checked"})),
        Thing("button", "Save", here, frozenset({"focused"})),
        Thing("button", "Help", here, frozenset({"disabled"})),
    ]
    pair = Asker(WAYS, ("Xylophone",)).about(intent, things, np.random.default_rng(1))
    assert sentence(pair.answer, [thing.label for thing in things], words()) == told
