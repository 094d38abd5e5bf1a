"""What the eyes see of a rendered window, beside what is there."""

import numpy as np
import pytest

from mmassist.backends.captioner.memory import Thing
from mmassist.errors import ModelMissing
from mmassist.inference import shipped
from mmassist.training.captioner.scenes import JUDGED, TRAINED, known, read_scenes
from mmassist.training.captioner.seeing import render_scenes, scene_of
from mmassist.training.config import Config
from mmassist.training.screens.truth import Element, Screen
from mmassist.training.shards import Shards
from mmassist.values import Box, Item, Role, Source, State

PRESENT = (
    Element("icon button", (10, 10, 20, 20), frozenset(), "save"),
    Element("check box", (10, 50, 80, 20), frozenset({"checked"}), "Remember me"),
    Element("text field", (10, 90, 80, 20), frozenset(), ""),
    Element("link", (10, 130, 80, 20), frozenset(), "More"),
    Element("window title", (0, 0, 200, 8), frozenset(), "Settings"),
)
SCREEN = Screen(np.zeros((200, 200, 3), np.uint8), PRESENT)


def found(role: Role, name: str, box: Box, confidence: float, named: float = 1.0, guessed: bool = False) -> Item:
    return Item(role, name, Source.PIXELS, box=box, confidence=confidence, named=named, guessed=guessed)


def test_each_thing_is_what_is_there_or_nothing() -> None:
    scene = scene_of(
        SCREEN,
        [
            found(Role.BUTTON, "save", Box(11, 9, 20, 20), 0.45, 0.5, guessed=True),
            found(Role.RADIO, "Remember", Box(10, 50, 78, 20), 0.7),
            found(Role.TEXT_FIELD, "Name", Box(10, 90, 80, 20), 0.6),
            found(Role.LINK, "Mora", Box(10, 130, 80, 20), 0.8),
            found(Role.TAB, "Ghost", Box(150, 150, 30, 20), 0.3),
        ],
    )
    assert [(thing.role, thing.sure, thing.named, thing.guessed) for thing in scene.things] == [
        ("button", pytest.approx(0.9), 0.5, True),
        ("radio button", 0.7, 1.0, False),
        ("text field", 0.6, 1.0, False),
        ("link", 0.8, 1.0, False),
        ("tab", 0.3, 1.0, False),
    ]
    assert [(true.role, true.label) for true in scene.true] == [
        ("button", "save"),
        ("check box", "Remember"),
        ("text field", "Name"),
        ("link", ""),
        ("", ""),
    ]
    assert scene.true[1].states == {State.CHECKED.value}
    assert not scene.missed


def test_what_is_seen_in_part_is_there_where_it_is_called_so() -> None:
    parts = [found(Role.CHECK_BOX, "Remember me", Box(10, 52, 30, 16), 0.5), found(Role.LINK, "Store", Box(10, 132, 30, 16), 0.5)]
    scene = scene_of(SCREEN, parts)
    assert [(true.role, true.label) for true in scene.true] == [("check box", "Remember me"), ("", "")]


def test_what_is_there_is_found_once_by_the_surest() -> None:
    twice = [found(Role.LINK, "More", Box(10, 130, 80, 20), 0.5), found(Role.LINK, "More", Box(10, 132, 80, 20), 0.9)]
    scene = scene_of(SCREEN, twice)
    assert [(thing.sure, true.role) for thing, true in zip(scene.things, scene.true, strict=True)] == [(0.5, ""), (0.9, "link")]
    assert {thing.role for thing in scene.missed} == {"button", "check box", "text field"}


def test_windows_are_looked_at_with_the_app_s_own_eyes(config: Config) -> None:
    render_scenes(config, shipped.FOLDER, lambda _line: None)
    for part, count in ((TRAINED, config.scenes.count), (JUDGED, config.scenes.judged)):
        scenes = list(read_scenes(Shards(config.folder / part)))
        assert len(scenes) == count
        things = [thing for scene in scenes for thing in scene.things]
        assert things
        assert all(0 < thing.sure < 1 for thing in things)
    with pytest.raises(ModelMissing):
        render_scenes(config, config.folder, lambda _line: None)


@pytest.mark.parametrize(
    ("seen", "name", "is_called"),
    [
        ("Save", "Save", True),
        ("Remember", "Remember me", True),
        ("Benachri", "Benachrichtigungen", True),
        ("Opem", "Open", False),
        ("e", "Open", False),
        ("", "Open", False),
    ],
)
def test_a_name_that_does_not_fit_in_is_a_name_and_a_misread_one_is_none(seen: str, name: str, is_called: bool) -> None:
    here = (0.0, 0.0, 0.1, 0.1)
    assert known(Thing("button", seen, here), Thing("button", name, here)).label == (seen if is_called else "")
