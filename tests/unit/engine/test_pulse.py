"""A loop that is held up: what is logged, heard and told."""

from __future__ import annotations

import asyncio
import time

import pytest

from mmassist.engine.pulse import Options, Pulse

QUICK = Options(every=0.05, late=0.3)


class Told:
    def __init__(self) -> None:
        self.stuck = 0
        self.over: list[float] = []

    def gets_stuck(self) -> None:
        self.stuck += 1


async def lived(told: Told, seconds: float) -> None:
    pulse = Pulse(told.gets_stuck, told.over.append, QUICK)
    pulse.start()
    await asyncio.sleep(0.2)
    if seconds:
        hold_up(seconds)
    await asyncio.sleep(0.3)
    await pulse.aclose()


def hold_up(seconds: float) -> None:
    time.sleep(seconds)


async def test_a_loop_that_is_held_up_is_told_once_with_its_seconds(caplog: pytest.LogCaptureFixture) -> None:
    told = Told()
    await lived(told, 1.5)
    assert told.stuck == 1
    assert len(told.over) == 1
    assert told.over[0] >= 1.4


async def test_the_log_names_what_holds_it_up(caplog: pytest.LogCaptureFixture) -> None:
    await lived(Told(), 1.5)
    assert "hold_up" in caplog.text


async def test_a_loop_that_goes_on_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    told = Told()
    await lived(told, 0.0)
    assert (told.stuck, told.over) == (0, [])
