"""The cells of a spreadsheet that hold something. A sheet claims millions of them: only those in view are looked at, and of these only the
ones near others that hold something, and a few between."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request, prop
from mmassist.desktop.details import text_of
from mmassist.desktop.nodes import Raw, bits, number, reference, words

WIDE = 64
"""A table with more columns than this is a sheet."""
# Cells that are looked at: each costs a few questions. How far apart they stand where nothing is known yet, and how far the next one that
# holds something may be from another.
_MOST, _STEP, _NEAR = 800, 3, 2
_MOST_SOUGHT = 250
_INSET = 2
_CELL = 56

_Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class _View:
    """What is in sight, both corners included."""

    first: _Place
    last: _Place

    def spread(self) -> list[_Place]:
        rows = range(self.first[0], self.last[0] + 1, _STEP)
        return list(itertools.product(rows, range(self.first[1], self.last[1] + 1, _STEP)))

    def near(self, place: _Place) -> list[_Place]:
        (row, column), (top, left), (bottom, right) = place, self.first, self.last
        rows = range(max(top, row - _NEAR), min(bottom, row + _NEAR) + 1)
        return list(itertools.product(rows, range(max(left, column - _NEAR), min(right, column + _NEAR) + 1)))

    def holds(self, place: _Place) -> bool:
        return self.first[0] <= place[0] <= self.last[0] and self.first[1] <= place[1] <= self.last[1]


class Sheet:
    """One reading of a wide table. `cell`: the object of a reference, the same each time. Raises ProgramGone."""

    def __init__(self, bus: Bus, table: Raw, columns: int, cell: Callable[[Ref], Raw]) -> None:
        self._bus = bus
        self.table = table
        self._columns = columns
        self._cell = cell
        self._view: _View | None = None
        self._looked: dict[_Place, Raw | None] = {}

    @property
    def is_whole(self) -> bool:
        """Whether all that may hold something was looked at."""
        return len(self._looked) < _MOST

    async def used(self, focus: Ref | None, focused: int) -> list[Raw]:
        """The cells in view that hold something, and the one with the focus as far as it was come across, by rows. `focus`: what last took
        the focus; `focused`: the state bit that says so."""
        self._view = await self._sight()
        if self._view is None:
            return []
        wanted = set(self._view.spread())
        if focus is not None and (place := await self._place(focus)) and self._view.holds(place):
            wanted.add(place)
        while wanted and self.is_whole:
            await atspi.in_parallel(sorted(wanted)[: _MOST - len(self._looked)], self._look)
            filled = [place for place in wanted if (cell := self._looked.get(place)) and cell.text]
            wanted = {near for place in filled for near in self._view.near(place)} - self._looked.keys()
        kept = [(place, cell) for place, cell in self._looked.items() if cell and (cell.text or cell.states & focused)]
        return [cell for _, cell in sorted(kept, key=lambda one: one[0])]

    async def focused(self, bit: int) -> Raw | None:
        """The cell in view that has the focus, by asking those that were not looked at, the next to what is known first and not all of very
        many; None if it is not among them. `bit`: the state."""
        if self._view is None:
            return None
        (top, left), (bottom, right) = self._view.first, self._view.last
        filled = [place for place, cell in self._looked.items() if cell and cell.text] or [(top, left)]
        # A cell far from the others is as far from their middle.
        row, column = (sum(numbers) // len(filled) for numbers in zip(*filled, strict=True))
        places = itertools.product(range(top, bottom + 1), range(left, right + 1))
        unknown = sorted((place for place in places if place not in self._looked), key=lambda at: abs(at[0] - row) + abs(at[1] - column))
        unknown = unknown[:_MOST_SOUGHT]
        await atspi.in_parallel(unknown, self._look)
        return next((cell for place in unknown if (cell := self._looked[place]) and cell.states & bit), None)

    async def _sight(self) -> _View | None:
        """From the cell in the top left corner to that in the bottom right one."""
        if self.table.extents is None:
            return None
        x, y, width, height = self.table.extents
        corners = []
        for point in ((x + _INSET, y + _INSET), (x + width - _INSET, y + height - _INSET)):
            at = reference(await self._bus.ask(Request(*self.table.ref, atspi.COMPONENT, "GetAccessibleAtPoint", "iiu", (*point, 0))))
            corners.append(await self._place(at) if at else None)
        first, last = corners
        return _View(first, last) if first and last and first[0] <= last[0] and first[1] <= last[1] else None

    async def _place(self, ref: Ref) -> _Place | None:
        """Where a cell stands; None for what is no cell of this table."""
        if reference(await self._bus.ask(prop(ref, atspi.ACCESSIBLE, "Parent"))) != self.table.ref:
            return None
        index = number(await self._bus.ask(Request(*ref, atspi.ACCESSIBLE, "GetIndexInParent")))
        return divmod(index, self._columns) if index >= 0 else None

    async def _look(self, place: _Place) -> None:
        self._looked[place] = None
        ref = reference(await self._bus.ask(Request(*self.table.ref, atspi.TABLE, "GetAccessibleAt", "ii", place)))
        if ref is None:
            return
        cell = self._cell(ref)
        cell.row, cell.column = place
        states = await self._bus.ask(Request(*ref, atspi.ACCESSIBLE, "GetState"))
        cell.role, cell.states = _CELL, bits(states)
        cell.text = await text_of(self._bus, cell)
        cell.name = words(await self._bus.ask(prop(ref, atspi.ACCESSIBLE, "Name")))
        cell.known = states is not None
        self._looked[place] = cell
