"""Where sound goes: the device that was chosen, the system's where there is no such one, and one that falls asleep."""

from __future__ import annotations

import asyncio
import time

import pytest

from mmassist.measure.sink import Sink
from mmassist.speech.output import Options, Output
from mmassist.speech.queue import Speaker
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.values import Channel, Utterance


async def said(speaker: Speaker, turn: int, sink: Sink) -> float:
    """Seconds from asking for a text to its first sample in that sink."""
    asked = time.monotonic()
    speaker.say(Utterance(turn, "This goes on for a while, so that it can be heard.", Channel.DETAIL))
    return await asyncio.to_thread(sink.onset, asked) - asked


@pytest.mark.parametrize("name", ["PULS", "no such device"])
async def test_a_device_is_chosen_by_a_part_of_its_name_and_the_systems_own_where_there_is_none(name: str, sink: Sink) -> None:
    speaker = Speaker(Output(Options(device=name, earcons=0)), [EspeakVoice()])
    await speaker.start()
    assert await said(speaker, 1, sink)
    await speaker.aclose()


async def test_a_device_that_fell_asleep_is_given_time_to_wake(sink: Sink) -> None:
    speaker = Speaker(Output(Options(wake_ms=700, earcons=0)), [EspeakVoice()])
    await speaker.start()
    await asyncio.sleep(0.5)
    assert await said(speaker, 1, sink) > 0.7
    await speaker.drained(1)
    await asyncio.to_thread(sink.silence, time.monotonic(), 0.4)
    assert await said(speaker, 2, sink) < 0.7, "it is awake still"
    await speaker.aclose()
