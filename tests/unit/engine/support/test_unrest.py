"""What changes in nearly every picture."""

from __future__ import annotations

import numpy as np

from mmassist.engine.support.unrest import Unrest
from mmassist.values import Pixels


def picture(level: int) -> Pixels:
    """Two tiles, the second of that grey."""
    pixels = np.zeros((40, 80, 4), np.uint8)
    pixels[:, 40:] = level
    return pixels


def test_a_film_is_restless_from_its_fifth_picture_on_and_the_rest_of_the_window_is_not() -> None:
    unrest = Unrest()
    seen = [unrest.look(picture(level)).tolist() for level in range(6)]
    assert seen == [[[False, False]]] * 4 + [[[False, True]]] * 2


def test_what_comes_to_rest_is_restless_no_more_after_two_pictures() -> None:
    unrest = Unrest()
    for level in range(40):
        unrest.look(picture(level))
    assert [bool(unrest.look(picture(39)).any()) for _ in range(3)] == [True, False, False]


def test_who_types_is_not_restless() -> None:
    unrest = Unrest()
    assert not any(unrest.look(picture(level // 2)).any() for level in range(100))


def test_a_window_that_changes_its_size_begins_anew() -> None:
    unrest = Unrest()
    for level in range(10):
        unrest.look(picture(level))
    assert not unrest.look(np.zeros((80, 80, 4), np.uint8)).any()


def test_what_turns_for_long_is_told_and_no_film() -> None:
    def turning(tiles: int, pictures: int) -> int:
        unrest = Unrest()
        for level in range(pictures):
            pixels = np.zeros((400, 400, 4), np.uint8)
            pixels[:40, : 40 * tiles] = level % 251
            if tiles > 10:
                pixels[...] = level % 251
            unrest.look(pixels)
        return int(unrest.turning().sum())

    assert [turning(2, 20), turning(2, 60), turning(100, 60)] == [0, 2, 0]
