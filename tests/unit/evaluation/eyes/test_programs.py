"""How what is seen of a program's window is judged beside its tree."""

from __future__ import annotations

import pytest

from mmassist.evaluation.eyes.programs import ProgramsReport, Seen, entries, judged
from mmassist.evaluation.eyes.tree import Control
from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Named, NamedBy
from mmassist.values import Box

SAVE, PRINT, HELP = Box(0, 0, 24, 24), Box(40, 0, 24, 24), Box(80, 0, 24, 24)
WORDS = {"save": ("save", "store"), "print": ("print",)}


def named(role: str, box: Box, name: str = "") -> Named:
    return Named(Element(role, box, frozenset(), 0.9), name, NamedBy.ICON)


def report(present: list[Control], found: list[Named]) -> ProgramsReport:
    return judged([Seen("window", tuple(present), tuple(found), tuple(one.element for one in found))], WORDS, (), ())


def test_all_found_is_a_precision_of_one() -> None:
    one = report([Control("button", SAVE, "Save"), Control("tab", PRINT, "General")], [named("button", SAVE), named("tab", PRINT)])
    assert one.mean == pytest.approx(1.0)
    assert one.controls == 2


def test_a_wrong_role_is_not_found() -> None:
    assert report([Control("button", SAVE, "Save")], [named("tab", SAVE)]).mean == 0.0


def test_what_nobody_is_told_of_counts_for_the_precision() -> None:
    unsure = Element("button", SAVE, frozenset(), 0.1)
    one = judged([Seen("window", (Control("button", SAVE, "Save"),), (), (unsure,))], WORDS, (), ())
    assert one.mean == pytest.approx(1.0)


def test_icons_are_right_wrong_or_unlabelled() -> None:
    present = [Control("icon button", SAVE, "Save the file"), Control("icon button", PRINT, "Print…"), Control("icon button", HELP, "Help")]
    found = [named("icon button", SAVE, "save"), named("icon button", PRINT, "save"), named("icon button", HELP)]
    one = report(present, found)
    assert (one.buttons, one.right, one.wrong) == (3, 1, 1)
    assert not one.met


def test_another_word_for_the_same_is_right() -> None:
    assert report([Control("icon button", SAVE, "Store")], [named("icon button", SAVE, "save")]).right == 1


def test_a_button_without_a_name_in_the_tree_is_not_asked_for() -> None:
    assert report([Control("icon button", SAVE, "")], [named("icon button", SAVE, "save")]).buttons == 0


def test_where_nothing_was_seen_nothing_is_met() -> None:
    assert not judged([], WORDS, ("zenity",), ()).met


def test_the_table_of_programs_is_sound() -> None:
    assert len({entry.name for entry in entries()}) == len(entries()) > 10
