"""What is done once nothing was asked for a moment, and what a turn that was cut off leaves behind."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref

import numpy as np
import pytest

from mmassist.engine.look import Reading
from mmassist.engine.rest import Rest
from mmassist.inference import heap
from mmassist.values import Box, Frame, Target, TextLine
from tests.fakes.parts import FakeTexts


async def test_memory_goes_back_once_turns_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    given = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(heap, "REST", 0.01)
    monkeypatch.setattr(heap, "give_back", lambda: loop.call_soon_threadsafe(given.set))
    Rest().begins(None)
    await asyncio.wait_for(given.wait(), 60)


async def test_no_memory_goes_back_while_turn_follows_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    times = list[float]()
    monkeypatch.setattr(heap, "REST", 600.0)
    monkeypatch.setattr(heap, "give_back", lambda: times.append(time.monotonic()))
    rest = Rest()
    rest.begins(None)
    rest.begins(None)
    await asyncio.sleep(0.05)
    rest.close()
    assert times == []


async def test_a_reading_that_is_given_up_lets_go_of_its_picture_at_once() -> None:
    pixels = np.zeros((20, 20, 4), np.uint8)
    held = weakref.ref(pixels)
    texts = FakeTexts((TextLine("Save", Box(0, 0, 10, 10), 0.99),), delay=600.0)
    gc.collect()
    gc.disable()
    try:
        reading = Reading(texts, Frame(pixels, (0, 0), Target(), time.monotonic()), None)
        await asyncio.sleep(0.05)
        await reading.aclose()
        del reading, pixels, texts
        await asyncio.sleep(0)
        assert held() is None
    finally:
        gc.enable()
