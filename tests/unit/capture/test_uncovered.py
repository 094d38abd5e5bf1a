"""The app's own caption is not in what is seen of the screen."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.capture.uncovered import Uncovered, without, without_windows
from mmassist.values import Box, Frame, Target, Window


def frame(x: int = 0, y: int = 0) -> Frame:
    """100 by 80, grey, with stripes of white letters in its lower half."""
    pixels = np.full((80, 100, 4), 90, np.uint8)
    pixels[40::3] = 255
    pixels.flags.writeable = False
    return Frame(pixels, (x, y), Target(), 1.0)


def test_what_it_covers_has_the_colour_beside_it_and_all_else_stays() -> None:
    seen = without(frame(1000, 500), Box(950, 540, 500, 500))
    assert (seen.pixels[40:] == 90).all()
    assert (seen.pixels[:40] == frame().pixels[:40]).all()
    assert not seen.pixels.flags.writeable


@pytest.mark.parametrize("box", [None, Box(0, 0, 100, 100)])
def test_a_picture_that_it_is_not_in_is_left_as_it_is(box: Box | None) -> None:
    seen = frame(1000, 500)
    assert without(seen, box) is seen


@pytest.mark.parametrize("edge", [Box(0, 0, 100, 40), Box(0, 40, 100, 40), Box(0, 0, 100, 80)])
def test_at_either_edge_and_over_all_of_it(edge: Box) -> None:
    seen = without(frame(), edge)
    assert len(np.unique(seen.pixels[edge.y : edge.bottom].reshape(-1, 4), axis=0)) == 1


def test_a_caption_that_goes_while_the_picture_is_taken_is_not_in_it() -> None:
    shown: list[Box | None] = [Box(0, 40, 100, 40)]

    class Slow:
        def open(self) -> None: ...

        def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
            shown[0] = None
            return frame()

        def close(self) -> None: ...

    assert (Uncovered(Slow(), lambda: shown[0]).grab(Target(), None, (0, 0)).pixels == 90).all()


def test_a_window_goes_as_far_as_it_is_in_sight() -> None:
    below, ours, above = Box(0, 0, 100, 80), Box(10, 40, 50, 40), Box(40, 30, 60, 50)
    seen = without_windows(frame(), ((below, False), (ours, True), (above, False)))
    assert (seen.pixels[40:, 10:40] == 90).all()
    untouched = np.ones((80, 100), bool)
    untouched[40:80, 10:40] = False
    assert (seen.pixels[untouched] == frame().pixels[untouched]).all()
    assert not seen.pixels.flags.writeable


def test_where_nothing_else_is_in_sight_nothing_goes() -> None:
    seen = frame(1000, 500)
    assert without_windows(seen, ((Box(900, 400, 500, 500), True),)) is seen
    assert without_windows(seen, ((Box(0, 0, 50, 50), True),)) is seen
