"""Walking what was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.backends.describer.walk import Kind
from mmassist.engine.walking import Walk
from mmassist.errors import NoWindow
from mmassist.values import Box, Item, Role, Scene, Source, State, Target, Turn, Window

WINDOW = Window(7, "Save?", "mousepad", 42, Box(0, 0, 400, 300))
SCENE = Scene(
    Target(),
    WINDOW,
    (400, 300),
    (
        Item(Role.DIALOG, "Save?", Source.OUTLINE),
        Item(Role.LABEL, "Save the changes?", Source.OUTLINE, parent=0),
        Item(Role.TEXT_FIELD, "Name", Source.OUTLINE, value="draft", parent=0),
        Item(Role.BUTTON, "Cancel", Source.OUTLINE, frozenset({State.DISABLED}), parent=0, box=Box(20, 260, 80, 30)),
        Item(Role.BUTTON, "Save", Source.OUTLINE, parent=0, box=Box(300, 260, 80, 30)),
    ),
    focus=2,
    has_outline=True,
)


def turn(scene: Scene | None = SCENE, question: str = "", turn_id: int = 1) -> Turn:
    return Turn(turn_id, "embedded", "", "", scene, (), 0.0, question=question)


def walked(scene: Scene = SCENE, question: str = "") -> Walk:
    walk = Walk()
    walk.follow(turn(scene, question))
    return walk


def test_the_next_button_is_told_with_its_state_number_and_place() -> None:
    assert walked().step(Kind.BUTTON, True) == "Cancel, button, unavailable, 1 of 2, at the bottom left"


def test_walking_begins_at_the_focus() -> None:
    assert walked().step(Kind.ITEM, True).startswith("Cancel, button")


def test_back_goes_where_one_came_from() -> None:
    walk = walked()
    walk.step(Kind.BUTTON, True)
    walk.step(Kind.BUTTON, True)
    assert walk.step(Kind.BUTTON, False).startswith("Cancel")


def test_the_end_is_said_and_the_place_is_kept() -> None:
    walk = walked()
    walk.step(Kind.BUTTON, True)
    walk.step(Kind.BUTTON, True)
    assert walk.step(Kind.BUTTON, True) == "No further button. 1 before it."
    assert walk.step(Kind.BUTTON, False).startswith("Cancel")


def test_texts_are_a_kind_of_their_own() -> None:
    assert walked().step(Kind.TEXT, False) == "Save the changes?, 1 of 1"


@pytest.mark.parametrize(("kind", "said"), [(Kind.HEADING, "Orders, heading, 1 of 1"), (Kind.LINK, "Help, link, 1 of 1")])
def test_headings_and_links_are_kinds_of_their_own(kind: Kind, said: str) -> None:
    page = replace(
        SCENE, items=(*SCENE.items, Item(Role.HEADING, "Orders", Source.OUTLINE), Item(Role.LINK, "Help", Source.OUTLINE)), focus=-1
    )
    assert walked(replace(page, items=page.items[1:])).step(kind, True) == said


def test_a_kind_that_is_not_there_is_said() -> None:
    assert walked(Scene(Target(), None, (10, 10), ())).step(Kind.FIELD, True) == "There is no field here."


def test_before_anything_was_described_that_is_said() -> None:
    with pytest.raises(NoWindow):
        Walk().follow(None)


def test_an_entry_says_once_which_of_its_list_it_is() -> None:
    entries = tuple(Item(Role.LIST_ITEM, name, Source.OUTLINE, parent=0, box=Box(0, 40 * at, 90, 30)) for at, name in enumerate("AB"))
    scene = Scene(Target(), None, (100, 300), (Item(Role.LIST, "Files", Source.OUTLINE, box=Box(0, 0, 90, 290)), *entries), focus=0)
    assert walked(scene).step(Kind.ITEM, True).count(" of ") == 1


@pytest.mark.parametrize("question", ["Where is Save?", "Is there a Save button, and where?"])
def test_whose_place_was_asked_is_where_the_user_is(question: str) -> None:
    assert walked(question=question).told().startswith("Save, button")


@pytest.mark.parametrize("question", ["Where is Save?", "Wo ist Save?"])
def test_a_place_is_gone_to_whichever_language_it_was_asked_in(question: str) -> None:
    walk = Walk("de")
    walk.follow(turn(SCENE, question))
    assert walk.told().startswith("Save, Schaltfläche")


def test_a_question_about_something_else_leaves_the_user_where_they_are() -> None:
    walk = walked()
    walk.step(Kind.BUTTON, True)
    walk.follow(turn(replace(SCENE), "What is in Name?", 2))
    assert walk.told().startswith("Cancel")
    assert not walk.is_told


def test_a_new_description_begins_at_its_focus() -> None:
    walk = walked()
    walk.step(Kind.BUTTON, True)
    walk.follow(turn(replace(SCENE), turn_id=2))
    assert walk.told().startswith("Name, text field")


def test_what_has_gone_meanwhile_is_not_where_the_user_is() -> None:
    walk = walked()
    walk.step(Kind.BUTTON, True)
    walk.follow(turn(replace(SCENE, items=SCENE.items[:3]), "What has changed?", 2))
    assert walk.told().startswith("Name, text field")


def test_a_field_is_spelled_by_what_it_holds_letter_by_letter() -> None:
    walk = walked()
    assert [walk.spell_on(True) for _ in range(6)] == ["D", "R", "A", "F", "T", ""]
    assert [walk.spell_on(False) for _ in range(2)] == ["F", "A"]


def test_what_a_password_field_holds_is_no_content() -> None:
    scene = replace(SCENE, items=(Item(Role.PASSWORD, "Password", Source.OUTLINE, pixels_say="••••"),), focus=0)
    assert walked(scene).content() == ""
