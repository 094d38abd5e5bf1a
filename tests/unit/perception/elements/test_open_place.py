"""Where a tree tells nothing of what is in a window."""

from __future__ import annotations

import numpy as np

from mmassist.perception.elements.open_place import is_drawn, open_place
from mmassist.values import Box, Item, Role, Scene, Source, Target

WHOLE = Box(0, 0, 800, 600)


def scene(*items: Item, has_outline: bool = True, complete: bool = True) -> Scene:
    return Scene(Target(), None, (800, 600), items, has_outline=has_outline, outline_complete=complete)


def item(role: Role, box: Box | None, name: str = "", source: Source = Source.OUTLINE) -> Item:
    return Item(role, name, source, box=box)


def test_without_a_tree_it_is_all_of_the_window() -> None:
    text = item(Role.TEXT, Box(0, 0, 800, 600), "read", Source.PIXELS)
    assert open_place(scene(text, has_outline=False)) == WHOLE


def test_below_a_tool_bar_it_is_the_view() -> None:
    frame, bar = item(Role.WINDOW, WHOLE, "Viewer"), item(Role.BUTTON, Box(0, 0, 800, 60), "Disconnect")
    place = open_place(scene(frame, bar, item(Role.CANVAS, Box(0, 60, 800, 540))))
    assert place is not None
    assert place.y >= 60
    assert place.area > 0.8 * WHOLE.area


def test_what_the_tree_tells_of_is_not_open() -> None:
    frame = item(Role.WINDOW, WHOLE, "Editor")
    for role in (Role.TEXT_AREA, Role.TERMINAL, Role.LIST, Role.TABLE, Role.IMAGE):
        assert open_place(scene(frame, item(role, Box(0, 50, 800, 550)))) is None


def test_between_many_controls_there_is_no_room() -> None:
    buttons = [item(Role.BUTTON, Box(x, y, 90, 60), "b") for x in range(0, 800, 200) for y in range(0, 600, 150)]
    assert open_place(scene(*buttons)) is None


def test_a_tree_that_was_cut_short_or_tells_no_places_leaves_nothing_open() -> None:
    assert open_place(scene(item(Role.WINDOW, WHOLE), complete=False)) is None
    assert open_place(scene(item(Role.WINDOW, WHOLE), item(Role.BUTTON, None, "Save"))) is None


def test_mere_ground_is_not_drawn() -> None:
    pixels = np.full((600, 800, 4), 230, np.uint8)
    assert not is_drawn(pixels, WHOLE)
    pixels[100:140, 100:200:4] = 0
    assert is_drawn(pixels, WHOLE)
    assert not is_drawn(pixels, Box(0, 200, 800, 400))
