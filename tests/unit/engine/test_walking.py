"""Walking what was seen."""

from __future__ import annotations

import pytest

from mmassist.backends.describer.walk import Kind
from mmassist.engine.walking import Walk
from mmassist.errors import NoWindow
from mmassist.values import Item, Role, Scene, Source, Target

SCENE = Scene(
    Target(),
    None,
    (400, 300),
    (
        Item(Role.DIALOG, "Save?", Source.OUTLINE),
        Item(Role.LABEL, "Save the changes?", Source.OUTLINE, parent=0),
        Item(Role.TEXT_FIELD, "Name", Source.OUTLINE, value="draft", parent=0),
        Item(Role.BUTTON, "Cancel", Source.OUTLINE, parent=0),
        Item(Role.BUTTON, "Save", Source.OUTLINE, parent=0),
    ),
    focus=2,
    has_outline=True,
)


def test_the_next_button_is_told_with_its_place() -> None:
    assert Walk().step(SCENE, Kind.BUTTON, True) == "Cancel, button, 1 of 2"


def test_walking_begins_at_the_focus() -> None:
    assert Walk().step(SCENE, Kind.ITEM, True).startswith("Cancel, button")


def test_back_goes_where_one_came_from() -> None:
    walk = Walk()
    walk.step(SCENE, Kind.BUTTON, True)
    walk.step(SCENE, Kind.BUTTON, True)
    assert walk.step(SCENE, Kind.BUTTON, False).startswith("Cancel")


def test_the_end_is_said_and_the_place_is_kept() -> None:
    walk = Walk()
    walk.step(SCENE, Kind.BUTTON, True)
    walk.step(SCENE, Kind.BUTTON, True)
    assert walk.step(SCENE, Kind.BUTTON, True) == "No further button."
    assert walk.step(SCENE, Kind.BUTTON, False).startswith("Cancel")


def test_a_kind_that_is_not_there_is_said() -> None:
    empty = Scene(Target(), None, (10, 10), ())
    assert Walk().step(empty, Kind.FIELD, True) == "There is no field here."


def test_before_anything_was_described_that_is_said() -> None:
    with pytest.raises(NoWindow):
        Walk().step(None, Kind.ITEM, True)
