"""What is told by its look, judged by a tree."""

from __future__ import annotations

from mmassist.evaluation.eyes import programs
from mmassist.evaluation.eyes.tree import Control
from mmassist.evaluation.eyes.unseen import Judged, UnseenReport, judge, wanted
from mmassist.measure.looking import entries
from mmassist.training.screens.programs import TABLE
from mmassist.values import Box, Item, Role, Source

SAVE, NAME = Box(10, 10, 80, 24), Box(10, 60, 200, 28)
TREE = (Control("button", SAVE, "Save the file"), Control("text field", NAME, ""), Control("scroll bar", Box(0, 0, 10, 300), ""))


def told(role: Role, box: Box, name: str = "", sure: float = 0.9) -> Item:
    return Item(role, name, Source.PIXELS, box=box, confidence=sure)


def test_what_is_there_in_its_role_is_right_and_what_is_not_is_named() -> None:
    seen = [told(Role.BUTTON, SAVE, "Open"), told(Role.PASSWORD, NAME, "Password"), told(Role.SWITCH, Box(300, 300, 40, 20), "Wifi")]
    judged = judge("a window", seen, TREE)
    assert (judged.told, judged.right, judged.present) == (3, 2, 2)
    assert (judged.named, judged.called) == (1, 0)
    assert judged.false == ("switch Wifi",)


def test_each_control_is_found_once_and_by_the_surest() -> None:
    judged = judge("a window", [told(Role.BUTTON, SAVE, "Safe", 0.5), told(Role.BUTTON, SAVE, "Save the file", 0.9)], TREE)
    assert (judged.right, judged.called, judged.false) == (1, 1, ("button Safe",))


def test_another_role_in_its_place_is_wrong() -> None:
    assert judge("a window", [told(Role.TAB, SAVE, "Save")], TREE).right == 0


def test_windows_of_mere_text_are_told_apart() -> None:
    form, licence = Judged("form", False, 4, 3, 2, 2, 6, ("tab",)), Judged("licence", True, 1, 0, 0, 0, 0, ("link",))
    report = UnseenReport((form, licence), ("dillo",), ())
    table = report.table()
    assert "1 windows with controls: of 4 controls told 75% are there in that role; of 6 there 50% are told" in table
    assert "1 windows of mere text: 1 controls told, which is 1.0 a window" in table
    assert "not installed here: dillo." in table


def test_its_programs_are_none_that_were_trained_on_or_are_evaluated_elsewhere() -> None:
    names = {entry.argv[0] for entry in wanted() if not entry.text}
    assert not names & {entry.argv[0] for entry in (*programs.entries(), *entries(TABLE))}
