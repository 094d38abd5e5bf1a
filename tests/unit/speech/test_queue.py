"""The speech queue: order, silence, and what happens when voices fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mmassist.errors import MmassistError, SpeechError, VoiceUnavailable, WorkerLost
from mmassist.speech import succession
from mmassist.speech.queue import Options, Speaker, SystemVoice
from mmassist.speech.sink import NullOutput, Sink
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import Channel, Earcon, Priority, Spoken, Utterance
from tests.fakes.sound import FakeSink
from tests.fakes.talker import FakeTalker
from tests.fakes.voice import FakeVoice


class Heard:
    """A running speaker and what it reported."""

    def __init__(self, sink: Sink, *voices: FakeVoice | FakeTalker) -> None:
        self.sink = sink
        self.started: list[str] = []
        self.finished: list[str] = []
        self.faults: list[MmassistError] = []
        self.speaker = Speaker(
            sink,
            voices,
            Options(system=SystemVoice(pitch=20)),
            on_started=lambda spoken: self.started.append(spoken.utterance.text),
            on_finished=lambda spoken: self.finished.append(spoken.utterance.text),
            on_fault=self.faults.append,
        )

    def say(self, text: str, priority: Priority = Priority.NORMAL, turn: int = 1, channel: Channel = Channel.DETAIL) -> None:
        self.speaker.say(Utterance(turn, text, channel, priority))

    async def settle(self, steps: int = 1) -> None:
        """Lets time go by: each step begins or ends one utterance at the sink."""
        for _ in range(steps):
            await self._rest()
            if isinstance(self.sink, FakeSink):
                self.sink.step()
        await self._rest()

    async def _rest(self) -> None:
        """Until nothing goes on but what waits for the sink."""
        for _ in range(1000):
            await asyncio.sleep(0)


Open = Callable[..., Awaitable[Heard]]


@pytest.fixture
async def opened() -> object:
    running: list[Heard] = []

    async def start(sink: Sink, *voices: FakeVoice | FakeTalker) -> Heard:
        heard = Heard(sink, *voices)
        await heard.speaker.start()
        running.append(heard)
        return heard

    yield start
    for heard in running:
        await heard.speaker.aclose()


async def test_utterances_are_said_in_order(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    for text in ("one", "two", "three"):
        heard.say(text)
    await heard.settle(8)
    assert heard.finished == ["one", "two", "three"]


async def test_next_goes_before_what_waits_and_does_not_interrupt(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    for text in ("one", "two", "three"):
        heard.say(text)
    await heard.settle(1)
    heard.say("urgent", Priority.NEXT)
    heard.say("urgent too", Priority.NEXT)
    await heard.settle(12)
    assert heard.finished[0] == "one"
    assert heard.finished.index("urgent") + 1 == heard.finished.index("urgent too") < heard.finished.index("three")


async def test_now_drops_what_sounds_and_keeps_what_waits(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("a long one", turn=1)
    heard.say("waiting", turn=1)
    await heard.settle(1)
    heard.say("at once", Priority.NOW)
    await heard.settle(8)
    assert heard.started == ["a long one", "at once", "waiting"]
    assert heard.finished == ["at once", "waiting"]


async def test_silence_stops_all_and_tells_the_sink(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    for text in ("one", "two", "three"):
        heard.say(text)
    await heard.settle(1)
    heard.speaker.silence()
    await heard.settle(6)
    assert (heard.started, heard.finished) == (["one"], [])
    assert isinstance(heard.sink, FakeSink)
    assert heard.sink.queue == []


async def test_silence_of_a_turn_spares_what_belongs_to_none(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("of the turn", turn=1)
    heard.say("of the app", turn=0)
    heard.speaker.silence(1)
    await heard.settle(6)
    assert heard.finished == ["of the app"]


async def test_the_newest_turn_wins(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("old", turn=1)
    heard.say("old too", turn=1)
    await heard.settle(1)
    heard.say("new", turn=2)
    heard.say("late", turn=1)
    await heard.settle(8)
    assert heard.finished == ["new"]


async def test_silence_cancels_the_synthesis(opened: Open) -> None:
    voice = FakeVoice()
    voice.pause = 0.01
    heard = await opened(FakeSink(), voice)
    heard.say("a long text that takes its time")
    await heard.settle(2)
    heard.speaker.silence()
    await heard.settle(1)
    assert voice.cancelled == 1


async def test_drained_returns_once_a_turn_was_said(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("one")
    heard.say("two")
    drained = asyncio.create_task(heard.speaker.drained(1))
    await heard.settle(3)
    assert not drained.done()
    await heard.settle(2)
    assert drained.done()


async def test_drained_returns_when_a_turn_is_silenced(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("one")
    drained = asyncio.create_task(heard.speaker.drained(1))
    await heard.settle(1)
    heard.speaker.silence(1)
    async with asyncio.timeout(1):
        await drained


async def test_the_apps_own_messages_have_a_pitch_of_their_own(opened: Open) -> None:
    voice = FakeVoice()
    heard = await opened(FakeSink(), voice)
    heard.say("answer")
    heard.say("message", channel=Channel.SYSTEM)
    await heard.settle(5)
    assert [options.pitch for options in voice.options] == [50, 70]


async def test_the_apps_own_messages_have_a_voice_of_their_own_that_nothing_else_is_said_with(opened: Open) -> None:
    voice = FakeVoice()
    heard = await opened(FakeSink(), voice)
    heard.speaker.use(Options(VoiceOptions("en-us", 300, 50, 90), SystemVoice("en-gb+f3", 180, 30, 60)))
    for channel in Channel:
        heard.say(f"[system] SYSTEM: {channel}", channel=channel)
    await heard.settle(10)
    said = dict(zip(voice.said, voice.options, strict=True))
    theirs = said.pop("[system] SYSTEM: system")
    assert theirs == VoiceOptions("en-gb+f3", 180, 80, 60)
    assert len(said) == len(Channel) - 1
    assert set(said.values()) == {VoiceOptions("en-us", 300, 50, 90)}


async def test_what_is_not_set_of_the_system_voice_is_as_the_rest_and_follows_it(opened: Open) -> None:
    voice = FakeVoice()
    heard = await opened(FakeSink(), voice)
    heard.speaker.use(Options(VoiceOptions("de", 300, 50, 90, "most", "spell"), SystemVoice(pitch=0)))
    heard.speaker.adjust(rate=50)
    heard.say("Meldung", channel=Channel.SYSTEM)
    await heard.settle(4)
    assert voice.options == [VoiceOptions("de", 350, 50, 90, "most", "spell")]


async def test_text_in_another_language_is_read_by_a_voice_of_it_but_no_message_or_gist_of_the_app(opened: Open) -> None:
    voice = FakeVoice()
    heard = await opened(FakeSink(), voice)
    german = "Die Datei konnte nicht geöffnet werden, weil sie von einem anderen Programm verwendet wird."
    for follow in (True, False):
        heard.speaker.use(Options(VoiceOptions("en-us"), follow_language=follow))
        for channel in (Channel.DETAIL, Channel.GIST, Channel.SYSTEM):
            heard.say(german, channel=channel)
        await heard.settle(8)
    assert [options.voice for options in voice.options] == ["de", *5 * ["en-us"]]


async def test_a_voice_that_the_engine_has_not_is_said_once_and_the_usual_one_speaks_for_it(opened: Open) -> None:
    voice = FakeVoice()
    voice.missing = {"en-gb+nobody", "de"}
    heard = await opened(FakeSink(), voice, FakeVoice("spare"))
    heard.speaker.use(Options(VoiceOptions("en-us"), SystemVoice("en-gb+nobody")))
    german = "Die Datei konnte nicht geöffnet werden, weil sie von einem anderen Programm verwendet wird."
    for text, channel in (("one", Channel.SYSTEM), ("two", Channel.SYSTEM), (german, Channel.DETAIL), (german, Channel.DETAIL)):
        heard.say(text, channel=channel)
    await heard.settle(10)
    assert heard.finished == ["one", "two", german, german]
    assert [options.voice for options in voice.options] == 4 * ["en-us"]
    assert [fault.spoken for fault in heard.faults] == [
        "There is no voice called en-gb+nobody, so another one speaks.",
        "There is no voice called de, so another one speaks.",
    ]


async def test_where_the_engine_has_not_even_the_users_own_voice_it_speaks_with_its_own(opened: Open) -> None:
    voice = FakeVoice()
    voice.missing = {"klingon"}
    heard = await opened(FakeSink(), voice)
    heard.speaker.use(Options(VoiceOptions("klingon")))
    heard.say("one")
    await heard.settle(3)
    assert (heard.finished, [options.voice for options in voice.options]) == (["one"], [""])


async def test_a_lost_voice_says_the_sentence_once_more(opened: Open) -> None:
    voice = FakeVoice(failures={1: WorkerLost("killed")})
    heard = await opened(FakeSink(), voice, FakeVoice("spare"))
    heard.say("First sentence.")
    await heard.settle(4)
    assert voice.said == ["First sentence.", "First sentence."]
    assert heard.finished == ["First sentence."]
    assert not heard.faults


async def test_a_voice_lost_twice_is_replaced_and_reported(opened: Open) -> None:
    voice, spare = FakeVoice(failures={1: WorkerLost("killed"), 2: WorkerLost("killed")}), FakeVoice("spare")
    heard = await opened(FakeSink(), voice, spare)
    heard.say("First sentence.")
    await heard.settle(4)
    assert spare.said == ["First sentence."]
    assert heard.finished == ["First sentence."]
    assert len(heard.faults) == 1


async def test_a_voice_that_was_lost_can_be_brought_back(opened: Open) -> None:
    voice, spare = FakeVoice(failures={1: WorkerLost("killed"), 2: WorkerLost("killed")}), FakeVoice("spare")
    heard = await opened(FakeSink(), voice, spare)
    heard.say("First sentence.")
    await heard.settle(4)
    heard.speaker.bring_back()
    heard.say("Second sentence.")
    await heard.settle(4)
    assert voice.said[-1] == "Second sentence."
    assert heard.finished == ["First sentence.", "Second sentence."]
    assert not voice.closed


async def test_a_voice_that_is_replaced_names_the_one_that_speaks(opened: Open) -> None:
    voice = FakeVoice(failures={1: WorkerLost("killed"), 2: WorkerLost("killed")})
    heard = await opened(FakeSink(), voice, FakeVoice("spare"))
    heard.say("First sentence.")
    await heard.settle(4)
    assert [fault.spoken for fault in heard.faults] == ["The voice spare speaks instead."]


async def test_the_only_voice_that_was_lost_is_tried_again_after_a_while(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(succession, "_REST", 0.0)
    voice = FakeVoice(failures={1: WorkerLost("killed"), 2: WorkerLost("killed")})
    heard = await opened(FakeSink(), voice)
    heard.say("First sentence.")
    await heard.settle(4)
    heard.say("Second sentence.")
    await heard.settle(4)
    assert voice.said[-1] == "Second sentence."
    assert heard.finished == ["First sentence.", "Second sentence."]


async def test_a_long_text_goes_on_from_the_sentence_that_broke(opened: Open) -> None:
    first, second = "First part " + "a " * 120 + "ends here. ", "Second part " + "b " * 120 + "ends here."
    voice = FakeVoice(sample_rate=100, failures={2: WorkerLost("killed")})
    heard = await opened(FakeSink(), voice)
    heard.say(first + second)
    await heard.settle(4)
    assert [text.split()[0] for text in voice.said] == ["First", "Second", "Second"]


async def test_a_voice_that_raises_what_it_should_not_is_replaced(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    voice, spare = FakeVoice(failures={1: ValueError("a bug")}), FakeVoice("spare")
    heard = await opened(FakeSink(), voice, spare)
    heard.say("First sentence.")
    await heard.settle(4)
    assert spare.said == ["First sentence."]
    assert "is at fault" in caplog.text


async def test_without_any_voice_left_an_earcon_sounds_and_text_goes_on(opened: Open) -> None:
    voice = FakeVoice(failures={1: SpeechError("broken")})
    heard = await opened(FakeSink(), voice)
    heard.say("one")
    heard.say("two")
    await heard.settle(6)
    assert isinstance(heard.sink, FakeSink)
    assert heard.sink.earcons == [Earcon.ERROR]
    assert heard.finished == ["one", "two"]
    assert [fault.spoken for fault in heard.faults] == ["No voice works any more."]


async def test_a_last_voice_that_can_not_start_is_said_once_and_the_sound_of_an_error_is_heard_instead(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.speech.succession._REST", 0.05)
    monkeypatch.setattr("mmassist.speech.succession._TONE", 0.1)
    voice = FakeVoice()
    voice.start_failure = WorkerLost("no driver")
    heard = await opened(FakeSink(), voice)
    for text in ("one", "two", "three"):
        await asyncio.sleep(0.15)
        heard.say(text)
        await heard.settle(3)
    assert isinstance(heard.sink, FakeSink)
    assert set(heard.sink.earcons) == {Earcon.ERROR}
    assert len(heard.sink.earcons) > 3
    assert [fault.spoken for fault in heard.faults] == ["No voice works any more."]
    voice.start_failure = None
    await asyncio.sleep(0.1)
    heard.say("four")
    await heard.settle(3)
    assert voice.said == ["four"]
    assert heard.finished == ["one", "two", "three", "four"]


async def test_of_many_sentences_that_nobody_says_the_sounds_do_not_pile_up(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.speech.succession._TONE", 60.0)
    monkeypatch.setattr("mmassist.speech.succession._FIRST_REST", 0.0)
    voice = FakeVoice()
    voice.start_failure = WorkerLost("no driver")
    heard = await opened(FakeSink(), voice)
    for number in range(20):
        heard.say(f"Sentence {number}.")
    await heard.settle(50)
    assert isinstance(heard.sink, FakeSink)
    assert heard.sink.earcons == [Earcon.ERROR]
    assert len(heard.finished) == 20


async def test_a_voice_that_does_not_start_is_replaced(opened: Open) -> None:
    voice, spare = FakeVoice(), FakeVoice("spare", sample_rate=16000)
    voice.start_failure = VoiceUnavailable("missing")
    heard = await opened(FakeSink(), voice, spare)
    heard.say("one")
    await heard.settle(3)
    assert spare.said == ["one"]
    assert isinstance(heard.sink, FakeSink)
    assert heard.sink.rate == 16000


async def test_text_only_reports_in_order_without_a_fault(opened: Open) -> None:
    heard = await opened(NullOutput())
    for text in ("one", "two"):
        heard.say(text)
    async with asyncio.timeout(1):
        await heard.speaker.drained(1)
    assert heard.started == heard.finished == ["one", "two"]
    assert not heard.faults


async def test_a_text_without_sound_is_reported_too(opened: Open) -> None:
    heard = await opened(FakeSink(), FakeVoice())
    heard.say("\x00")
    heard.say("one")
    await heard.settle(5)
    assert heard.finished == ["\x00", "one"]


async def test_the_next_utterance_is_made_while_one_sounds(opened: Open) -> None:
    voice = FakeVoice()
    heard = await opened(FakeSink(), voice)
    heard.say("one")
    heard.say("two")
    await heard.settle(1)
    assert voice.said == ["one", "two"]


async def test_a_long_text_is_not_made_far_ahead_of_the_ear(opened: Open) -> None:
    voice = FakeVoice()
    sink = FakeSink()
    heard = await opened(sink, voice)
    heard.say("word " * 2000)
    await heard.settle(0)
    await asyncio.sleep(0.2)
    seconds = sum(map(len, sink.samples.values())) / 2 / voice.sample_rate
    assert 1 < seconds <= 300 * 0.02  # one piece of the text: what was made of it is heard even if the voice dies


async def test_the_time_of_the_first_sample_is_passed_on() -> None:
    spoken: list[Spoken] = []
    speaker = Speaker(NullOutput(), (), on_started=spoken.append)
    await speaker.start()
    speaker.say(Utterance(1, "one", Channel.GIST))
    await speaker.drained(1)
    await speaker.aclose()
    assert abs(spoken[0].at - asyncio.get_running_loop().time()) < 1


async def test_voices_that_are_all_lost_for_a_moment_lose_no_sentence(opened: Open) -> None:
    first = FakeVoice("first", failures={number: WorkerLost("killed") for number in (1, 2)})
    second = FakeVoice("second", failures={number: WorkerLost("killed") for number in range(1, 6)})
    heard = await opened(FakeSink(), first, second)
    heard.say("One sentence.")
    heard.say("Another sentence.")
    async with asyncio.timeout(5):
        while len(heard.finished) < 2:
            await asyncio.sleep(0.05)
            await heard.settle(1)
    assert heard.finished == ["One sentence.", "Another sentence."]
    assert [error.spoken for error in heard.faults] == ["The voice second speaks instead."]


async def test_a_talker_that_stays_lost_is_told_once_and_again_once_it_had_come_back(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(succession, "_TALKER_REST", 0.0)
    talker = FakeTalker("server")
    talker.start_failure = VoiceUnavailable("refused", "The server can't be reached.", "Start it.")
    heard = await opened(FakeSink(), talker, FakeVoice())
    for text in ("one", "two", "three"):
        heard.say(text)
        await heard.settle(3)
    told = "The server can't be reached. The voice fake speaks instead."
    assert [error.spoken for error in heard.faults] == [told]
    talker.start_failure = None
    heard.say("four")
    async with asyncio.timeout(5):
        await heard.speaker.drained(1)
    assert talker.said == ["four"]
    talker.failures = {2: WorkerLost("gone", "The server can't be reached.", "Start it.")}
    heard.say("five")
    await heard.settle(3)
    assert [error.spoken for error in heard.faults] == [told, told]


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), RuntimeError("a driver of another package")], ids=repr)
async def test_a_voice_that_can_t_tell_whether_it_is_here_does_not_end_all_speech(
    opened: Open, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    reader, own = FakeTalker("reader"), FakeVoice()

    async def fail() -> bool:
        raise error

    heard = await opened(FakeSink(), reader, own)
    heard.say("before")
    async with asyncio.timeout(5):
        await heard.speaker.drained(1)
    monkeypatch.setattr(reader, "is_here", fail)
    heard.say("meanwhile", turn=2)
    await heard.settle(3)
    monkeypatch.undo()
    heard.say("after", turn=3)
    async with asyncio.timeout(5):
        await heard.speaker.drained(3)
    assert (own.said, reader.said) == (["meanwhile"], ["before", "after"])


async def test_a_screen_reader_that_comes_speaks_and_one_that_goes_does_not(opened: Open) -> None:
    reader, own = FakeTalker("reader"), FakeVoice()
    reader.here = False
    heard = await opened(FakeSink(), reader, own)
    heard.say("before")
    await heard.settle(3)
    reader.here = True
    heard.say("while it runs", turn=2)
    async with asyncio.timeout(5):
        await heard.speaker.drained(2)
    reader.here = False
    heard.say("after", turn=3)
    await heard.settle(3)
    assert (own.said, reader.said) == (["before", "after"], ["while", "it", "runs"])
    assert heard.finished == ["before", "while it runs", "after"]
    assert reader.floors == 1
    assert heard.faults == []


async def test_another_voice_that_is_chosen_speaks_from_the_next_utterance_on(opened: Open) -> None:
    before, after = FakeVoice("before"), FakeVoice("after", sample_rate=16000)
    heard = await opened(FakeSink(), before)
    heard.say("one")
    await heard.settle(2)
    heard.speaker.use_voices([after])
    await heard.settle()
    assert before.closed, "nobody speaks by it any more"
    heard.say("two")
    await heard.settle(2)
    assert heard.finished == ["one", "two"]
    assert (before.said, after.said) == (["one"], ["two"])
    assert isinstance(heard.sink, FakeSink) and heard.sink.rate == 16000
    assert heard.faults == []


async def test_of_several_voices_chosen_in_a_row_the_last_one_speaks(opened: Open) -> None:
    before, passed, after = (FakeVoice(name) for name in ("before", "passed", "after"))
    heard = await opened(FakeSink(), before)
    heard.say("one")
    heard.speaker.use_voices([passed])
    heard.speaker.use_voices([after, before])
    heard.say("two")
    await heard.settle(6)
    assert heard.finished == ["one", "two"]
    assert passed.said == []
    assert after.said[-1] == "two"


async def test_a_voice_that_was_chosen_and_fails_is_followed_by_the_next(opened: Open) -> None:
    broken, good = FakeVoice("broken"), FakeVoice("good")
    broken.start_failure = VoiceUnavailable("not here")
    heard = await opened(FakeSink(), FakeVoice("before"))
    heard.speaker.use_voices([broken, good])
    heard.say("two")
    await heard.settle(4)
    assert good.said == ["two"]
    assert [type(fault) for fault in heard.faults] == [VoiceUnavailable]
