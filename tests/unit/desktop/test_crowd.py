"""Finding what is in sight among very many children, in few questions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.crowd import Extents, chain, cut, seen_first
from mmassist.desktop.nodes import Raw

VIEW: Extents = (0, 0, 900, 500)


class Grid:
    """Boxes of 80 by 20 in rows, scrolled by `scrolled` pixels; counts what it is asked."""

    def __init__(self, count: int, columns: int, scrolled: int, *, last_first: bool = False) -> None:
        self.count, self.columns, self.scrolled, self.last_first = count, columns, scrolled, last_first
        self.asked = 0

    def box(self, index: int) -> Extents:
        place = self.count - 1 - index if self.last_first else index
        return place % self.columns * 90, place // self.columns * 24 - self.scrolled, 80, 20

    async def extents_of(self, indices: Sequence[int]) -> Sequence[Extents | None]:
        self.asked += len(indices)
        return [self.box(index) for index in indices]

    async def as_gtk_tells(self, indices: Sequence[int]) -> Sequence[Extents | None]:
        """Only what is in sight has a place."""
        return [box if cut(box, VIEW) else None for box in map(self.box, indices)]


@given(
    count=st.integers(2, 20_000),
    columns=st.integers(1, 10),
    share=st.floats(0, 1),
    last_first=st.booleans(),
)
def test_what_is_found_is_in_sight_wherever_it_was_scrolled_to(count: int, columns: int, share: float, last_first: bool) -> None:
    rows = -(-count // columns)
    grid = Grid(count, columns, int(share * max(0, rows * 24 - 500)), last_first=last_first)
    found = asyncio.run(seen_first(count, grid.extents_of, VIEW))
    assert cut(grid.box(found), VIEW) is not None
    assert grid.asked <= 2 + count.bit_length()


@given(share=st.floats(0, 1), last_first=st.booleans())
def test_it_is_found_too_where_only_what_is_in_sight_has_a_place(share: float, last_first: bool) -> None:
    grid = Grid(5000, 10, int(share * (500 * 24 - 500)), last_first=last_first)
    found = asyncio.run(seen_first(5000, grid.as_gtk_tells, VIEW))
    assert cut(grid.box(found), VIEW) is not None
    assert grid.asked <= 250


async def test_a_single_row_is_searched_from_side_to_side() -> None:
    async def extents_of(indices: Sequence[int]) -> Sequence[Extents | None]:
        return [(index * 90 - 45_000, 10, 80, 20) for index in indices]

    assert await seen_first(2000, extents_of, VIEW) in range(500, 511)


async def test_children_without_places_are_not_found() -> None:
    async def extents_of(indices: Sequence[int]) -> Sequence[Extents | None]:
        return [None for _ in indices]

    assert await seen_first(2000, extents_of, VIEW) == -1


@pytest.mark.parametrize(
    ("other", "common"),
    [((10, 10, 5, 5), (10, 10, 5, 5)), ((-5, -5, 10, 10), (0, 0, 5, 5)), ((900, 0, 5, 5), None), ((0, 500, 5, 5), None)],
)
def test_what_two_boxes_have_in_common(other: Extents, common: Extents | None) -> None:
    assert cut(VIEW, other) == common


def test_what_holds_an_object_comes_after_it() -> None:
    window = Raw((":1", "/window"))
    panel = Raw((":1", "/panel"), window)
    assert [raw.ref[1] for raw in chain(Raw((":1", "/button"), panel))] == ["/button", "/panel", "/window"]
