"""News of watches in the speech queue: a key press silences it, and does not wipe it out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from mmassist.speech.queue import Speaker
from mmassist.values import Channel, Priority, Spoken, Utterance
from tests.fakes import virtual_time
from tests.fakes.sound import FakeSink
from tests.fakes.voice import FakeVoice


class Stage:
    """A speaker in virtual time. `begun`, `said`: what began to sound, and what was heard to its end."""

    def __init__(self) -> None:
        self.sink = FakeSink()
        self.begun: list[str] = []
        self.said: list[str] = []
        self.speaker = Speaker(self.sink, [FakeVoice()], on_started=self._started, on_finished=self._finished)

    def _started(self, spoken: Spoken) -> None:
        self.begun.append(spoken.utterance.text)

    def _finished(self, spoken: Spoken) -> None:
        self.said.append(spoken.utterance.text)

    def news(self, text: str) -> None:
        self.speaker.say(Utterance(0, text, Channel.DETAIL, Priority.NEXT, lasting=True))

    def turn(self, number: int, *pieces: tuple[Channel, str]) -> None:
        for channel, text in pieces:
            self.speaker.say(Utterance(number, text, channel))

    async def sounds(self, steps: int) -> None:
        """Each step begins or ends one utterance."""
        for _ in range(steps):
            await asyncio.sleep(0.001)
            self.sink.step()
        await asyncio.sleep(0.001)


def played(script: Callable[[Stage], Coroutine[Any, Any, None]]) -> Stage:
    async def run() -> Stage:
        stage = Stage()
        await stage.speaker.start()
        try:
            await script(stage)
        finally:
            await stage.speaker.aclose()
        return stage

    return virtual_time.run(run())


GIST, DETAIL = Channel.GIST, Channel.DETAIL


def test_news_that_waits_is_said_behind_the_gist_of_the_turn_that_silenced_it() -> None:
    async def script(stage: Stage) -> None:
        stage.news("Ann: hello")
        stage.speaker.make_way()
        stage.turn(1, (GIST, "Save?"), (GIST, "Mousepad."), (DETAIL, "You can choose Save."))
        await stage.sounds(12)

    assert played(script).said == ["Save?", "Mousepad.", "Ann: hello", "You can choose Save."]


def test_news_that_was_cut_short_by_a_turn_is_said_again() -> None:
    async def script(stage: Stage) -> None:
        stage.sink.began = asyncio.get_running_loop().time
        stage.news("Ann: hello")
        await stage.sounds(1)
        stage.speaker.make_way()
        stage.turn(1, (GIST, "Save?"))
        await stage.sounds(8)

    stage = played(script)
    assert stage.begun == ["Ann: hello", "Save?", "Ann: hello"]
    assert stage.said == ["Save?", "Ann: hello"]


def test_news_that_comes_before_the_gist_waits_for_it() -> None:
    async def script(stage: Stage) -> None:
        stage.speaker.make_way()
        stage.news("Ann: hello")
        await stage.sounds(2)
        stage.turn(1, (GIST, "Save?"))
        await stage.sounds(8)

    assert played(script).said == ["Save?", "Ann: hello"]


def test_news_does_not_wait_for_a_turn_that_says_nothing() -> None:
    async def script(stage: Stage) -> None:
        stage.news("Ann: hello")
        stage.speaker.make_way()
        await asyncio.sleep(9.0)
        await stage.sounds(4)

    assert played(script).said == ["Ann: hello"]


def test_news_that_was_as_good_as_said_is_not_said_again() -> None:
    async def script(stage: Stage) -> None:
        stage.sink.began = asyncio.get_running_loop().time
        stage.news("Ann: hello")
        await stage.sounds(1)
        await asyncio.sleep(0.18)  # of 0.2
        stage.speaker.make_way()
        stage.turn(1, (GIST, "Save?"))
        await stage.sounds(8)

    assert played(script).begun == ["Ann: hello", "Save?"]


def test_news_that_comes_while_nobody_speaks_yet_is_said_at_once() -> None:
    async def script(stage: Stage) -> None:
        stage.speaker.give_ear()
        stage.news("Ann: hello")
        await stage.sounds(2)

    assert played(script).said == ["Ann: hello"]


def test_news_that_the_listening_key_cut_short_waits_for_the_gist_of_what_was_asked() -> None:
    async def script(stage: Stage) -> None:
        stage.sink.began = asyncio.get_running_loop().time
        stage.news("Ann: hello")
        await stage.sounds(1)
        stage.speaker.give_ear()
        await stage.sounds(2)
        assert stage.begun == ["Ann: hello"]
        stage.turn(1, (GIST, "Save?"))
        await stage.sounds(8)

    assert played(script).said == ["Save?", "Ann: hello"]


def test_news_that_comes_while_the_user_speaks_waits_for_the_gist() -> None:
    async def script(stage: Stage) -> None:
        stage.speaker.give_ear()
        stage.speaker.hear_out()
        stage.news("Ann: hello")
        await stage.sounds(2)
        assert stage.begun == []
        stage.turn(1, (GIST, "Save?"))
        await stage.sounds(8)

    assert played(script).said == ["Save?", "Ann: hello"]


def test_news_that_waited_for_a_user_who_speaks_is_said_when_there_is_time() -> None:
    async def script(stage: Stage) -> None:
        stage.speaker.hear_out()
        stage.news("Ann: hello")
        stage.speaker.catch_up()
        await stage.sounds(2)

    assert played(script).said == ["Ann: hello"]


def test_news_during_a_long_answer_is_said_between_two_of_its_sentences() -> None:
    async def script(stage: Stage) -> None:
        stage.turn(1, (GIST, "Save?"), *((DETAIL, f"Sentence {number}.") for number in range(5)))
        await stage.sounds(5)
        stage.news("Ann: hello")
        await stage.sounds(12)

    said = played(script).said
    assert 1 <= said.index("Ann: hello") <= 4


def test_the_stop_key_gives_quiet_and_news_that_waited_comes_after_it() -> None:
    async def script(stage: Stage) -> None:
        stage.news("being said")
        stage.news("waiting")
        await stage.sounds(1)
        stage.speaker.hush()
        await asyncio.sleep(2.5)
        await stage.sounds(4)
        assert stage.begun == ["being said"]
        await asyncio.sleep(1.0)
        await stage.sounds(4)

    assert played(script).said == ["waiting"]


def test_the_stop_key_pressed_again_drops_the_news() -> None:
    async def script(stage: Stage) -> None:
        stage.news("being said")
        stage.news("waiting")
        await stage.sounds(1)
        stage.speaker.hush()
        await asyncio.sleep(1.0)
        stage.speaker.hush()
        await asyncio.sleep(5.0)
        await stage.sounds(4)

    stage = played(script)
    assert stage.begun == ["being said"]
    assert stage.said == []


def test_what_is_no_news_does_not_come_back() -> None:
    async def script(stage: Stage) -> None:
        stage.turn(1, (GIST, "Save?"), (DETAIL, "More."))
        stage.speaker.hush()
        await asyncio.sleep(5.0)
        await stage.sounds(4)

    assert played(script).said == []


def test_whoever_waits_for_silence_waits_for_the_news_too() -> None:
    async def script(stage: Stage) -> None:
        stage.news("waiting")
        stage.speaker.hush()
        drained = asyncio.create_task(stage.speaker.drained(0))
        await asyncio.sleep(2.0)
        assert not drained.done()
        await asyncio.sleep(1.5)
        await stage.sounds(4)
        await drained

    assert played(script).said == ["waiting"]


def test_what_is_no_longer_true_is_silent_and_not_said_again() -> None:
    async def script(stage: Stage) -> None:
        stage.sink.began = asyncio.get_running_loop().time
        stage.news("Do you let Ann in?")
        stage.news("Ann: hello")
        await stage.sounds(1)
        stage.speaker.make_way()
        stage.speaker.withdraw("Do you let Ann in?")
        stage.speaker.catch_up()
        stage.news("Ann is let in.")
        await stage.sounds(8)
        stage.news("Ann points.")
        await stage.sounds(1)
        stage.speaker.withdraw("Ann points.")
        await stage.sounds(2)

    stage = played(script)
    assert stage.begun == ["Do you let Ann in?", "Ann: hello", "Ann is let in.", "Ann points."]
    assert stage.said == ["Ann: hello", "Ann is let in."]
