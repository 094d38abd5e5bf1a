"""A window whose page is scrolled: rows of made-up ink between bars that stay, and a scroll bar that moves."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from mmassist.values import Box, Frame, Pixels, Target, Window
from tests.fakes.parts import WINDOW

HEAD, VIEW, FOOT, WIDTH, BAR = 40, 300, 30, 400, 12
CLICK = 57


def page(rows: int, seed: int = 1) -> Pixels:
    """Lines of ink 12 rows high, 8 apart, on white."""
    ink = np.random.default_rng(seed).random((rows, WIDTH - BAR)) < 0.25
    ink[np.arange(rows) % 20 >= 12] = False
    pixels: Pixels = np.full((rows, WIDTH - BAR, 4), 255, np.uint8)
    pixels[ink] = 0
    return pixels


def view(whole: Pixels, at: int, status: int = 0) -> Pixels:
    """The window with its page scrolled `at` rows down. `status`: what the bar at the foot shows."""
    pixels: Pixels = np.full((HEAD + VIEW + FOOT, WIDTH, 4), 230, np.uint8)
    pixels[10:30, 20:200:3] = 0
    pixels[HEAD : HEAD + VIEW, : WIDTH - BAR] = whole[at : at + VIEW]
    thumb = HEAD + at * VIEW // len(whole)
    pixels[thumb : thumb + VIEW * VIEW // len(whole), WIDTH - BAR + 2 : WIDTH - 2] = 90
    pixels[HEAD + VIEW + 8 : HEAD + VIEW + 20, 10 : 40 + status * 7 : 2] = 0
    return pixels


class FakeScrolledWindow:
    """Its screen, its wheel and the list of windows in one. `turned`: is called before each turn of the wheel."""

    def __init__(self, whole: Pixels, at: int = 0) -> None:
        self.whole, self.at = whole, at
        self.window: Window | None = replace(WINDOW, box=Box(100, 50, WIDTH, HEAD + VIEW + FOOT))
        self.clicks: list[int] = []
        self.places: set[tuple[int, int]] = set()
        self.stopped = self.held = False
        self.is_open = False
        self.turned: Callable[[], None] = lambda: None

    def in_front(self) -> Window | None:
        return self.window

    def pointer(self) -> tuple[int, int]:
        return (0, 0)

    def is_alive(self, window: Window) -> bool:
        return True

    def is_listed(self, window: Window) -> bool:
        return True

    def all(self) -> tuple[Window, ...]:
        return (self.window,) if self.window else ()

    async def look(self) -> Frame:
        return self.shown()

    def shown(self) -> Frame:
        return Frame(view(self.whole, self.at), (100, 50), Target(), time.monotonic())

    def open(self) -> None:
        self.is_open = True

    def turn(self, x: int, y: int, clicks: int) -> None:
        assert self.is_open
        self.turned()
        self.places.add((x, y))
        self.clicks.append(clicks)
        self.at = min(max(0, self.at + CLICK * clicks), len(self.whole) - VIEW)

    def is_stopped(self) -> bool:
        return self.stopped

    def is_held(self) -> bool:
        return self.held

    def close(self) -> None:
        self.is_open = False
