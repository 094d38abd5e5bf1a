"""What the detector finds and cannot be: text taken for fields, parts of controls, and things that are never alone."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Controls, Icon
from mmassist.perception.elements.plausible import plausible, rows_of, telling
from mmassist.values import Box, Pixels, TextLine

FIELD = Element("text field", Box(100, 40, 200, 30), frozenset(), 0.8)


def element(role: str, x: int, y: int, width: int = 80, height: int = 24, sure: float = 0.9) -> Element:
    return Element(role, Box(x, y, width, height), frozenset(), sure)


@pytest.fixture
def paper() -> Pixels:
    return np.full((400, 600, 4), 240, np.uint8)


def framed(paper: Pixels, box: Box) -> Pixels:
    paper[box.bottom - 2, box.x : box.right] = 120
    return paper


def roles(found: tuple[Element, ...]) -> list[str]:
    return [one.role for one in found]


def test_a_field_is_one_where_something_marks_its_edge(paper: Pixels) -> None:
    assert roles(plausible([FIELD], paper, ())) == []
    assert roles(plausible([FIELD], framed(paper, FIELD.box), ())) == ["text field"]


def test_a_field_on_a_ground_of_its_own_needs_no_line(paper: Pixels) -> None:
    box = FIELD.box
    paper[box.y : box.bottom, box.x : box.right] = 255
    assert roles(plausible([FIELD], paper, ())) == ["text field"]


@pytest.mark.parametrize("role", ["text field", "button", "combo box", "menu item", "link"])
def test_what_holds_many_lines_is_text(paper: Pixels, role: str) -> None:
    large = element(role, 50, 50, 400, 90)
    lines = [TextLine("some words", Box(60, 52 + 22 * at, 200, 18), 0.99) for at in range(4)]
    assert plausible([large], framed(paper, large.box), lines) == ()


def test_the_button_of_a_combo_box_is_told_with_it(paper: Pixels) -> None:
    combo = element("combo box", 100, 100, 150, 30, sure=0.6)
    arrow = element("icon button", 226, 102, 24, 26, sure=0.9)
    assert roles(plausible([combo, arrow], paper, ())) == ["combo box"]


def test_of_a_control_and_what_is_taken_for_another_in_it_the_surer_stays(paper: Pixels) -> None:
    button, radio = element("button", 100, 100, 90, 36, sure=0.9), element("radio button", 120, 106, 40, 24, sure=0.4)
    assert roles(plausible([button, radio], paper, ())) == ["button"]
    surer = element("check box", 120, 106, 40, 24, sure=0.95)
    assert roles(plausible([button, surer], paper, ())) == ["check box"]


def test_a_tab_keeps_the_button_that_closes_it(paper: Pixels) -> None:
    tabs = [element("tab", 10, 10), element("tab", 95, 10), element("icon button", 70, 14, 16, 16)]
    assert roles(plausible(tabs, paper, ())) == ["tab", "tab", "icon button"]


@pytest.mark.parametrize("role", ["menu item", "tab", "radio button", "list item"])
def test_what_is_never_alone_needs_one_beside_it_in_its_row_or_column(paper: Pixels, role: str) -> None:
    assert plausible([element(role, 10, 10), element(role, 300, 300)], paper, ()) == ()
    assert len(plausible([element(role, 10, 10), element(role, 110, 10)], paper, ())) == 2
    paper[:100, 5] = 120
    assert len(plausible([element(role, 10, 10), element(role, 10, 36)], paper, ())) == 2


def test_what_is_hardly_seen_is_not_told(paper: Pixels) -> None:
    assert plausible([element("switch", 10, 10, sure=0.2)], paper, ()) == ()


def test_of_what_has_no_name_only_what_says_something_without_one_is_told() -> None:
    elements = (
        element("link", 10, 10),
        element("icon button", 100, 10),
        element("icon button", 200, 10, sure=0.4),
        element("icon button", 300, 10, sure=0.4),
        element("scroll bar", 400, 10),
    )
    told = telling(Controls(elements, {3: Icon("print", 0.9)}), ())
    assert [(one.element.box.x, one.name) for one in told] == [(100, ""), (300, "print")]


def test_rows_and_columns_belong_together() -> None:
    bar = [element("menu item", x, 5, 40) for x in (5, 50, 95)]
    column = [element("menu item", 5, y, 120) for y in (200, 226, 252)]
    rows = list(rows_of([*bar, element("button", 300, 5), *column]))
    assert [(row.members, row.upright) for row in rows] == [((0, 1, 2), False), ((4, 5, 6), True)]


@pytest.mark.parametrize("role", ["list item", "menu item"])
def test_a_column_of_short_lines_is_text_where_nothing_is_drawn_around_it(paper: Pixels, role: str) -> None:
    column = [element(role, 40, 60 + 26 * at, 200) for at in range(4)]
    assert plausible(column, paper, ()) == ()
    paper[40:200, 20] = 120
    assert roles(plausible(column, paper, ())) == [role] * 4


def test_a_column_in_which_one_entry_is_chosen_is_a_list(paper: Pixels) -> None:
    paper[86:110, 30:300] = 90
    column = [element("list item", 40, 60 + 26 * at, 200) for at in range(4)]
    assert len(plausible(column, paper, ())) == 4


def test_a_bar_of_menus_needs_no_edge(paper: Pixels) -> None:
    assert len(plausible([element("menu item", x, 5, 40) for x in (5, 50, 95)], paper, ())) == 3


@pytest.mark.parametrize(("gap", "found"), [(5, []), (16, ["check box"])])
def test_a_box_that_begins_between_two_words_of_a_line_has_no_mark(paper: Pixels, gap: int, found: list[str]) -> None:
    """But two of them in a row may have been read as one line."""
    paper[64:78, 20:99:3] = paper[64:78, 99 + gap : 260 : 3] = 20
    line = TextLine("Gallery island closet", Box(18, 62, 244, 18), 0.99)
    seen = element("check box", 99 + gap - 2, 60, 160, 22)
    assert roles(plausible([seen], paper, [line])) == found
