"""What every voice does that plays its own sound: our fake, and those of others as their interfaces say it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mmassist.speech.voices.base import Talker, VoiceOptions
from mmassist.speech.voices.speechd import SpeechdVoice
from mmassist.speech.voices.windows_readers import Nvda, WindowsReaderVoice
from tests.fakes.ssip_server import SsipServer
from tests.fakes.talker import FakeTalker
from tests.fakes.windows_readers import FakeNvdaClient

SENTENCE = "Save changes to the report?"
OPTIONS = VoiceOptions()


@pytest.fixture(params=["fake", "speechd", "nvda"])
async def talker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talker]:
    if request.param == "fake":
        yield FakeTalker()
        return
    if request.param == "nvda":
        reader = WindowsReaderVoice((Nvda(FakeNvdaClient()),))
        yield reader
        await reader.aclose()
        return
    server = SsipServer(tmp_path)
    await server.start()
    made = SpeechdVoice(where=server.address)
    await made.start()
    yield made
    await made.aclose()
    await server.stop()


async def test_positions_begin_at_the_start_and_rise(talker: Talker) -> None:
    positions = [position async for position in talker.speak(SENTENCE, OPTIONS)]
    assert positions[0] == 0
    assert positions == sorted(set(positions))
    assert SENTENCE.index("report") <= positions[-1] <= len(SENTENCE)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01\x1b", "\ud800", "\u202e\u2066"])
async def test_a_text_with_nothing_to_say_is_silent(talker: Talker, text: str) -> None:
    assert [position async for position in talker.speak(text, OPTIONS)] == []


async def test_leaving_in_mid_text_stops_it(talker: Talker) -> None:
    async with contextlib.aclosing(talker.speak(SENTENCE * 200, OPTIONS)) as positions:
        async for _ in positions:
            break
    async with asyncio.timeout(2):
        assert [position async for position in talker.speak("Yes.", OPTIONS)]


@pytest.mark.parametrize("text", ["a & b < c", "</speak><mark name='9'/> x", ".\n..\nQUIT", "漢字 \ud83d 👩\u200d👧"])
async def test_odd_text_is_text(talker: Talker, text: str) -> None:
    positions = [position async for position in talker.speak(text, OPTIONS)]
    assert positions[0] == 0
    assert [position async for position in talker.speak("Yes.", OPTIONS)]


async def test_closing_twice_is_fine_and_it_can_be_started_again(talker: Talker) -> None:
    await talker.aclose()
    await talker.aclose()
    assert await talker.is_here()
    await talker.start()
    assert [position async for position in talker.speak("Yes.", OPTIONS)]
