"""Eyes that are started when a window comes to the front which they will be needed for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from mmassist.values import Window
from mmassist.wiring.eyes import foresee
from tests.fakes.parts import WINDOW, FakeOutlines


class Front:
    """A tracker: which window is in front, told on a thread of its own."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._told: list[Callable[[Window | None], None]] = []

    def active(self) -> Window | None:
        return self._window

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        self._told.append(callback)

    def bring(self, window: Window) -> None:
        thread = threading.Thread(target=lambda: [told(window) for told in self._told])
        thread.start()
        thread.join()


@pytest.mark.parametrize("is_there", [True, False])
async def test_both_the_window_in_front_and_one_that_comes_there_are_looked_at(is_there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.foresight._SETTLED", 0.0)
    terminal = replace(WINDOW, id=3, program="XTerm")
    front, started = Front(WINDOW if is_there else terminal), asyncio.Event()
    async with contextlib.AsyncExitStack() as stack:
        foresee(stack, front, FakeOutlines(None), started.set)  # type: ignore[arg-type]
        if not is_there:
            await asyncio.sleep(0.05)
            assert not started.is_set()
            front.bring(WINDOW)
        await asyncio.wait_for(started.wait(), 20)
