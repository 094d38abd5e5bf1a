"""What a listener tells, with a recogniser and a detector that are scripted."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest

from mmassist.errors import DeviceLost, MmassistError, PerceptionError, WorkerLost
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.events import Early, Ended, Final, HearingEvent, NothingSaid, Partial, Silence, SpeechStarted, Withdrawn
from mmassist.perception.hearing.listener import Listener, Manner
from mmassist.values import AudioBlock, Samples, Transcript
from tests.fakes.transcriber import FakeTranscriber, LoudnessDetector, blocks, quiet, sound, tone

QUESTION = sound(quiet(1), tone(1.5), quiet(1.2))
WITH_PAUSE = sound(quiet(1), tone(0.5), quiet(0.4), tone(0.5), quiet(1.2))


def listener(transcriber: FakeTranscriber | None) -> Listener:
    return Listener(transcriber, detector=LoudnessDetector())


async def heard(transcriber: FakeTranscriber | None, samples: Samples, hints: Hints | None = None) -> list[HearingEvent]:
    return [event async for event in listener(transcriber).listen(blocks(samples), hints)]


def kinds(events: list[HearingEvent]) -> list[type]:
    return [type(event) for event in events]


def final(events: list[HearingEvent]) -> Final:
    assert isinstance(events[-1], Final)
    return events[-1]


async def test_an_utterance_from_its_beginning_to_its_end() -> None:
    events = await heard(FakeTranscriber(), QUESTION)
    assert kinds(events)[:2] == [SpeechStarted, Partial]
    assert kinds(events)[-3:] == [Early, Ended, Final]


async def test_the_final_transcript_has_words_and_is_final() -> None:
    transcript = final(await heard(FakeTranscriber(), QUESTION)).transcript
    assert transcript is not None
    assert transcript.final
    assert [word.text for word in transcript.words] == ["What", "does", "it", "say?"]


async def test_what_was_understood_in_the_pause_is_not_asked_for_again() -> None:
    transcriber = FakeTranscriber()
    await heard(transcriber, QUESTION)
    assert len(transcriber.asked) == 1


async def test_an_early_result_is_withdrawn_when_speech_goes_on() -> None:
    events = await heard(FakeTranscriber("What?", "What does it say?"), WITH_PAUSE)
    assert [kind for kind in kinds(events) if kind is not Partial] == [SpeechStarted, Early, Withdrawn, Early, Ended, Final]
    transcript = final(events).transcript
    assert transcript is not None
    assert transcript.text == "What does it say?"


class SharpDetector(LoudnessDetector):
    """Hears soft speech too."""

    def probability(self, window: Samples) -> float:
        return 0.95 if float(np.abs(window).max()) > 0.005 else 0.02


async def test_the_early_transcript_is_begun_with_the_first_silence() -> None:
    early = next(event for event in await heard(FakeTranscriber(), QUESTION) if isinstance(event, Early))
    assert early.transcript.seconds == pytest.approx(0.3 + 1.5 + 0.05, abs=0.03)


async def test_one_look_serves_the_first_silence_and_the_pause_that_it_becomes() -> None:
    transcriber = FakeTranscriber()
    await heard(transcriber, sound(quiet(1), tone(1.0), quiet(1.2)))
    assert len(transcriber.partials) == 1


async def test_a_silence_within_a_word_gives_a_partial_transcript_and_nothing_to_withdraw() -> None:
    events = await heard(FakeTranscriber(), sound(quiet(1), tone(0.8), quiet(0.064), tone(0.8), quiet(1.2)))
    assert [kind for kind in kinds(events) if kind is not Partial] == [SpeechStarted, Early, Ended, Final]
    assert kinds(events).count(Partial) >= 1


async def test_a_soft_ending_is_in_the_final_transcript() -> None:
    soft = tone(0.3) * np.float32(0.04)
    ears = Listener(FakeTranscriber(), detector=SharpDetector())
    events = [event async for event in ears.listen(blocks(sound(quiet(1), tone(1), soft, quiet(1.2))))]
    transcript = final(events).transcript
    assert transcript is not None
    assert transcript.seconds == pytest.approx(final(events).clip.seconds) == pytest.approx(0.3 + 1.3 + 0.05, abs=0.05)


async def test_who_lets_go_of_the_key_is_not_kept_waiting_for_words() -> None:
    transcriber = FakeTranscriber()
    transcript = final(await heard(transcriber, sound(quiet(0.5), tone(1)))).transcript
    assert transcript is not None
    assert (transcript.text, transcript.words) == ("What does it say?", ())


async def test_of_a_held_key_the_first_silence_is_not_looked_at_and_a_pause_gives_the_whole() -> None:
    transcriber = FakeTranscriber()
    ears = listener(transcriber)
    samples = sound(quiet(0.5), tone(0.8), quiet(0.4))
    events = [event async for event in ears.listen(blocks(samples), manner=Manner.HELD)]
    assert kinds(events) == [SpeechStarted, Early, Ended, Final]
    assert transcriber.partials == []
    assert len(transcriber.asked) == 1


async def test_a_slow_recogniser_is_asked_for_the_whole_at_once() -> None:
    transcriber = FakeTranscriber()
    transcriber.pause = 0.4
    samples = sound(tone(4), quiet(1))
    events = [event async for event in listener(transcriber).listen(blocks(samples, slowly=0.005))]
    assert 0 < max(transcriber.partials) < 4
    assert final(events).transcript is not None


async def test_a_knock_on_the_table_is_no_partial_transcript() -> None:
    transcriber = FakeTranscriber()
    transcriber.pause = 0.05
    events = [event async for event in listener(transcriber).listen(blocks(sound(quiet(1), tone(0.1), quiet(9)), slowly=0.001))]
    assert Partial not in kinds(events)


async def test_the_clip_holds_the_speech_and_a_little_before_it() -> None:
    clip = final(await heard(None, QUESTION)).clip
    assert clip.seconds == pytest.approx(0.3 + 1.5 + 0.1, abs=0.05)
    assert clip.at == pytest.approx(0.7, abs=0.05)
    assert not clip.samples.flags.writeable


async def test_without_a_model_the_sound_alone_is_given() -> None:
    events = await heard(None, QUESTION)
    assert kinds(events) == [SpeechStarted, Ended, Final]
    assert final(events).transcript is None
    assert final(events).error is None


async def test_hints_reach_the_recogniser_with_the_seconds_of_speech() -> None:
    transcriber = FakeTranscriber()
    await heard(transcriber, QUESTION, Hints("de", ("Speichern",)))
    assert transcriber.hints[0].language == "de"
    assert transcriber.hints[0].words == ("Speichern",)
    assert transcriber.hints[0].voiced == pytest.approx(1.5, abs=0.1)


async def test_nobody_spoke() -> None:
    assert await heard(None, quiet(10)) == [NothingSaid(Silence.NOBODY_SPOKE)]


async def test_a_microphone_that_gives_zeros_is_told_from_a_silent_room() -> None:
    assert await heard(None, np.zeros(16_000 * 10, np.float32)) == [NothingSaid(Silence.DEVICE_SILENT)]


async def test_the_end_of_the_sound_is_the_end_of_the_utterance() -> None:
    assert final(await heard(None, sound(quiet(0.5), tone(1)))).clip.seconds == pytest.approx(1.3, abs=0.05)


async def test_a_key_that_is_let_go_ends_it_at_once() -> None:
    ears = listener(FakeTranscriber())
    events: list[HearingEvent] = []
    async for event in ears.listen(blocks(sound(quiet(0.5), tone(0.6)), endless=True), manner=Manner.HELD):
        events.append(event)
        if isinstance(event, SpeechStarted):
            await asyncio.sleep(0.05)
            ears.release()
    assert isinstance(events[-1], Final)


async def test_a_held_key_hears_through_a_long_pause() -> None:
    ears = listener(None)
    samples = sound(tone(0.5), quiet(3), tone(0.5))
    events = [event async for event in ears.listen(blocks(samples), manner=Manner.HELD)]
    assert final(events).clip.seconds == pytest.approx(4, abs=0.1)


async def test_a_key_that_is_let_go_before_a_word() -> None:
    ears = listener(None)
    asyncio.get_running_loop().call_later(0.05, ears.release)
    events = [event async for event in ears.listen(blocks(quiet(0.5), endless=True), manner=Manner.HELD)]
    assert events == [NothingSaid(Silence.RELEASED)]


async def test_letting_go_when_nobody_listens_does_nothing() -> None:
    listener(None).release()


async def test_a_lost_recogniser_is_asked_once_more() -> None:
    transcriber = FakeTranscriber(failures={1: WorkerLost("killed")})
    transcript = final(await heard(transcriber, QUESTION)).transcript
    assert transcript is not None
    assert transcript.text == "What does it say?"


@pytest.mark.parametrize(
    "failures", [{1: WorkerLost("killed"), 2: WorkerLost("killed again")}, {1: PerceptionError("no memory")}], ids=["lost twice", "failed"]
)
async def test_a_recogniser_that_fails_leaves_the_sound_and_the_reason(failures: dict[int, MmassistError]) -> None:
    end = final(await heard(FakeTranscriber(failures=failures), QUESTION))
    assert end.transcript is None
    assert isinstance(end.error, MmassistError)
    assert end.clip.seconds > 1


async def test_a_device_that_is_lost_is_told() -> None:
    async def broken() -> AsyncIterator[AudioBlock]:
        async for block in blocks(tone(0.5)):
            yield block
        raise DeviceLost("pulled out")

    with pytest.raises(DeviceLost):
        [event async for event in listener(None).listen(broken())]


async def test_giving_up_takes_no_longer_than_50_ms_and_leaves_nothing_running() -> None:
    transcriber = FakeTranscriber()
    transcriber.pause = 0.1
    events = listener(transcriber).listen(blocks(sound(tone(0.5), quiet(0.3)), endless=True))
    async with contextlib.aclosing(events):
        async for event in events:
            if isinstance(event, Early):
                break
        await asyncio.sleep(0.02)
        began = time.monotonic()
    assert time.monotonic() - began < 0.05
    assert transcriber.given_up == len(transcriber.asked) == 1
    assert len(asyncio.all_tasks()) == 1


async def test_partial_transcripts_are_never_behind() -> None:
    transcriber = FakeTranscriber()
    transcriber.pause = 0.2
    async for event in listener(transcriber).listen(blocks(sound(tone(4), quiet(1)), slowly=0.002)):
        if isinstance(event, Final):
            break
    # A slow recogniser is asked less often, each time for all that was said by then.
    assert 0 < len(transcriber.partials) < 4
    assert transcriber.partials == sorted(transcriber.partials)


async def test_the_judge_shortens_the_wait() -> None:
    async def seconds(judgement: float) -> float:
        ears = Listener(FakeTranscriber(), detector=LoudnessDetector(), judge=lambda transcript: judgement)
        taken = 0

        async def counted() -> AsyncIterator[AudioBlock]:
            nonlocal taken
            async for block in blocks(sound(tone(1), quiet(2)), slowly=0.001):
                taken += len(block.samples)
                yield block

        [event async for event in ears.listen(counted())]
        return taken / 16_000

    assert await seconds(1.0) < await seconds(0.0) - 0.3


async def test_a_listener_hears_one_utterance_after_another() -> None:
    ears = listener(FakeTranscriber("one", "two"))
    texts = []
    for _ in range(2):
        events = [event async for event in ears.listen(blocks(QUESTION))]
        transcript = final(events).transcript
        assert isinstance(transcript, Transcript)
        texts.append(transcript.text)
    assert texts == ["one", "two"]


async def test_a_key_let_go_as_the_next_word_begins_still_ends_it() -> None:
    """The early transcript is still being made, and the first window of a word has come."""
    transcriber = FakeTranscriber("hello there")
    transcriber.pause = 0.3
    ears = listener(transcriber)
    coming: asyncio.Queue[AudioBlock] = asyncio.Queue()

    async def arriving() -> AsyncIterator[AudioBlock]:
        while True:
            yield await coming.get()

    async def feed(samples: Samples) -> None:
        for at in range(0, len(samples) - 511, 512):
            coming.put_nowait(AudioBlock(samples[at : at + 512], at / 16_000))
            await asyncio.sleep(0.002)

    async def listen() -> list[HearingEvent]:
        return [event async for event in ears.listen(arriving())]

    listening = asyncio.create_task(listen())
    await feed(sound(quiet(0.16), tone(0.96), quiet(0.16), tone(0.033)))
    ears.release()
    await feed(sound(tone(0.1), quiet(2)))
    async with asyncio.timeout(10):
        assert isinstance((await listening)[-1], Final)


async def test_of_a_held_key_a_pause_is_not_the_end() -> None:
    ears = listener(FakeTranscriber())
    events: list[HearingEvent] = []
    async for event in ears.listen(blocks(sound(quiet(0.5), tone(0.6), quiet(3), tone(0.6)))):
        events.append(event)
        if isinstance(event, SpeechStarted):
            ears.hold()
    assert final(events).clip.seconds > 4
