from __future__ import annotations

from mmassist.engine.report import outline_text
from mmassist.values import Node, Outline, Role


def test_a_controls_name_does_not_steer_the_terminal() -> None:
    told = outline_text(Outline((Node(Role.BUTTON, "Save\x1b]0;owned\x07\x1b[2J\x9b2J", -1),), -1, True, 0.0))
    assert told == "button, Save"
