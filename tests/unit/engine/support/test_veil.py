"""What somebody else may see of a window that changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.engine.support.veil import Veil, places
from mmassist.perception.change import changed_tiles
from mmassist.privacy.cover import covered
from mmassist.values import Box, Frame, Pixels, Target

SIZE = (120, 200)  # height, width: 3 by 5 tiles


def frame(fill: int = 255, *marks: tuple[int, int, int]) -> Frame:
    """`marks`: x, y and grey level of single pixels."""
    pixels = np.full((*SIZE, 4), fill, np.uint8)
    for x, y, level in marks:
        pixels[y, x] = level
    return Frame(pixels, (0, 0), Target(), 0.0)


def tile(pixels: Pixels, column: int, row: int) -> Pixels:
    return pixels[row * 40 : row * 40 + 40, column * 40 : column * 40 + 40]


def test_nothing_is_seen_before_it_was_looked_through() -> None:
    shown, withheld = Veil().over(frame(255))
    assert withheld.any()
    assert not (shown.pixels == 255).all(axis=2).any()


def test_what_was_looked_through_is_seen_without_what_was_hidden() -> None:
    veil, raw = Veil(), frame(200)
    cleared = covered(raw, [Box(0, 0, 40, 40)])
    veil.lift(raw, cleared, raw)
    shown, withheld = veil.over(frame(200))
    assert not withheld.any()
    assert np.array_equal(shown.pixels, cleared.pixels)


def test_a_change_is_withheld_and_what_did_not_change_is_seen() -> None:
    veil, raw = Veil(), frame(200)
    veil.lift(raw, raw, raw)
    shown, withheld = veil.over(frame(200, (90, 50, 7)))
    assert withheld.any()
    assert not (tile(shown.pixels, 2, 1) == 200).all(axis=2).any()
    assert (tile(shown.pixels, 0, 0) == 200).all()


def test_a_caret_that_blinks_is_known_in_both_its_states() -> None:
    veil, off, on = Veil(), frame(200), frame(200, (90, 50, 0))
    veil.lift(off, off, off)
    veil.lift(on, on, on)
    for now in (off, on):
        shown, withheld = veil.over(now)
        assert not withheld.any()
        assert np.array_equal(shown.pixels, now.pixels)


def test_what_is_hidden_in_the_newest_picture_is_not_seen_by_way_of_an_older_one() -> None:
    veil, before, now = Veil(), frame(200), frame(200, (90, 50, 0))
    veil.lift(before, before, before)
    veil.lift(now, covered(now, [Box(0, 0, 40, 40)]), now)
    shown, _ = veil.over(now)
    assert not (tile(shown.pixels, 0, 0) == 200).all(axis=2).any()


def test_what_turns_through_some_pictures_stays_known_while_something_else_is_written() -> None:
    veil = Veil()
    turns = [frame(200, (10, 10, level)) for level in (1, 2, 3)]
    for one in turns:
        veil.lift(one, one, one)
    for written in range(1, 20):
        now = frame(200, (10, 10, 2), (190, 110, written))
        veil.lift(now, now, now)
    for level in (1, 2, 3):
        shown, withheld = veil.over(now := frame(200, (10, 10, level), (190, 110, 19)))
        assert not withheld.any()
        assert np.array_equal(shown.pixels, now.pixels)


def test_tiles_are_told_by_their_places() -> None:
    tiles = changed_tiles(frame(200).pixels, frame(200, (90, 50, 7), (10, 119, 7)).pixels)
    assert places(tiles) == (Box(80, 40, 40, 40), Box(0, 80, 40, 40))


def test_what_is_put_together_of_several_pictures_hides_what_is_hidden_in_any_of_them() -> None:
    """Half a number is seen for itself; beside its other half it is hidden, also where something else has changed meanwhile."""
    veil, half, whole = Veil(), frame(200, (10, 10, 1)), frame(200, (10, 10, 1), (50, 10, 2))
    elsewhere = frame(200, (190, 110, 9))
    for order in ((half, whole, elsewhere), (whole, half, elsewhere), (whole, elsewhere, half)):
        veil.drop()
        for one in order:
            veil.lift(one, covered(one, [Box(0, 0, 80, 20)]) if one is whole else one, one)
        shown, withheld = veil.over(whole)
        assert not withheld.any()
        assert not (shown.pixels[10, [10, 50], 0] < 3).any()


def test_what_was_being_painted_is_withheld_until_it_was_looked_through_at_rest() -> None:
    """A field that has moved for the tree, and not yet in the picture."""
    veil, stale, settled = Veil(), frame(200, (90, 50, 7)), frame(200)
    veil.lift(stale, stale, settled)
    shown, withheld = veil.over(stale)
    assert withheld.sum() == 1
    assert not (tile(shown.pixels, 2, 1) == 7).any()
    assert (tile(shown.pixels, 0, 0) == 200).all()
    veil.lift(settled, settled, settled)
    assert not veil.over(settled)[1].any()
    assert veil.over(stale)[1].any()


def test_another_window_of_the_same_size_is_withheld() -> None:
    veil = Veil()
    veil.lift(frame(200), frame(200), frame(200))
    veil.drop()
    assert veil.over(frame(200))[1].all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 199), st.integers(0, 119), st.integers(0, 199), st.booleans()), min_size=1, max_size=12))
def test_no_pixel_is_ever_seen_that_was_not_looked_through_as_it_is(steps: list[tuple[int, int, int, bool]]) -> None:
    """Each step marks one pixel; some of the pictures are looked through."""
    veil, marks = Veil(), list[tuple[int, int, int]]()
    allowed: set[tuple[int, int, int]] = set()
    veil.lift(frame(255), frame(255), frame(255))
    for x, y, level, looked in steps:
        marks.append((x, y, level))
        now = frame(255, *marks)
        if looked:
            veil.lift(now, now, now)
            allowed |= {(at_x, at_y, int(now.pixels[at_y, at_x, 0])) for at_x, at_y, _ in marks}
        shown, _ = veil.over(now)
        for at_x, at_y, _ in marks:
            seen = int(shown.pixels[at_y, at_x, 0])
            assert seen in (96, 255) or (at_x, at_y, seen) in allowed


@pytest.mark.parametrize("changes", [1, 5])
def test_the_parts_that_are_drawn_make_the_whole(changes: int) -> None:
    veil, random = Veil(), np.random.default_rng(5)
    drawn = np.zeros((*SIZE, 4), np.uint8)
    now = frame(255)
    for _ in range(changes):
        now = frame(255, *((int(random.integers(200)), int(random.integers(120)), int(random.integers(200))) for _ in range(3)))
        for patch in veil.patches(now):
            high, wide = patch.pixels.shape[:2]
            drawn[patch.y : patch.y + high, patch.x : patch.x + wide] = patch.pixels
    assert np.array_equal(drawn[..., :3], now.pixels[..., 2::-1])
    assert veil.patches(now) == ()


def test_what_turns_is_seen_as_a_still_half_as_bright_and_nothing_of_it_that_was_not_looked_through() -> None:
    veil, first, later = Veil(), frame(200, (10, 10, 1), (90, 50, 1)), frame(200, (10, 10, 2), (90, 50, 2))
    turning = np.zeros((3, 5), np.bool_)
    turning[0, 0] = True
    restless = changed_tiles(first.pixels, later.pixels)
    veil.lift(first, covered(first, [Box(0, 20, 40, 20)]), later, turning)
    shown, withheld = veil.over(now := frame(200, (10, 10, 3), (90, 50, 3)), restless)
    assert withheld.sum() == 2
    assert shown.pixels[10, 10, 0] == 48  # of 1
    assert shown.pixels[5, 5, 0] == 148  # of 200
    assert shown.pixels[30, 30, 0] == 96  # hidden
    assert (tile(shown.pixels, 2, 1)[..., 0] == 96).all()
    assert (tile(veil.over(now)[0].pixels, 0, 0)[..., 0] == 96).all()
    veil.lift(first, first, later)
    assert (tile(veil.over(now, restless)[0].pixels, 0, 0)[..., 0] == 96).all()


def test_another_thread_may_let_go_of_a_still_while_it_is_looked_at() -> None:
    veil, first, later = Veil(), frame(200, (10, 10, 1)), frame(200, (10, 10, 2))
    turning = changed_tiles(first.pixels, later.pixels)

    class Asked(np.ndarray):
        """The tiles that turn; who asks for them finds that the window is another one."""

        def any(self, *arguments: object, **named: object) -> object:  # type: ignore[override]
            veil.drop()
            return super().any(*arguments, **named)  # type: ignore[call-overload]

    veil.lift(first, first, later, turning)
    shown, _ = veil.over(frame(200, (10, 10, 3)), turning.view(Asked))
    assert (tile(shown.pixels, 0, 0)[..., 0] != 200).all()


def test_a_picture_of_which_too_much_was_hidden_hides_nothing_once_more_is_known() -> None:
    """Its program had not answered; something turns in another tile."""
    veil, first, second = Veil(), frame(200, (190, 110, 1)), frame(200, (190, 110, 2))
    veil.lift(first, covered(first, [Box(0, 0, 200, 120)]), first, lasts=False)
    veil.lift(second, second, second)
    shown, withheld = veil.over(frame(200, (190, 110, 1)))
    assert withheld.sum() == 1
    assert (tile(shown.pixels, 0, 0) == 200).all()


def test_what_an_older_picture_hides_elsewhere_is_seen_if_the_newest_shows_it() -> None:
    veil, first, second = Veil(), frame(200, (190, 110, 1)), frame(200, (190, 110, 2))
    veil.lift(first, covered(first, [Box(0, 0, 40, 20)]), first)
    veil.lift(second, second, second)
    shown, withheld = veil.over(frame(200, (190, 110, 1)))
    assert not withheld.any()
    assert (tile(shown.pixels, 0, 0) == 200).all()
