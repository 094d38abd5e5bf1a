"""Windows that GTK draws for training, and what is known of their controls."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.gtk import GtkWindows, gtk_windows
from mmassist.training.screens.kinds import WINDOWS
from mmassist.training.screens.render import one_screen

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4 L20 4 L12 20 Z"/></svg>'


@pytest.fixture(scope="module")
def windows(qapp: QApplication) -> Iterator[GtkWindows]:
    with gtk_windows() as drawn:
        yield drawn


def test_controls_of_most_roles_come_within_some_windows(windows: GtkWindows) -> None:
    screens = [windows.screen(seed, 300, [("down", Drawing(SVG))]) for seed in range(100, 130)]
    elements = [element for screen in screens for element in screen.elements]
    assert {element.role for element in elements} == set(ROLES)
    assert {state for element in elements for state in element.states} == set(STATES)
    for screen in screens:
        height, width = screen.picture.shape[:2]
        for element in screen.elements:
            x, y, wide, high = element.box
            assert x >= 0 and y >= 0 and x + wide <= width and y + high <= height


def test_a_button_is_where_it_is_said_to_be(windows: GtkWindows) -> None:
    """Its ink is inside, and its edge is seen."""
    screens = (windows.screen(seed, 300, []) for seed in range(100, 140))
    picture, box = next((screen.picture, one.box) for screen in screens for one in screen.elements if one.role == "button")
    x, y, wide, high = box
    inside = picture[y : y + high, x : x + wide]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) > 10


def test_one_seed_gives_one_picture(windows: GtkWindows) -> None:
    icons = [("down", Drawing(SVG))]
    one, other = (one_screen(1, 5, 160, icons, windows.screen) for _ in range(2))
    assert np.array_equal(one.picture, other.picture)
    assert one.elements == other.elements


def test_without_a_display_server_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(TrainingError, match="Xvfb"), gtk_windows():
        pass


@pytest.mark.parametrize("kind", sorted(WINDOWS))
def test_a_window_of_one_kind_is_that_as_a_whole(windows: GtkWindows, kind: str) -> None:
    screen = windows.screen_of(kind)(4, 200, [("down", Drawing(SVG))])
    x, y, wide, high = screen.main
    assert screen.kind == kind
    assert wide > 100 and high > 50
    assert len(np.unique(screen.picture[y : y + high, x : x + wide].reshape(-1, 3), axis=0)) > 10


@pytest.mark.parametrize(("kind", "role"), [("table", "list item"), ("code", "text field"), ("chart", "image"), ("video", "slider")])
def test_what_makes_a_kind_is_among_its_controls(windows: GtkWindows, kind: str, role: str) -> None:
    screens = [windows.screen_of(kind)(seed, 200, [("down", Drawing(SVG))]) for seed in range(4)]
    assert sum(element.role == role for screen in screens for element in screen.elements) >= 4
