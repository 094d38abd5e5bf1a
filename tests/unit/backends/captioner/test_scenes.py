import dataclasses

from mmassist.backends.captioner.scenes import things_of
from mmassist.values import Box, Role, State
from tests.fakes.scenes import button, label, part, scene


def test_the_title_comes_first() -> None:
    things, names = things_of(scene("Settings", "Control", button("OK")))
    assert (things[0].role, things[0].label, names[0]) == ("window title", "Settings", "Settings")


def test_controls_keep_their_order_and_mere_words_are_left_out() -> None:
    things, _ = things_of(scene("Settings", "Control", part(Role.CHECK_BOX, "Sound", State.CHECKED), label("Hello"), button("OK")))
    assert [(thing.role, thing.label) for thing in things[1:]] == [("check box", "Sound"), ("button", "OK")]
    assert things[1].states == {"checked"}


def test_what_lies_outside_the_picture_is_left_out() -> None:
    made = scene("Settings", "Control", button("OK"))
    outside = dataclasses.replace(made, items=tuple(dataclasses.replace(item, box=Box(-500, 0, 20, 20)) for item in made.items))
    assert [thing.role for thing in things_of(outside)[0]] == ["window title"]


def test_what_an_icon_looks_like_is_said_to_be_probable() -> None:
    made = scene("Settings", "Control", button("Save"))
    guessed = dataclasses.replace(made, items=tuple(dataclasses.replace(item, guessed=item.role is Role.BUTTON) for item in made.items))
    assert things_of(guessed)[1][-1] == "probably Save"
