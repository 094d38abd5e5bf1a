"""From a real program's window to a screen to learn from. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mmassist.evaluation.eyes.truth import seen_of
from mmassist.measure.looking import Shown
from mmassist.training.screens.truth import Element, Screen
from mmassist.values import TextLine


def screen_of(shown: Shown, lines: Sequence[TextLine]) -> Screen:
    """`lines`: the text in the picture."""
    elements = (
        Element(control.kind, (control.box.x, control.box.y, control.box.width, control.box.height), control.states, control.name)
        for control in seen_of(shown, lines)
    )
    return Screen(np.ascontiguousarray(shown.frame.pixels[:, :, 2::-1]), tuple(elements))
