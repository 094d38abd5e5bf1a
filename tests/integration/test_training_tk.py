"""Windows that Tk shows for training, and what is known of their controls."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.render import one_screen
from mmassist.training.screens.tk import TkWindows, tk_windows

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4 L20 4 L12 20 Z"/></svg>'
NEVER = {"switch", "link", "image", "window title"}
"""What Tk has no control for, or leaves to the window manager."""


@pytest.fixture(scope="module")
def windows(qapp: QApplication) -> Iterator[TkWindows]:
    with tk_windows() as shown:
        yield shown


def test_controls_of_most_roles_come_within_some_windows(windows: TkWindows) -> None:
    screens = [windows.screen(seed, 300, [("down", Drawing(SVG))]) for seed in range(40)]
    elements = [element for screen in screens for element in screen.elements]
    assert {element.role for element in elements} == set(ROLES) - NEVER
    assert {state for element in elements for state in element.states} == set(STATES)
    for screen in screens:
        height, width = screen.picture.shape[:2]
        for element in screen.elements:
            x, y, wide, high = element.box
            assert x >= 0 and y >= 0 and x + wide <= width and y + high <= height


def test_a_button_is_where_it_is_said_to_be(windows: TkWindows) -> None:
    """Its ink is inside, and around it is ground."""
    screens = (windows.screen(seed, 300, []) for seed in range(100, 140))
    picture, (x, y, wide, high) = next((screen.picture, one.box) for screen in screens for one in screen.elements if one.role == "button")
    assert len(np.unique(picture[y : y + high, x : x + wide].reshape(-1, 3), axis=0)) > 10


def test_the_selected_row_is_the_one_in_another_colour(windows: TkWindows) -> None:
    for seed in range(200, 260):
        screen = windows.screen(seed, 300, [])
        rows = [one for one in screen.elements if one.role == "list item"]
        chosen = [one for one in rows if "selected" in one.states]
        if len(rows) > 2 and len(chosen) == 1:
            grounds = {one: np.median(_pixels(screen.picture, one.box), (0, 1)) for one in rows}
            other = np.median([grounds[one] for one in rows if one is not chosen[0]], 0)
            assert np.abs(grounds[chosen[0]] - other).max() > 8
            return
    pytest.fail("no window had a list with a selected row in sight")


def test_one_seed_gives_one_picture(windows: TkWindows) -> None:
    icons = [("down", Drawing(SVG))]
    one, other = (one_screen(1, 5, 160, icons, windows.screen) for _ in range(2))
    assert np.array_equal(one.picture, other.picture)
    assert one.elements == other.elements


def test_without_a_display_server_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(TrainingError, match="python3-tk"), tk_windows():
        pass


def _pixels(picture: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    x, y, wide, high = box
    return picture[y : y + high, x : x + wide]
