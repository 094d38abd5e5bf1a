"""A window that is scrolled to its end and put back, whatever comes between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from mmassist.engine import scrolling
from mmassist.engine.scrolling import Options, Scrolled, Scrolling
from mmassist.errors import DesktopError
from mmassist.values import Box, Frame
from tests.fakes.scrolled_page import BAR, CLICK, FOOT, HEAD, VIEW, WIDTH, FakeScrolledWindow, page

QUICK = Options(pause=0.001, patience=0.02, settling=2.0, letting_go=0.05)
PLACE = (300, 240)


async def scroll(desk: FakeScrolledWindow, options: Options = QUICK) -> Scrolled:
    assert desk.window is not None
    desk.open()
    return await Scrolling(desk.window, PLACE, desk, desk.look, desk, None, options).run()


def later(desk: FakeScrolledWindow, turns: int, happens: Callable[[], None]) -> None:
    """`happens` before so many turns were made."""

    def turned() -> None:
        if len(desk.clicks) == turns:
            happens()

    desk.turned = turned


async def test_all_of_the_page_is_seen_and_it_is_put_back() -> None:
    desk = FakeScrolledWindow(page(1500))
    seen = await scroll(desk)
    assert seen.notice == ""
    assert (seen.frame.pixels[HEAD:-FOOT, : WIDTH - BAR, :3] == desk.whole[..., :3]).all()
    assert desk.at == 0
    assert desk.places == {PLACE}


async def test_from_the_middle_it_is_seen_from_there_and_put_back_as_near_as_the_wheel_allows() -> None:
    desk = FakeScrolledWindow(page(1500), at=5 * CLICK)
    seen = await scroll(desk)
    assert (seen.frame.pixels[HEAD:-FOOT, : WIDTH - BAR, :3] == desk.whole[5 * CLICK :, :, :3]).all()
    assert 0 < abs(desk.at - 5 * CLICK) <= CLICK / 2
    assert seen.notice == scrolling.NEAR.format("lower" if desk.at > 5 * CLICK else "higher")


async def test_where_nothing_goes_on_below_it_is_said() -> None:
    desk = FakeScrolledWindow(page(1500), at=1200)
    seen = await scroll(desk)
    assert (seen.notice, desk.at) == (scrolling.NOTHING, 1200)
    assert seen.frame.height == HEAD + VIEW + FOOT


async def test_alpha_bytes_that_differ_from_look_to_look_are_no_change() -> None:
    desk = FakeScrolledWindow(page(1500), at=1200)
    looks = 0

    async def look() -> Frame:
        nonlocal looks
        looks += 1
        frame = desk.shown()
        frame.pixels[..., 3] = looks % 2
        return frame

    desk.look = look  # type: ignore[method-assign]
    assert (await scroll(desk)).notice == scrolling.NOTHING


async def test_escape_ends_it_and_the_page_is_put_back() -> None:
    desk = FakeScrolledWindow(page(3000))
    later(desk, 4, lambda: setattr(desk, "stopped", True))
    seen = await scroll(desk)
    assert (seen.notice, desk.at) == (scrolling.STOPPED, 0)
    assert HEAD + VIEW + FOOT < seen.frame.height < 1500


async def test_another_window_that_comes_in_front_is_never_scrolled() -> None:
    desk = FakeScrolledWindow(page(3000))
    window = desk.window
    assert window is not None
    later(desk, 4, lambda: setattr(desk, "window", replace(window, id=99)))
    seen = await scroll(desk)
    assert seen.notice == scrolling.COVERED
    assert len(desk.clicks) == 5
    assert seen.frame.height > HEAD + VIEW + FOOT


async def test_a_window_that_was_moved_is_not_scrolled() -> None:
    desk = FakeScrolledWindow(page(3000))
    window = desk.window
    assert window is not None
    later(desk, 3, lambda: setattr(desk, "window", replace(window, box=Box(0, 0, WIDTH, 370))))
    assert (await scroll(desk)).notice == scrolling.COVERED


async def test_a_page_that_becomes_another_is_told_up_to_there() -> None:
    desk = FakeScrolledWindow(page(3000))
    later(desk, 4, lambda: setattr(desk, "whole", page(3000, seed=2)))
    seen = await scroll(desk)
    assert seen.notice.startswith(scrolling.CHANGED)
    assert (seen.frame.pixels[HEAD : HEAD + VIEW, : WIDTH - BAR, :3] == page(3000)[:VIEW, :, :3]).all()


async def test_a_wheel_that_changes_something_else_is_turned_back() -> None:
    desk = FakeScrolledWindow(page(3000))
    pages = {0: desk.whole, 1: page(3000, seed=2)}
    value = 0

    def turn(x: int, y: int, clicks: int) -> None:
        nonlocal value
        value += clicks
        desk.whole = pages[value]

    desk.turn = turn  # type: ignore[method-assign]
    assert (await scroll(desk)).notice == scrolling.NO_PAGE
    assert value == 0


async def test_a_page_without_an_end_is_left_after_so_many_steps_and_put_back() -> None:
    desk = FakeScrolledWindow(page(6000))
    seen = await scroll(desk, replace(QUICK, steps=5))
    assert (seen.notice, desk.at) == (scrolling.GOES_ON, 0)


async def test_when_it_is_called_off_the_wheel_is_turned_back_all_the_same() -> None:
    desk = FakeScrolledWindow(page(6000))
    reached = asyncio.Event()
    later(desk, 6, reached.set)
    task = asyncio.create_task(scroll(desk))
    await reached.wait()
    assert desk.at > 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert desk.at == 0


async def test_while_a_key_is_held_with_which_the_wheel_does_something_else_nothing_is_scrolled() -> None:
    desk = FakeScrolledWindow(page(3000))
    desk.held = True
    with pytest.raises(DesktopError, match="modifiers"):
        await scroll(desk)
    assert desk.clicks == []
