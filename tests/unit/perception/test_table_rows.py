"""Rows of tables are counted without those of headers, however a program counts them."""

from __future__ import annotations

import pytest

from mmassist.values import Node, Role
from tests.unit.perception.test_scene import node, scene


def page_table(*heads: int) -> list[Node]:
    """A table of a web page: a row of headers at `heads`, -1 for unknown, and two rows that are counted from 1."""
    rows: list[Node] = [node(Role.TABLE, "Prices", (0, 0, 300, 90)), node(Role.ROW, "", (0, 0, 300, 30), 1)]
    rows += [node(Role.COLUMN_HEADER, f"head {at}", (100 * at, 0, 100, 30), 2, row=head) for at, head in enumerate(heads)]
    for row in (1, 2):
        rows.append(node(Role.ROW, "", (0, 30 * row, 300, 30), 1))
        rows.append(node(Role.CELL, f"cell {row}", (0, 30 * row, 100, 30), len(rows), row=row, column=0))
    return rows


@pytest.mark.parametrize("heads", [(0, 0), (-1, -1)])
def test_rows_of_headers_are_not_counted_whether_the_program_tells_their_number_or_not(heads: tuple[int, ...]) -> None:
    made = scene(page_table(*heads))
    assert [(item.name, item.row) for item in made.items if item.role is Role.CELL] == [("cell 1", 0), ("cell 2", 1)]
    assert {item.row for item in made.items if item.role is Role.COLUMN_HEADER} == {-1}


def test_headers_that_are_in_no_row_take_none_away() -> None:
    cells = [node(Role.CELL, f"cell {row}", (0, 30 + 30 * row, 100, 30), 1, row=row, column=0) for row in (0, 1)]
    made = scene([node(Role.TABLE, "Files", (0, 0, 300, 90)), node(Role.COLUMN_HEADER, "Name", (0, 0, 100, 30), 1), *cells])
    assert [item.row for item in made.items if item.role is Role.CELL] == [0, 1]
