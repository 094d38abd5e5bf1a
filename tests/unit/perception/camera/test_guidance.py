"""Guidance by voice: what is said, how often, and when the picture is taken."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.camera import sentences
from mmassist.perception.camera.exposure import Light
from mmassist.perception.camera.guidance import PATIENCE, Hint, Seen, Step, begin, hint_for, step
from mmassist.perception.camera.page_finder import FoundBy, Page
from mmassist.perception.camera.quad import quad_of

PAGE = Page(quad_of([(100, 50), (500, 50), (500, 430), (100, 430)]), 0.5, FoundBy.OUTLINE)
FINE = Seen(0.0, Light.FINE, moving=False, sharpness=0.25, page=PAGE)


def cut(*sides: str) -> Page:
    left, top, right, bottom = (side in sides for side in ("left", "top", "right", "bottom"))
    return replace(PAGE, cut=(left, top, right, bottom))


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        (FINE, None),
        (replace(FINE, light=Light.DARK, page=None), Hint.DARK),
        (replace(FINE, light=Light.COVERED), Hint.COVERED),
        (replace(FINE, light=Light.BRIGHT), Hint.BRIGHT),
        (replace(FINE, moving=True), Hint.HOLD_STILL),
        (replace(FINE, page=None), Hint.NO_PAGE),
        (replace(FINE, page=None, sharpness=0.02), Hint.BLURRED),
        (replace(FINE, sharpness=0.02), Hint.BLURRED),
        (replace(FINE, page=cut("left")), Hint.LEFT),
        (replace(FINE, page=cut("right")), Hint.RIGHT),
        (replace(FINE, page=cut("top")), Hint.UP),
        (replace(FINE, page=cut("bottom")), Hint.DOWN),
        (replace(FINE, page=cut("left", "right")), Hint.FARTHER),
        (replace(FINE, page=replace(PAGE, share=0.1)), Hint.CLOSER),
        (replace(FINE, page=replace(PAGE, quad=quad_of([(200, 50), (400, 50), (550, 430), (50, 430)]))), Hint.TILT_FORWARD),
        (replace(FINE, page=replace(PAGE, quad=quad_of([(50, 50), (550, 50), (400, 430), (200, 430)]))), Hint.TILT_BACK),
        (replace(FINE, page=replace(PAGE, quad=quad_of([(100, 150), (500, 50), (500, 430), (100, 330)]))), Hint.TILT_LEFT),
        (replace(FINE, page=replace(PAGE, found_by=FoundBy.TEXT, cut=(True, True, True, True))), None),
    ],
)
def test_the_first_thing_to_be_better_is_told(seen: Seen, wanted: Hint | None) -> None:
    assert hint_for(seen) is wanted


def played(moments: list[Seen]) -> list[Step]:
    state, steps = begin(0.0), []
    for seen in moments:
        steps.append(step(state, seen))
        state = steps[-1].state
    return steps


def at(seen: Seen, start: float, end: float) -> list[Seen]:
    return [replace(seen, at=start + 0.1 * number) for number in range(round((end - start) * 10))]


def test_a_tremor_is_not_told() -> None:
    steps = played([*at(FINE, 0, 0.3), *at(replace(FINE, moving=True), 0.3, 0.5), *at(FINE, 0.5, 0.7)])
    assert not any(one.hint for one in steps)


def test_the_same_hint_is_repeated_but_not_nagged() -> None:
    steps = played(at(replace(FINE, page=None), 0, 10))
    assert [round(one.state.said_at, 1) for one in steps if one.hint] == pytest.approx([0.3, 4.3, 8.3], abs=0.15)


def test_a_picture_is_taken_once_all_has_been_well_for_half_a_second() -> None:
    steps = played([*at(replace(FINE, moving=True), 0, 1), *at(FINE, 1, 2)])
    ready = [number for number, one in enumerate(steps) if one.ready]
    assert ready[0] == 15
    assert steps[ready[0]].good


def test_patience_ends_with_the_best_there_is() -> None:
    steps = played(at(replace(FINE, page=cut("left")), 0, PATIENCE + 1))
    assert steps[-1].ready
    assert not steps[-1].good


def test_without_a_page_it_goes_on_guiding() -> None:
    assert not any(one.ready for one in played(at(replace(FINE, page=None), 0, PATIENCE + 3)))


@pytest.mark.parametrize("held", ["camera", "page"])
@pytest.mark.parametrize("what", Hint)
def test_every_hint_has_its_sentence(what: Hint, held: str) -> None:
    assert sentences.hint(what, held=held).endswith(".")


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0, 0.4), st.sampled_from(Light)), max_size=80))
def test_two_hints_are_never_closer_than_a_second_and_a_half(moments: list[tuple[bool, bool, float, Light]]) -> None:
    seen = [Seen(0.1 * n, light, moving, sharp, PAGE if page else None) for n, (moving, page, sharp, light) in enumerate(moments)]
    said = [one.state.said_at for one in played(seen) if one.hint]
    assert all(later - earlier > 1.49 for earlier, later in pairwise(said))
