"""Where sound goes: the device that was chosen, the system's while there is no such one, and one that falls asleep."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from mmassist.errors import MmassistError
from mmassist.measure.sink import Sink
from mmassist.speech.output import Options, Output
from mmassist.speech.queue import Speaker
from mmassist.speech.sound_server import outlets
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


@contextlib.contextmanager
def headphones() -> Iterator[Callable[[], None]]:
    """Another output of the sound server, called Test-Headphones, from now until it is unplugged."""
    described = "sink_properties=device.description=Test-Headphones"
    module = _pactl("load-module", "module-null-sink", "sink_name=ears", described)
    plugged = [module]

    def unplug() -> None:
        while plugged:
            _pactl("unload-module", plugged.pop())

    try:
        yield unplug
    finally:
        unplug()


def _pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], capture_output=True, text=True, check=True).stdout.strip()


async def test_speech_follows_the_chosen_output_that_is_unplugged_and_comes_back(sink: Sink) -> None:
    """In one story, as it is lived: what is said goes on at the system's output, and back, and each is told once."""
    faults: asyncio.Queue[MmassistError] = asyncio.Queue()
    speaker = Speaker(Output(Options(device="test-head", earcons=0)), [EspeakVoice()], on_fault=faults.put_nowait)

    async def told() -> str:
        async with asyncio.timeout(30):
            return str((await faults.get()).spoken)

    with headphones() as unplug, Sink("ears.monitor") as ears:
        assert "Test-Headphones" in [one.label for one in outlets()]
        await speaker.start()
        before = time.monotonic()
        speaker.say(Utterance(1, "This goes on for quite a while, " * 6 + "so that it can be heard.", Channel.DETAIL))
        await asyncio.to_thread(ears.onset, before)
        gone = time.monotonic()
        await asyncio.to_thread(unplug)
        assert await told() == "The sound device test-head is not there. I speak at the system's own meanwhile."
        assert await asyncio.to_thread(sink.onset, gone) > gone, "what was being said goes on"
        speaker.silence()
    with headphones(), Sink("ears.monitor") as ears:
        assert await told() == "The sound device test-head is there again. I speak there."
        assert await said(speaker, 2, ears)
    await speaker.aclose()
