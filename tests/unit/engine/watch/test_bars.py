"""Progress bars by the accessibility tree."""

from __future__ import annotations

import asyncio

from mmassist.engine.watch.bars import PixelBars, TreeBars
from mmassist.engine.watch.notices import BarSeen
from mmassist.values import Box, Node, Outline, Role, Window
from tests.unit.perception.watching.drawing import ground

WINDOW = Window(7, "Downloads", "Browser", 42, Box(100, 50, 400, 320))
BAR = Box(120, 80, 300, 20)
BEGIN, END = Box(20, 30, 100, 20), Box(290, 30, 30, 20)
ENDED, VANISHED = BarSeen(ended=True, vanished=False), BarSeen(ended=False, vanished=True)


class Trees:
    """A window with one bar, or none."""

    def __init__(self) -> None:
        self.value: str | None = "0%"
        self.asked = 0

    async def read(self, window: Window, *, deadline: float = 0.3, whole: bool = False) -> Outline | None:
        self.asked += 1
        bar = () if self.value is None else (Node(Role.PROGRESS_BAR, "", 0, value=self.value, box=BAR),)
        return Outline((Node(Role.WINDOW, "Downloads", -1, box=WINDOW.box), *bar), -1, True, 0.0)


def followed(*steps: tuple[float, str | None, Box]) -> tuple[list[BarSeen | None], Trees]:
    """At each step's time the bar has its value, and its box changed."""
    trees = Trees()
    bars = TreeBars(trees)

    async def follow() -> list[BarSeen | None]:
        seen = []
        for at, value, moved in steps:
            trees.value = value
            seen.append(await bars.look(WINDOW, (moved,), at))
        return seen

    return asyncio.run(follow()), trees


def test_a_bar_that_reaches_its_end_has_ended() -> None:
    seen, _ = followed((0, "0%", BEGIN), (5, "40%", BEGIN), (10, "100%", END))
    assert seen == [None, None, ENDED]


def test_a_bar_that_goes_back_has_not_ended() -> None:
    seen, _ = followed((0, "60%", BEGIN), (5, "0%", BEGIN), (10, "40%", BEGIN))
    assert seen == [None, None, None]


def test_a_bar_that_is_no_more_has_vanished() -> None:
    seen, _ = followed((0, "60%", BEGIN), (5, None, BEGIN))
    assert seen == [None, VANISHED]


def test_a_bar_that_is_full_from_the_start_is_no_event() -> None:
    seen, _ = followed((0, "100%", BEGIN), (5, "100%", END))
    assert seen == [None, None]


def test_the_tree_is_asked_seldom_while_a_bar_moves() -> None:
    _, trees = followed(*((0.1 * step, f"{step // 2}%", BEGIN) for step in range(100)))
    assert trees.asked <= 6


def test_what_changes_elsewhere_asks_nothing() -> None:
    _, trees = followed((0, "10%", BEGIN), *((float(at), "10%", Box(20, 200, 40, 40)) for at in range(3, 60)))
    assert trees.asked <= 2


def test_a_painted_bar_ends_and_not_before() -> None:
    bars = PixelBars()

    def painted(filled: int) -> BarSeen | None:
        before, after = ground(), ground()
        before[100:120, 40:360] = after[100:120, 40:360] = 220
        before[100:120, 40 : 40 + filled - 20] = after[100:120, 40 : 40 + filled] = (200, 90, 20, 255)
        return bars.look(before, after, (Box(0, 80, 400, 40),))

    assert [painted(filled) for filled in range(40, 321, 40)] == [None] * 7 + [ENDED]
