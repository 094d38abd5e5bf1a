"""What every voice does, built-in, fake and the one that the documentation shows."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest
import pytest_asyncio

from mmassist.errors import WorkerLost
from mmassist.speech.voices.base import Capitals, Punctuation, Voice, VoiceOptions
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.pyttsx3 import Pyttsx3Voice
from mmassist.speech.voices.worker_voice import WorkerVoice
from tests.contract.documented import example
from tests.fakes.voice import FakeVoice

SENTENCE = "Save changes to the report?"
OPTIONS = VoiceOptions()


MAKERS: dict[str, Callable[[], Voice]] = {
    "espeak": lambda: EspeakVoice(hang_after=1.5),
    "pyttsx3": lambda: Pyttsx3Voice(hang_after=1.5),
    "fake": FakeVoice,
    "documented": lambda: example("BeepVoice")(),
}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(params=MAKERS, scope="module", loop_scope="module")
async def voice(request: pytest.FixtureRequest) -> AsyncIterator[Voice]:
    made = MAKERS[request.param]()
    await made.start()
    yield made
    await made.aclose()


async def spoken(voice: Voice, text: str, options: VoiceOptions = OPTIONS) -> bytes:
    return b"".join([chunk async for chunk in voice.synthesise(text, options)])


async def test_it_streams_whole_samples(voice: Voice) -> None:
    chunks = [chunk async for chunk in voice.synthesise(SENTENCE, OPTIONS)]
    assert len(chunks) > 1
    assert all(len(chunk) % 2 == 0 and chunk for chunk in chunks)
    assert 0.3 < len(b"".join(chunks)) / 2 / voice.sample_rate < 10


async def test_the_first_samples_are_sound(voice: Voice) -> None:
    samples = np.frombuffer(await spoken(voice, SENTENCE), np.int16).astype(np.int32)
    assert np.abs(samples[: voice.sample_rate // 100]).max() > 32


async def test_the_same_text_sounds_the_same_again(voice: Voice) -> None:
    first, second = await spoken(voice, SENTENCE), await spoken(voice, SENTENCE)
    assert abs(len(first) - len(second)) <= len(first) // 20


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01\x1b", "\ud800", "\u202e\u2066"])
async def test_a_text_with_nothing_to_say_is_silent(voice: Voice, text: str) -> None:
    assert await spoken(voice, text) == b""


async def test_leaving_in_mid_utterance_stops_the_work(voice: Voice) -> None:
    async with contextlib.aclosing(voice.synthesise(SENTENCE * 500, OPTIONS)) as chunks:
        async for _ in chunks:
            break
    async with asyncio.timeout(1):
        assert await spoken(voice, "Yes.")


async def test_a_text_of_100000_characters_streams_in_bounded_memory(voice: Voice) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text, total = "This is one more sentence of a very long text. " * 2200, 0
    async with contextlib.aclosing(voice.synthesise(text, VoiceOptions(rate=900))) as chunks:
        async for chunk in chunks:
            total += len(chunk)
            assert len(chunk) < 2 * 30 * voice.sample_rate
            if total > 2 * 100 * voice.sample_rate:
                break
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert total > 2 * 60 * voice.sample_rate
    assert grown_mb < 20


@pytest.mark.parametrize(
    "text",
    ["A \x0150P \x00 word \x1b[31m", "😀 👩\u200d👧", "漢字かな交じり文。", "a" * 3000, "\ud83d half a pair", "((( [ { <", "x\u202ey"],
)
async def test_odd_text_does_not_break_it(voice: Voice, text: str) -> None:
    await spoken(voice, text)
    assert await spoken(voice, "Yes.")


@pytest.mark.parametrize("capitals", ["none", "spell", "sound"])
@pytest.mark.parametrize("punctuation", ["none", "some", "most", "all"])
async def test_every_level_of_signs_and_capitals_is_said(voice: Voice, punctuation: Punctuation, capitals: Capitals) -> None:
    options = VoiceOptions("de", punctuation=punctuation, capitals=capitals)
    assert len(await spoken(voice, "Datei (neu); a@b.c, NASA: 5 € ¿qué?", options)) > voice.sample_rate
    assert await spoken(voice, " ", options) == b""


@pytest.mark.parametrize("name", ["espeak", "pyttsx3"])
async def test_signs_are_named_from_their_level_on(name: str) -> None:
    voice = MAKERS[name]()
    await voice.start()

    async def seconds(text: str, punctuation: Punctuation) -> float:
        return len(await spoken(voice, text, VoiceOptions("en-us", 150, punctuation=punctuation))) / 2 / voice.sample_rate

    try:
        cases: list[tuple[str, Punctuation, Punctuation]] = [
            ("one _ two", "some", "none"),
            ("one ( two", "most", "some"),
            ("one, two", "all", "most"),
        ]
        for text, level, below in cases:
            assert await seconds(text, level) > await seconds(text, below) + 0.2, text
        # In the words of the voice's language.
        assert await seconds("one ( two", "most") == pytest.approx(await seconds("one left paren two", "none"), rel=0.15)
    finally:
        await voice.aclose()


@pytest.mark.parametrize("name", ["espeak", "pyttsx3"])
async def test_capitals_are_told_before_the_word(name: str) -> None:
    voice = MAKERS[name]()
    await voice.start()
    try:
        plain, spelt, sounded = [
            await spoken(voice, "see Paris", VoiceOptions("en-us", capitals=capitals)) for capitals in ("none", "spell", "sound")
        ]
        assert len(spelt) > len(plain) + 0.2 * voice.sample_rate
        assert len(sounded) > len(plain) + 0.02 * voice.sample_rate
        small = [len(await spoken(voice, "see paris", VoiceOptions("en-us", capitals=capitals))) for capitals in ("none", "spell")]
        assert small[0] == pytest.approx(small[1], rel=0.02)
    finally:
        await voice.aclose()


@pytest.mark.parametrize(
    ("markup", "meaning"),
    [
        ('<speak>one<break time="4s"/>two</speak>', "one two"),
        ('<prosody rate="x-slow">one two three</prosody>', "one two three"),
        ("<audio src='/etc/passwd'>one two</audio>", "one two"),
    ],
)
async def test_markup_is_never_obeyed(voice: Voice, markup: str, meaning: str) -> None:
    # Spoken as text it takes longer than what it wraps; a break of four seconds or a slow voice would take longer still.
    as_text = len(await spoken(voice, markup.translate(str.maketrans("<>/=\"'", " " * 6))))
    assert len(await spoken(voice, markup)) < 1.6 * as_text + voice.sample_rate


async def test_phonemes_in_brackets_are_text(voice: Voice) -> None:
    phonemes = "D@ d0g _:_:_:_:_:_:_:_:_:_:_:_:_: D@ kat"  # a pause for each colon, if it were obeyed
    as_text = len(await spoken(voice, f"({phonemes})"))
    assert len(await spoken(voice, f"[[{phonemes}]]")) == pytest.approx(as_text, rel=0.2)


async def test_espeak_tells_which_word_sounds(voice: Voice) -> None:
    if not isinstance(voice, EspeakVoice):
        pytest.skip("its engine does not tell")
    text = "Größe ändern: 12 Dateien. Über NASA's PDF; fertig!"
    options = VoiceOptions("de", 300)
    whole = len(await spoken(voice, text, options))
    places = [voice.place(given) for given in range(0, whole, 200)]
    assert list(dict.fromkeys(places)) == [0, 6, 14, 17, 26, 31, 38, 43]
    # What was said until then is as long as that alone, but for the end of a sentence.
    first = len(await spoken(voice, "Größe ändern: 12", options))
    assert text[places[first // 200] :].startswith(("12", "Dateien"))


async def test_words_that_are_said_otherwise_than_written_are_not_placed() -> None:
    voice = Pyttsx3Voice()
    await voice.start()
    assert await spoken(voice, "one ( two", VoiceOptions("en", punctuation="all"))
    assert voice.place(1000) is None
    await voice.aclose()


@pytest_asyncio.fixture(params=["espeak", "pyttsx3", "fake"], loop_scope="module")
async def victim(request: pytest.FixtureRequest) -> AsyncIterator[WorkerVoice | FakeVoice]:
    made = MAKERS[request.param]()
    assert isinstance(made, WorkerVoice | FakeVoice)
    await made.start()
    yield made
    await made.aclose()


async def test_a_killed_process_is_reported_and_the_next_text_is_said(victim: WorkerVoice | FakeVoice) -> None:
    if isinstance(victim, FakeVoice):
        victim.kill()
    with pytest.raises(WorkerLost):
        async for _ in victim.synthesise(SENTENCE * 100, OPTIONS):
            # What it had made before it died still comes: the process may be gone by the second piece.
            if isinstance(victim, WorkerVoice) and victim.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim.pid, signal.SIGKILL)
    assert await spoken(victim, SENTENCE)


async def test_a_hung_process_is_killed_and_the_next_text_is_said(victim: WorkerVoice | FakeVoice) -> None:
    if isinstance(victim, FakeVoice):
        victim.hang()
    elif victim.pid:
        os.kill(victim.pid, signal.SIGSTOP)
    async with asyncio.timeout(10):
        with pytest.raises(WorkerLost):
            await spoken(victim, SENTENCE)
        assert await spoken(victim, SENTENCE)


@pytest.mark.parametrize("name", MAKERS)
async def test_closing_twice_is_fine(name: str) -> None:
    voice = MAKERS[name]()
    await voice.start()
    await voice.aclose()
    await voice.aclose()
