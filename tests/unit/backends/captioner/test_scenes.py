import dataclasses

from mmassist.backends.captioner.memory import MOST_THINGS, Thing
from mmassist.backends.captioner.scenes import of_pixels, things_of
from mmassist.values import Box, Role, Scene, State
from tests.fakes.scenes import button, label, part, scene


def known_of(scene: Scene) -> tuple[tuple[Thing, ...], tuple[str, ...]]:
    known = things_of(scene)
    assert known is not None
    return known


def test_the_title_comes_first() -> None:
    things, names = known_of(scene("Settings", "Control", button("OK")))
    assert (things[0].role, things[0].label, names[0]) == ("window title", "Settings", "Settings")


def test_controls_keep_their_order_and_mere_words_are_left_out() -> None:
    things, _ = known_of(scene("Settings", "Control", part(Role.CHECK_BOX, "Sound", State.CHECKED), label("Hello"), button("OK")))
    assert [(thing.role, thing.label) for thing in things[1:]] == [("check box", "Sound"), ("button", "OK")]
    assert things[1].states == {"checked"}


def test_what_lies_outside_the_picture_is_left_out() -> None:
    made = scene("Settings", "Control", button("OK"))
    outside = dataclasses.replace(made, items=tuple(dataclasses.replace(item, box=Box(-500, 0, 20, 20)) for item in made.items))
    assert [thing.role for thing in known_of(outside)[0]] == ["window title"]


def test_what_an_icon_looks_like_is_said_to_be_probable() -> None:
    made = scene("Settings", "Control", button("Save"))
    guessed = dataclasses.replace(made, items=tuple(dataclasses.replace(item, guessed=item.role is Role.BUTTON) for item in made.items))
    assert known_of(guessed)[1][-1] == "probably Save"


def test_of_what_is_not_known_whole_nothing_is_told() -> None:
    assert things_of(scene("Settings", "Control", button("OK"), complete=False)) is None
    many = scene("Settings", "Control", *(button(f"Button {at}") for at in range(MOST_THINGS)))
    within = dataclasses.replace(many, items=tuple(dataclasses.replace(item, box=Box(10, 10, 20, 20)) for item in many.items))
    assert things_of(within) is None


def test_a_name_without_end_is_cut() -> None:
    things, names = known_of(scene("Settings", "Control", button("x" * 100_000)))
    assert len(things[-1].label) == len(names[-1]) < 100


def test_what_only_the_pixels_show_is_read_row_by_row() -> None:
    made = scene("", "Control", button("below"), button("right"), button("left"))
    boxes = {"below": Box(10, 90, 20, 20), "right": Box(80, 12, 20, 20), "left": Box(10, 10, 20, 20)}
    ordered = of_pixels([dataclasses.replace(item, box=boxes[item.name]) for item in made.items], (200, 200))
    assert [item.name for item in ordered.items] == ["left", "right", "below"]
