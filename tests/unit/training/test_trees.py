"""From a real program's window to a screen to learn from."""

from __future__ import annotations

import numpy as np

from mmassist.measure.looking import Shown
from mmassist.training.screens.trees import screen_of
from mmassist.training.screens.truth import Element
from mmassist.values import Box, Frame, Node, Outline, Role, State, Target, Window

PLACE = Box(100, 50, 40, 30)


def test_its_picture_is_red_green_and_blue_and_its_controls_are_in_that_picture() -> None:
    pixels = np.zeros((PLACE.height, PLACE.width, 4), np.uint8)
    pixels[:, :, 2] = 255
    pixels[10:12, 5:20:2, 2] = 0
    switched = Node(Role.CHECK_BOX, "Remember", 0, frozenset({State.SHOWING, State.CHECKED}), box=Box(105, 58, 15, 8))
    window = Window(1, "Red", "program", None, PLACE)
    shown = Shown(
        window, Outline((Node(Role.WINDOW, "Red", -1, box=PLACE), switched), -1, True, 0.0), Frame(pixels, (100, 50), Target(), 0.0)
    )
    screen = screen_of(shown, ())
    assert screen.picture[0, 0].tolist() == [255, 0, 0]
    assert screen.elements == (Element("check box", (5, 10, 15, 2), frozenset({"checked"}), "Remember"),)
