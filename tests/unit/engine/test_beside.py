"""What a model may be shown of a window beside the user's own turns: while a problem is worked through, or something is waited for."""

from __future__ import annotations

import time

import numpy as np
import pytest

from mmassist.engine.beside import Seeing, look_at
from mmassist.errors import MmassistError, PerceptionError
from mmassist.perception.elements.finder import Element
from mmassist.values import Box, Frame, Node, Outline, Role, Target, TextLine
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeEyes, FakeTexts

FIELD = Element("text field", Box(120, 100, 200, 28), frozenset(), 0.9)
SAVE = Element("button", Box(20, 200, 90, 28), frozenset(), 0.9)
WORDS = (("Password", 20, 106), ("sunshine", 125, 106), ("Save", 30, 206), ("Bye", 20, 30))
LINES = tuple(TextLine(text, Box(x, y, 80, 14), 0.99) for text, x, y in WORDS)


def frame() -> Frame:
    pixels = np.full((300, 400, 4), 255, np.uint8)
    pixels[99:101, 110:330] = 0
    pixels[250:260, 20:200:3] = 0
    return Frame(pixels, (WINDOW.box.x, WINDOW.box.y), Target(), time.monotonic())


async def test_of_the_controls_that_only_the_picture_shows_it_has_the_fields_for_passwords_and_nothing_of_what_is_in_them() -> None:
    seeing = Seeing(FakeTexts(LINES), FakeEyes((FIELD, SAVE)), None)
    look = await look_at(frame(), WINDOW, None, seeing, FakeAnswering().answering())
    assert [item.role for item in look.scene.items if item.is_by_look] == [Role.PASSWORD]
    assert "sunshine" not in repr(look.scene)
    assert {"Save", "Bye"} <= {item.name for item in look.scene.items}
    assert look.unsearched is None


@pytest.mark.parametrize("error", [None, PerceptionError("broken", "Controls could not be found.", "Try again.")])
async def test_where_nobody_can_look_the_text_is_there(error: MmassistError | None) -> None:
    seeing = Seeing(FakeTexts(LINES), None if error is None else FakeEyes(error=error), None)
    look = await look_at(frame(), WINDOW, None, seeing, FakeAnswering().answering())
    assert {"Save", "Bye"} <= {item.name for item in look.scene.items}


async def test_what_was_not_searched_in_time_is_known_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.beside._SEEING", 0.1)
    seeing = Seeing(FakeTexts(LINES), FakeEyes((FIELD,), delay=30.0), None)
    look = await look_at(frame(), WINDOW, None, seeing, FakeAnswering().answering())
    assert look.unsearched == Box(0, 0, 400, 300)


@pytest.mark.parametrize("complete", [False, True])
async def test_where_the_tree_was_not_read_to_its_end_a_field_for_a_password_may_be_anywhere(complete: bool) -> None:
    outline = Outline(
        (Node(Role.WINDOW, WINDOW.title, -1, box=WINDOW.box), Node(Role.TEXT_AREA, "Note", 0, box=WINDOW.box)), -1, complete, 0.0
    )
    look = await look_at(frame(), WINDOW, outline, Seeing(FakeTexts(LINES), None, None), FakeAnswering().answering())
    assert look.unsearched == (None if complete else Box(0, 0, 400, 300))
