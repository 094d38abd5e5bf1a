"""A spreadsheet, described and asked about."""

from __future__ import annotations

import pytest

from mmassist.backends.describer import gist_of_scene
from mmassist.backends.describer.reading import passages
from mmassist.values import Box, Role, Scene, State
from mmassist.values.scene import column_letters
from tests.fakes.scenes import Part, part, scene, with_pixels_at
from tests.unit.backends.heard import everything, rest
from tests.unit.backends.questions.screens import said

ROWS = (("Item", "January", "Total"), ("Rent", "800", "1600"), ("Food", "310.5", "605.5"), ("Travel", "", "120"))


def cell(row: int, column: int, text: str, *states: State) -> Part:
    box = Box(40 + 80 * column, 60 + 20 * row, 80, 20)
    return part(Role.CELL, text, *states, row=row, column=column, address=f"{column_letters(column)}{row + 1}", box=box)


def sheet(rows: tuple[tuple[str, ...], ...] = ROWS, *, focus: tuple[int, int] = (1, 1)) -> Scene:
    cells = [
        cell(row, column, text, *([State.FOCUSED] if (row, column) == focus else []))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text or (row, column) == focus
    ]
    grid = part(Role.TABLE, "Sheet 1", *cells, box=Box(40, 60, 700, 500))
    return scene("budget.ods", "calc", part(Role.DOCUMENT, "budget", grid, box=Box(0, 40, 750, 530)))


def test_the_cell_under_the_cursor_is_told_with_its_address() -> None:
    assert gist_of_scene(sheet()) == "budget.ods, Calc. Focus on 800, cell, B2."


def test_an_empty_cell_is_told_to_be_empty() -> None:
    assert gist_of_scene(sheet(focus=(3, 1))) == "budget.ods, Calc. Focus on B4, cell, empty."


def test_the_sheet_is_summed_up() -> None:
    assert "Table Sheet 1 with 4 rows and 3 columns. The rest of row 2: Rent, 1600. First row: Item, January, Total." in rest(sheet())


@pytest.mark.parametrize(("text", "box"), [("3", Box(15, 100, 10, 16)), ("B", Box(150, 42, 10, 16))])
def test_numbers_of_rows_and_letters_of_columns_are_not_told_as_text(text: str, box: Box) -> None:
    assert "Also on the screen" not in everything(with_pixels_at(sheet(), text, box))


def test_other_numbers_beside_it_are() -> None:
    assert "Also on the screen: 311" in everything(with_pixels_at(sheet(), "311", Box(760, 100, 30, 16)))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what is in B3", "B3: 310.5."),
        ("what is in C1?", "C1: Total."),
        ("what is in F9", "I see nothing in F9."),
        ("where is Travel", "Travel, cell, in A4."),
        ("what is the total of Food", "605.5."),
        ("what is the January of Travel", "That cell is empty."),
        ("how many rows are there", "4 rows."),
        ("read row 3", "Row 3: Food, January 310.5, Total 605.5."),
        ("read row 1", "Row 1: Item, January, Total."),
        ("read row 4", "Row 4: Travel, Total 120."),
        ("read the column January", "January: 800 and 310.5."),
        ("what is in column C", "Total: 1600, 605.5 and 120."),
        ("how many columns", "3 columns: Item, January and Total."),
    ],
)
def test_a_sheet_is_asked_about(question: str, answer: str) -> None:
    assert said(sheet(), question) == answer


def test_without_a_row_of_names_columns_have_their_letters() -> None:
    numbers = sheet((("1", "2"), ("3", "4")))

    assert said(numbers, "read column B") == "B: 2 and 4."
    assert said(numbers, "read row 2") == "Row 2: 3, 4."


def test_a_sheet_is_read_by_its_rows() -> None:
    assert [passage.text for passage in passages(sheet())] == [
        "Item, January, Total",
        "Rent, January 800, Total 1600",
        "Food, January 310.5, Total 605.5",
        "Travel, Total 120",
    ]


def test_a_field_or_button_without_a_name_is_called_by_what_holds_it_alone() -> None:
    held = (
        part(Role.GROUP, "Font Size", part(Role.TEXT_FIELD, "", State.EDITABLE, value="10 pt")),
        part(Role.TOOL_BAR, "Gallery", part(Role.GROUP, "", part(Role.BUTTON))),
    )
    told = rest(scene("a", "b", *held))

    assert "Font Size: “10 pt”." in told
    assert "Gallery: Gallery." in told


def test_of_two_buttons_without_a_name_none_is_called_so() -> None:
    assert "2 buttons without a name" in rest(scene("a", "b", part(Role.TOOL_BAR, "Gallery", part(Role.BUTTON), part(Role.BUTTON))))
