"""Accessibility APIs that block, asked on a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from mmassist.desktop.items import Harvested, Item
from mmassist.desktop.thread_trees import ThreadTrees
from mmassist.errors import DesktopError, SceneStale
from mmassist.values import Box, Node, Role, Window

WINDOW = Window(1, "Notes", "notes", 1, Box(0, 0, 100, 100))
TREE = Harvested((Item(Node(Role.WINDOW, "Notes", -1)),), True, "fake")


class FakeSource:
    def __init__(self, answer: Callable[[], Harvested | None]) -> None:
        self._answer = answer

    def read(self, window: Window, until: float, cap: int) -> Harvested | None:
        return self._answer()

    def focus(self, item: Item) -> bool:
        return item.node.name == "Notes"

    def press(self, item: Item) -> bool:
        if item.handle is not None:
            item.handle()
        return item.handle is not None


class HungSource(FakeSource):
    def __init__(self, goes_on: threading.Event) -> None:
        super().__init__(lambda: TREE)
        self._goes_on = goes_on

    def press(self, item: Item) -> bool:
        return self._goes_on.wait(10)

    def focus(self, item: Item) -> bool:
        return self._goes_on.wait(10)


async def test_a_tree_is_read() -> None:
    trees = ThreadTrees(lambda: FakeSource(lambda: TREE), 100)
    outline = await trees.read(WINDOW, deadline=5)
    await trees.aclose()

    assert outline is not None
    assert ([node.name for node in outline.nodes], outline.complete, outline.toolkit) == (["Notes"], True, "fake")


async def test_a_program_without_a_tree_has_none() -> None:
    trees = ThreadTrees(lambda: FakeSource(lambda: None), 100)
    outline = await trees.read(WINDOW, deadline=5)
    await trees.aclose()

    assert outline is None


async def test_a_program_that_hangs_has_an_empty_tree_and_the_next_is_read_when_it_goes_on() -> None:
    goes_on = threading.Event()

    def hang() -> Harvested:
        goes_on.wait(10)
        return TREE

    trees = ThreadTrees(lambda: FakeSource(hang), 100)
    hung = await trees.read(WINDOW, deadline=0.05)
    again = await trees.read(WINDOW, deadline=0.05)
    goes_on.set()
    later = await trees.read(WINDOW, deadline=5)
    await trees.aclose()

    assert hung is not None
    assert again is not None
    assert later is not None
    assert [(outline.nodes, outline.complete) for outline in (hung, again)] == [((), False)] * 2
    assert later.nodes


async def test_what_the_user_can_mend_is_raised() -> None:
    def refused() -> Harvested:
        raise DesktopError("not allowed", "I may not look.", "Allow it.")

    trees = ThreadTrees(lambda: FakeSource(refused), 100)
    with pytest.raises(DesktopError) as caught:
        await trees.read(WINDOW, deadline=5)
    await trees.aclose()

    assert caught.value.remedy == "Allow it."


async def test_an_api_that_is_not_there_says_so_at_the_start() -> None:
    def missing() -> FakeSource:
        raise DesktopError("no such API")

    trees = ThreadTrees(missing, 100)
    with pytest.raises(DesktopError):
        await trees.start()
    await trees.aclose()


async def test_what_was_read_can_be_acted_on() -> None:
    pressed: list[str] = []
    button = Item(Node(Role.BUTTON, "Save", -1), TREE.items[0], handle=lambda: pressed.append("Save"))
    trees = ThreadTrees(lambda: FakeSource(lambda: Harvested((*TREE.items, button), True, "fake")), 100)
    outline = await trees.read(WINDOW, deadline=5)
    assert outline is not None
    done = [await trees.focus(outline, 0), await trees.focus(outline, 1), await trees.press(outline, 0), await trees.press(outline, 1)]
    await trees.aclose()

    assert (done, pressed) == ([True, False, False, True], ["Save"])


async def test_an_outline_of_long_ago_is_not_acted_on() -> None:
    trees = ThreadTrees(lambda: FakeSource(lambda: TREE), 100)
    first = await trees.read(WINDOW, deadline=5)
    for _ in range(5):
        await trees.read(WINDOW, deadline=5)
    assert first is not None
    with pytest.raises(SceneStale):
        await trees.press(first, 0)
    await trees.aclose()


async def test_a_program_that_has_not_answered_was_pressed_but_has_not_given_the_focus() -> None:
    goes_on = threading.Event()
    trees = ThreadTrees(lambda: HungSource(goes_on), 100)
    outline = await trees.read(WINDOW, deadline=5)
    assert outline is not None
    done = await trees.press(outline, 0), await trees.focus(outline, 0)
    goes_on.set()
    await trees.aclose()

    assert done == (True, False)


async def test_nothing_is_warm_and_closing_twice_is_closing() -> None:
    trees = ThreadTrees(lambda: FakeSource(lambda: TREE), 100)
    await trees.start()
    await trees.read(WINDOW, deadline=5)
    trees.watch(WINDOW)
    warm = trees.warm(WINDOW)
    await trees.aclose()
    await trees.aclose()

    assert warm is None
