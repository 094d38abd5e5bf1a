"""How a face stands in the picture."""

from __future__ import annotations

import pytest

from mmassist.perception.camera import sentences
from mmassist.perception.camera.faces import Fault, Framing, faults_of, framing
from mmassist.values import Box
from tests.unit.perception.camera.pictures import plain

SIZE = (1280, 720)


@pytest.mark.parametrize(
    ("face", "level", "around", "faults"),
    [
        (Box(520, 200, 240, 260), 140, 120, ()),
        (Box(100, 200, 240, 260), 140, 120, (Fault.LEFT,)),
        (Box(950, 200, 240, 260), 140, 120, (Fault.RIGHT,)),
        (Box(520, 20, 240, 260), 140, 120, (Fault.HIGH,)),
        (Box(520, 440, 240, 260), 140, 120, (Fault.LOW,)),
        (Box(600, 280, 80, 90), 140, 120, (Fault.SMALL,)),
        (Box(400, 60, 480, 500), 140, 120, (Fault.LARGE,)),
        (Box(0, 200, 240, 260), 140, 120, (Fault.CUT, Fault.LEFT)),
        (Box(520, 200, 240, 260), 40, 50, (Fault.DARK,)),
        (Box(520, 200, 240, 260), 80, 200, (Fault.BACKLIT,)),
        (Box(520, 200, 240, 260), 240, 200, (Fault.BRIGHT,)),
    ],
)
def test_what_is_to_be_better_is_told(face: Box, level: float, around: float, faults: tuple[Fault, ...]) -> None:
    assert faults_of(face, SIZE, level, around) == faults


def test_nobody_is_nobody() -> None:
    assert framing(plain(120)) == Framing(0)


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (Framing(0), "I see no face."),
        (Framing(1), "Your face is in the middle and well lit."),
        (Framing(1, (Fault.LEFT, Fault.DARK)), "Your face is left of centre, too dark."),
        (Framing(2, (Fault.CUT,)), "I see 2 faces. Your face is cut off at the edge."),
    ],
)
def test_it_is_said_in_a_sentence(seen: Framing, sentence: str) -> None:
    assert sentences.framing_sentence(seen) == sentence
