"""What a real speech-dispatcher has its module say for us."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator

import pytest

from mmassist.measure.speech_server import Said, SpeechServer
from mmassist.speech.voices.base import VoiceOptions
from mmassist.speech.voices.speechd import SpeechdVoice
from mmassist.speech.voices.ssip import address

TEXT = "Mail a@b.org (NASA)"

pytestmark = pytest.mark.skipif(not shutil.which("speech-dispatcher"), reason="no speech-dispatcher: packaging/debian-tests.txt")


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as running:
        yield running


async def said(server: SpeechServer, *options: VoiceOptions) -> list[Said]:
    """`TEXT` as it reached the module, with each of `options`."""
    voice = SpeechdVoice(where=address(server.environment))
    await voice.start()
    for one in options:
        async for _ in voice.speak(TEXT, one):
            pass
    await voice.aclose()
    await asyncio.to_thread(server.wait_said, lambda one: len(server.said()) == len(options))
    return server.said()


async def test_signs_capitals_and_language_reach_the_module(server: SpeechServer) -> None:
    plain, told = await said(server, VoiceOptions("en-us"), VoiceOptions("de", punctuation="all", capitals="spell"))
    assert (plain.asked["cap_let_recogn"], told.asked["cap_let_recogn"]) == ("none", "spell")
    # The server names signs itself, in the words of its own lists.
    assert ("Klammer" in plain.text, told.text.count("Klammer")) == (False, 2)
    assert (plain.asked["language"], told.asked["language"]) == ("en-us", "de")
