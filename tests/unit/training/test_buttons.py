"""Buttons of real programs, by which it is set how sure a name must be."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest

from mmassist.evaluation.eyes import programs as evaluation
from mmassist.measure.looking import Shown, entries
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.icons import buttons
from mmassist.training.icons.buttons import buttons_of, look_at_buttons, meaning
from mmassist.training.icons.labels import load_labels
from mmassist.training.icons.sets import Theme
from mmassist.values import Box, Frame, Node, Outline, Role, State, Target, Window


def silent(_line: str) -> None:
    return


def shown(*nodes: tuple[Role, str, Box]) -> Shown:
    """A window at (100, 50) with something drawn in the middle of each of its nodes, whose boxes are the window's."""
    place = Box(100, 50, 300, 100)
    pixels = np.full((place.height, place.width, 4), 255, np.uint8)
    listed = []
    for role, name, box in nodes:
        x, y = (round(at) for at in box.centre)
        pixels[y - 2 : y + 2, x - 2 : x + 2] = 0
        listed.append(Node(role=role, name=name, box=box.moved(place.x, place.y), states=frozenset({State.SHOWING}), parent=-1))
    window = Window(1, "Window", "program", 1, place)
    return Shown(window, Outline(tuple(listed), -1, True, 0.0), Frame(pixels, (place.x, place.y), Target(), time.monotonic()))


def test_a_square_button_with_a_name_is_one_and_a_wide_one_has_words_on_it() -> None:
    window = shown(
        (Role.BUTTON, "Save the file", Box(10, 10, 30, 30)),
        (Role.BUTTON, "Save the file", Box(60, 10, 120, 30)),
        (Role.BUTTON, "OK", Box(200, 10, 30, 30)),
        (Role.CHECK_BOX, "Bold", Box(240, 10, 30, 30)),
    )
    found = list(buttons_of(window, 48))
    assert [(button.name, button.picture.shape) for button in found] == [("Save the file", (48, 48, 3))]
    assert found[0].picture.min() < 60 < 200 < found[0].picture.max()


@pytest.mark.parametrize(
    ("name", "label"), [("Save the file", "save"), ("Toggle Fullscreen", "full screen"), ("Previous page", "back"), ("Trash", "delete")]
)
def test_a_label_means_what_a_program_says_in_its_own_words(name: str, label: str) -> None:
    labels = load_labels()
    assert meaning(name, labels)[labels.names.index(label)]


def test_what_no_label_says_is_meant_by_none() -> None:
    assert not meaning("Factorise", load_labels()).any()


def test_no_button_is_of_a_program_that_is_evaluated() -> None:
    looked_at = {entry.package for table in buttons._TABLES for entry in entries(table)}
    assert len(looked_at) > 50
    assert not looked_at & {entry.package for entry in evaluation.entries()}


def test_programs_find_icons_of_themes_that_are_held_out_and_of_no_others(tmp_path: Path) -> None:
    (tmp_path / "usr/share/icons/Faba/22").mkdir(parents=True)
    with buttons._data_folder([Theme("faba", "faba-icon-theme", "Faba", "GPL-3.0")], tmp_path) as data:
        assert {one.name for one in (data / "icons").iterdir()} == {"Faba", "hicolor"}
        assert (data / "icons/Faba/22").is_dir()
        assert {one.name for one in data.iterdir()} == {one.name for one in Path("/usr/share").iterdir()} | {"icons"}


def test_without_a_theme_that_is_held_out_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="held out"):
        look_at_buttons(config, silent)


def test_no_keys_are_pressed_on_a_user_s_own_desktop(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMASSIST_DESKTOP", raising=False)
    icons = dataclasses.replace(config.icons, themes="somewhere", held_out=("faba",))
    with pytest.raises(TrainingError, match=r"virtual-desktop\.sh"):
        look_at_buttons(dataclasses.replace(config, icons=icons), silent)
