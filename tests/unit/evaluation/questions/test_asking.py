"""Questions are made from specs and toolkits, and their answers are what these tell."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from mmassist.evaluation.layout import Spec
from mmassist.evaluation.questions import contents, controls
from mmassist.evaluation.questions.judging import Outcome, Verdict
from mmassist.evaluation.questions.places import places_of, said_places
from mmassist.evaluation.questions.question import Question, Source
from mmassist.evaluation.questions.report import Answered, QuestionsReport
from mmassist.evaluation.questions.run import PER_WINDOW, chosen
from mmassist.evaluation.report import Shown
from mmassist.evaluation.specs import generate
from mmassist.evaluation.truth import truth_of
from mmassist.values import Box
from tests.unit.evaluation.samples import OPTIONS, SAVE

CLIENT = Box(0, 0, 900, 600)


def shown(spec: Spec) -> Shown:
    """As if every control were drawn one below the other, and all rows in sight."""
    elements = [element for element in spec.root.shown() if element.id]
    boxes = {element.id: Box(10, 10 + 20 * at, 100, 18) for at, element in enumerate(elements)}
    rows = {element.id: tuple(range(len(element.rows or element.entries))) for element in elements}
    return Shown(True, 1, CLIENT, boxes, rows, (), spec.default, spec.focus)


def asked(spec: Spec, kind: str) -> Question:
    source = Source(spec, truth_of(spec, shown(spec)), shown(spec), Random(1))
    return next(one for one in (*controls.questions(source), *contents.questions(source)) if one.kind == kind)


def test_what_is_ticked_is_known_from_the_spec() -> None:
    question = asked(OPTIONS, "which ticked")
    assert (question.must, question.never) == ((("Wrap long lines",),), ("Animate windows",))


def test_the_default_button_is_known_from_the_toolkit() -> None:
    assert asked(SAVE, "default").must == (("Save",),)


def test_a_button_that_is_not_there_is_asked_for_by_a_name_that_is_nowhere() -> None:
    question = asked(SAVE, "absent")
    assert not any(word in " ".join(truth_of(SAVE).sayable) for word in question.text.split()[3:4])


@pytest.mark.parametrize(
    ("box", "places"),
    [
        (Box(800, 560, 80, 30), {"bottom right"}),
        (Box(10, 10, 80, 30), {"top left"}),
        (Box(400, 280, 100, 30), {"middle"}),
        (Box(550, 10, 80, 30), {"top", "top right"}),
    ],
)
def test_near_a_border_of_thirds_either_place_is_right(box: Box, places: set[str]) -> None:
    assert places_of(box, CLIENT) == places


def test_a_place_is_read_by_its_longest_wording() -> None:
    assert said_places("Save, button, at the bottom right, third of 3 buttons.") == {"bottom right"}


def test_windows_are_asked_the_kinds_that_were_asked_least() -> None:
    kinds: Counter[str] = Counter()
    for spec in generate(13, 99):
        questions = chosen(spec, shown(spec), 99, kinds)
        assert len(questions) == len({one.kind for one in questions}) == PER_WINDOW
    assert len(kinds) > 30


def test_the_same_seed_asks_the_same() -> None:
    spec = generate(3, 5)[2]
    assert chosen(spec, shown(spec), 5, Counter()) == chosen(spec, shown(spec), 5, Counter())


def test_one_invention_is_one_too_many() -> None:
    right = Answered("1", Question("there", "?"), "Yes.", Verdict(Outcome.RIGHT))
    invented = Answered("1", Question("there", "?"), "Yes.", Verdict(Outcome.INVENTED, "not on the screen: x"))
    assert QuestionsReport(1, (right,) * 40).met
    assert not QuestionsReport(1, (*(right,) * 40, invented)).met
    assert QuestionsReport(1, (right, invented)).as_json()["invented"] == 1
