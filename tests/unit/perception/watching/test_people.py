from __future__ import annotations

import numpy as np

from mmassist.perception.watching.people import People
from mmassist.values import Pixels
from tests.unit.privacy.test_cover import drawn


def room(seed: int) -> Pixels:
    """An empty one, with a camera's noise."""
    chance = np.random.default_rng(seed)
    pixels = np.full((400, 640, 4), 180, np.uint8)
    pixels[260:] = 120
    return (pixels + chance.integers(0, 6, pixels.shape)).astype(np.uint8)


def face() -> Pixels:
    return drawn(640, 400, 320, 200, 90).pixels


def test_a_face_is_a_person_once_it_was_seen_twice() -> None:
    people = People()
    assert [people.look(room(1)), people.look(face()), people.look(face())] == [False, False, True]


def test_an_empty_room_holds_nobody() -> None:
    people = People()
    assert not any(people.look(room(seed)) for seed in range(5))


def test_who_left_is_gone() -> None:
    people = People()
    for _ in range(3):
        people.look(face())
    assert [people.look(room(seed)) for seed in range(3)][-1] is False
