"""Chromium, whose tree is made only for those who ask."""

from __future__ import annotations

from typing import Any

from mmassist.desktop.atspi import Request
from mmassist.desktop.waking import wake
from tests.fakes.virtual_time import run

FRAME = (":1.7", "/frame")


class Browser:
    """Has a tree after `needed` questions for attributes; never where it is None."""

    def __init__(self, needed: int | None) -> None:
        self.needed = needed
        self.asked = 0

    async def ask(self, request: Request) -> Any:
        assert (request.program, request.path, request.member) == (*FRAME, "GetAttributes")
        self.asked += 1
        return {}

    async def look(self) -> bool:
        return self.needed is not None and self.asked >= self.needed


def woken(browser: Browser) -> Browser:
    run(wake(browser, FRAME, browser.look))  # type: ignore[arg-type]
    return browser


def test_a_tree_that_sleeps_is_asked_for_until_it_is_there() -> None:
    assert woken(Browser(needed=3)).asked == 3


def test_a_window_that_has_nothing_to_tell_is_not_waited_for_for_ever() -> None:
    assert 10 < woken(Browser(needed=None)).asked < 100
