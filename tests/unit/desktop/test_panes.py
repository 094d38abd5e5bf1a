"""A pane that a program draws by itself in a window of another toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mmassist.desktop.atspi import Request
from mmassist.desktop.nodes import Raw
from mmassist.desktop.panes import settle_panes
from tests.unit.desktop.raws import raw

PANEL, PANE, BUTTON = 39, 46, 43


class Boxes:
    """Answers for the box of whatever is asked."""

    def __init__(self, places: dict[str, tuple[int, int, int, int]]) -> None:
        self.places = places
        self.asked: list[str] = []

    async def ask(self, request: Request) -> Any:
        self.asked.append(request.path)
        return list(self.places[request.path])


def at(box: tuple[int, int, int, int], role: int, *children: Raw) -> Raw:
    made = raw(role, "", *children)
    made.extents = box
    return made


async def settled(top: Raw, nodes: Sequence[Raw]) -> None:
    await settle_panes(Boxes({}), [top, *nodes])  # type: ignore[arg-type]


async def test_a_pane_that_counts_from_its_own_corner_is_moved_onto_what_holds_it() -> None:
    save = at((10, 5, 40, 20), BUTTON)
    pane = at((0, 0, 800, 575), PANE, save)
    await settled(at((0, 25, 800, 575), PANEL, pane), [pane, save])

    assert (pane.extents, save.extents) == ((0, 25, 800, 575), (10, 30, 40, 20))


async def test_what_the_window_s_own_toolkit_draws_in_it_stays() -> None:
    field = at((4, 66, 100, 30), 61)
    native = at((4, 66, 200, 34), PANEL, field)
    own = at((4, 41, 200, 34), PANEL, native)
    pane = at((0, 0, 800, 575), PANE, own)
    await settled(at((0, 25, 800, 575), PANEL, pane), [pane, own, native, field])

    assert (own.extents, native.extents, field.extents) == ((4, 66, 200, 34), (4, 66, 200, 34), (4, 66, 100, 30))


async def test_a_pane_that_fills_only_a_part_of_what_holds_it_is_believed() -> None:
    pane = at((0, 0, 800, 500), PANE)
    await settled(at((0, 25, 800, 575), PANEL, pane), [pane])

    assert pane.extents == (0, 0, 800, 500)


async def test_boxes_are_asked_for_only_where_they_are_needed() -> None:
    save = raw(BUTTON, "Save")
    pane, panel = raw(PANE, "", save), raw(PANEL)
    panel.children, pane.parent = [pane], panel
    for each in (save, pane, panel):
        each.extents = None
    boxes = Boxes({panel.ref[1]: (0, 25, 80, 50), pane.ref[1]: (0, 0, 80, 50), save.ref[1]: (1, 2, 3, 4)})
    await settle_panes(boxes, [panel, pane, save])  # type: ignore[arg-type]

    assert save.extents == (1, 27, 3, 4)
    assert sorted(boxes.asked) == sorted(boxes.places)
