"""NVDA and JAWS as the app's voice."""

from __future__ import annotations

import contextlib

import pytest

from mmassist.errors import SpeechError, WorkerLost
from mmassist.speech.voices import windows_readers
from mmassist.speech.voices.base import VoiceOptions
from mmassist.speech.voices.screen_reader import ScreenReaderOf
from mmassist.speech.voices.windows_readers import Jaws, Nvda, WindowsReaderVoice
from tests.fakes.windows_readers import FakeJaws, FakeNvdaClient

TEXT = "Save <b> changes & close?"


async def said(voice: WindowsReaderVoice, text: str = TEXT) -> list[int]:
    return [position async for position in voice.speak(text, VoiceOptions())]


async def test_nvda_says_it_and_tells_where_it_is() -> None:
    client = FakeNvdaClient()
    voice = WindowsReaderVoice((Nvda(client),))
    assert await said(voice) == [0, *(TEXT.index(word) for word in TEXT.split()[1:])]
    assert client.said == TEXT.split()
    await voice.aclose()


async def test_what_a_key_cut_short_goes_on_from_that_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_readers, "_AGAIN", 0.01)
    client = FakeNvdaClient()
    client.cut_at = 2
    voice = WindowsReaderVoice((Nvda(client),))
    positions = await said(voice)
    assert client.said == [*TEXT.split()[:2], *TEXT.split()[1:]]
    assert positions == [0, *(TEXT.index(word) for word in TEXT.split()[1:])]
    await voice.aclose()


async def test_leaving_stops_nvda() -> None:
    client = FakeNvdaClient()
    voice = WindowsReaderVoice((Nvda(client),))
    async with contextlib.aclosing(voice.speak("word " * 200, VoiceOptions())) as positions:
        async for _ in positions:
            break
    assert client.stops
    assert len(client.said) < 200
    await voice.aclose()


async def test_an_older_client_is_given_plain_text_and_time_to_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_readers, "_LETTERS_A_SECOND", 1000.0)
    client = FakeNvdaClient(modern=False)
    voice = WindowsReaderVoice((Nvda(client),))
    assert await said(voice) == [0]
    assert client.said == TEXT.split()
    await voice.aclose()


async def test_jaws_speaks_where_nvda_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_readers, "_LETTERS_A_SECOND", 1000.0)
    client, jaws = FakeNvdaClient(), FakeJaws()
    client.running = False
    voice = WindowsReaderVoice((Nvda(client), Jaws(jaws.find_window, jaws.make)))
    await voice.take_floor()
    assert await said(voice) == [0]
    assert (client.said, jaws.said, jaws.stops) == ([], TEXT.split(), 1)
    await voice.aclose()


async def test_readers_come_and_go() -> None:
    client, jaws = FakeNvdaClient(), FakeJaws()
    voice = WindowsReaderVoice((Nvda(client), Jaws(jaws.find_window, jaws.make)))
    client.running = jaws.running = False
    assert not await voice.is_here()
    with pytest.raises(WorkerLost):
        await said(voice)
    jaws.running = True
    assert await voice.is_here()
    await voice.aclose()


async def test_a_reader_that_refuses_is_a_fault_of_speech() -> None:
    client = FakeNvdaClient()
    client.nvdaController_speakSsml = lambda *arguments: 5
    voice = WindowsReaderVoice((Nvda(client),))
    with pytest.raises(SpeechError, match="NVDA"):
        await said(voice)
    await voice.aclose()


def test_where_no_reader_can_be_spoken_through_that_is_said() -> None:
    fault = ScreenReaderOf("darwin").check()
    assert fault is not None
    assert fault.spoken == "Screen readers of this system can't be spoken through."
    assert ScreenReaderOf("win32").check() is None
