"""Spreadsheets, which claim millions of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from mmassist.desktop.atspi import Ref, Request
from mmassist.desktop.details import placed
from mmassist.desktop.nodes import Raw
from mmassist.desktop.sheet import Sheet
from mmassist.values.scene import column_letters
from tests.unit.desktop.raws import ENABLED, raw

COLUMNS, FOCUSED = 16384, 1 << 12
PROGRAM = ":1.1"
Place = tuple[int, int]


class Office:
    """A program with one sheet of which `view` is in sight. `asked`: the cells that were looked at."""

    def __init__(self, cells: dict[Place, str], view: tuple[Place, Place] = ((0, 0), (29, 19)), focus: Place = (0, 0)) -> None:
        self.cells, self.view, self.focus = cells, view, focus
        self.table = raw(55, "Sheet 1")
        self.table.extents = (0, 0, 1000, 600)
        self.asked: set[Place] = set()

    async def ask(self, request: Request) -> Any:
        row, _, column = request.path[1:].partition("_")
        place = (int(row), int(column)) if column else (-1, -1)
        arguments: Sequence[Any] = request.arguments
        match request.member:
            case "GetAccessibleAtPoint":
                return self.ref(self.view[arguments[0] > 500])
            case "GetAccessibleAt":
                self.asked.add((arguments[0], arguments[1]))
                return self.ref((arguments[0], arguments[1]))
            case "GetIndexInParent":
                return place[0] * COLUMNS + place[1]
            case "GetState":
                return [ENABLED | FOCUSED * (place == self.focus), 0]
            case "GetText":
                return self.cells[place]
            case "Get":
                known = {"Parent": list(self.table.ref), "CharacterCount": len(self.cells.get(place, "")), "Name": name(place)}
                return known[arguments[1]]
        raise AssertionError(request)

    @staticmethod
    def ref(place: Place) -> list[str]:
        return [PROGRAM, f"/{place[0]}_{place[1]}"]

    def sheet(self) -> Sheet:
        return Sheet(self, self.table, COLUMNS, Raw)  # type: ignore[arg-type]

    async def used(self, focus: Ref | None = None) -> list[tuple[str, str]]:
        return [(cell.name, cell.text) for cell in await self.sheet().used(focus, FOCUSED)]


def name(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0] + 1}"


def block(top: int, left: int, height: int, width: int) -> dict[Place, str]:
    return {(row, column): f"{row} {column}" for row in range(top, top + height) for column in range(left, left + width)}


async def test_cells_that_hold_something_are_found_and_few_others_are_looked_at() -> None:
    office = Office(block(0, 0, 5, 4))

    assert [found for found, _ in await office.used()] == [name(place) for place in sorted(office.cells)]
    assert len(office.asked) < 120  # of 600 in sight


@pytest.mark.parametrize(("top", "left"), [(0, 0), (7, 3), (25, 15)])
async def test_a_block_is_found_wherever_it_stands(top: int, left: int) -> None:
    office = Office(block(top, left, 5, 5), focus=(99, 99))

    assert len(await office.used()) == 25


async def test_cells_out_of_sight_are_not_looked_at() -> None:
    office = Office(block(0, 0, 40, 3), view=((10, 0), (20, 9)), focus=(99, 99))

    assert {row for row, _ in office.asked} <= set(range(10, 21))
    assert [found for found, _ in await office.used()] == [name((row, column)) for row in range(10, 21) for column in range(3)]


async def test_an_empty_cell_that_took_the_focus_is_among_them() -> None:
    office = Office({}, focus=(7, 7))
    row, column = office.focus

    assert await office.used((PROGRAM, f"/{row}_{column}")) == [("H8", "")]


async def test_the_focus_is_sought_near_what_is_known_where_nothing_told_of_it() -> None:
    office = Office(block(0, 0, 2, 2), focus=(8, 5))
    sheet = office.sheet()
    await sheet.used(None, FOCUSED)

    assert (found := await sheet.focused(FOCUSED)) is not None
    assert (found.name, found.row, found.column) == ("F9", 8, 5)


async def test_a_focus_far_from_all_that_is_known_is_not_sought_for_long() -> None:
    office = Office(block(0, 0, 2, 2), focus=(28, 18))
    sheet = office.sheet()
    await sheet.used(None, FOCUSED)
    looked_at = len(office.asked)

    assert await sheet.focused(FOCUSED) is None
    assert len(office.asked) - looked_at <= 250


async def test_a_sheet_full_to_its_edges_is_looked_at_in_part_and_said_to_be() -> None:
    office = Office(block(0, 0, 60, 40), view=((0, 0), (59, 39)))
    sheet = office.sheet()

    assert 0 < len(await sheet.used(None, FOCUSED)) <= 800
    assert not sheet.is_whole


@pytest.mark.parametrize(
    ("address", "place"),
    [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD1048576", (1048575, 16383)), ("Total", (-1, -1)), ("a1", (-1, -1))],
)
def test_an_address_tells_row_and_column(address: str, place: Place) -> None:
    assert placed(address) == place
    if place[0] >= 0:
        assert name(place) == address
