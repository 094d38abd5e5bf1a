"""Windows that nobody knows the place of: what is hidden from a picture because of them."""

from __future__ import annotations

import time

import numpy as np

from mmassist.desktop.wayland_windows import ANYWHERE
from mmassist.engine.border import Look
from mmassist.privacy.masking import Material, Options, mask
from mmassist.values import Box, Frame, Scene, Target, TargetKind, TextLine, Window

SCREEN = Target(TargetKind.SCREEN)
NOTES, BANK = Window(1, "Notes", "notes", 1, ANYWHERE), Window(2, "My bank", "bank", 2, ANYWHERE)


def seen(x: int) -> tuple[Scene, Frame]:
    pixels = np.full((60, 80, 4), 7, np.uint8)
    line = TextLine("account 4711", Box(5, 5, 60, 10), 0.99)
    scene = Scene(SCREEN, NOTES, (80, 60), (), (line,), -1, False, True, True)
    return scene, Frame(pixels, (x, 0), SCREEN, time.monotonic())


def test_an_excluded_window_that_may_be_anywhere_covers_the_whole_picture() -> None:
    scene, frame = seen(0)
    masked = mask(Material(scene, frame, others=(BANK,)), Options(excluded=("bank",)))
    assert masked.frame is not None and not (masked.frame.pixels == 7).all(axis=2).any()
    assert not masked.scene.lines


def test_the_rules_of_every_program_hold_for_a_picture_of_any_monitor() -> None:
    scene, frame = seen(3840)
    assert Look(frame, scene, others=(BANK,)).programs == ("bank",)
