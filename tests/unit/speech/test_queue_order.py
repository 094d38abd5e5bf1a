"""Whatever is asked of the queue, in whatever order: nothing is lost, doubled or reordered, and the newest turn wins."""

from __future__ import annotations

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mmassist.speech.queue import Speaker
from mmassist.values import Channel, Priority, Spoken, Utterance
from tests.fakes.sound import FakeSink
from tests.fakes.voice import FakeVoice


class SpeechQueue(RuleBasedStateMachine):
    """The model: which utterances are still owed, and why the others are not."""

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.sink = FakeSink()
        self.speaker = Speaker(self.sink, [FakeVoice(sample_rate=100)], on_started=self.on_started, on_finished=self.on_finished)
        self.loop.run_until_complete(self.speaker.start())
        self.priorities: dict[str, Priority] = {}
        self.turns: dict[str, int] = {}
        self.owed: list[str] = []
        self.started: list[str] = []
        self.finished: list[str] = []
        self.urgent: str | None = None
        self.newest = 1

    def on_started(self, spoken: Spoken) -> None:
        text = spoken.utterance.text
        assert text in self.owed, "what was dropped must not begin"
        assert text not in self.started, "nothing is said twice"
        if self.urgent is not None:
            assert text == self.urgent, "what is said NOW comes first"
            self.urgent = None
        same = [other for other in self.owed if self.priorities[other] == self.priorities[text] and other not in self.started]
        assert text == same[0], "within a priority the order is kept"
        self.started.append(text)

    def on_finished(self, spoken: Spoken) -> None:
        assert spoken.utterance.text == self.started[-1]
        self.finished.append(spoken.utterance.text)
        self.owed.remove(spoken.utterance.text)

    def give_up(self, texts: list[str]) -> None:
        for text in texts:
            self.owed.remove(text)
            if text == self.urgent:
                self.urgent = None

    async def _turn_of_the_loop(self) -> None:
        for _ in range(60):
            await asyncio.sleep(0)

    def run(self) -> None:
        self.loop.run_until_complete(self._turn_of_the_loop())

    @rule(priority=st.sampled_from(Priority), turn=st.integers(-1, 1), length=st.integers(1, 8), settle=st.booleans())
    def say(self, priority: Priority, turn: int, length: int, settle: bool) -> None:
        turn_id = max(0, self.newest + turn)
        text = f"{len(self.priorities)} " + "x" * length
        self.priorities[text], self.turns[text] = priority, turn_id
        if turn_id > self.newest:
            self.give_up([other for other in self.owed if 0 < self.turns[other] < turn_id])
        if turn_id == 0 or turn_id >= self.newest:
            if priority is Priority.NOW:
                self.give_up([other for other in self.owed if other in self.started])
                waiting = [other for other in self.owed if self.priorities[other] is Priority.NOW]
                self.urgent = waiting[0] if waiting else text
            self.owed.append(text)
        self.newest = max(self.newest, turn_id)
        self.speaker.say(Utterance(turn_id, text, Channel.DETAIL, priority))
        if settle:
            self.run()

    @rule()
    def sink_goes_on(self) -> None:
        self.run()
        self.sink.step()
        self.run()

    @rule(all_turns=st.booleans())
    def silence(self, all_turns: bool) -> None:
        self.give_up([text for text in self.owed if all_turns or self.turns[text] == self.newest])
        self.speaker.silence(None if all_turns else self.newest)

    @invariant()
    def only_one_sounds(self) -> None:
        assert len([text for text in getattr(self, "owed", []) if text in self.started]) <= 1

    def teardown(self) -> None:
        for _ in range(3 * len(self.priorities) + 3):
            self.sink_goes_on()
        owed = list(self.owed)
        self.loop.run_until_complete(self.speaker.aclose())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        assert owed == [], "nothing is lost"


TestSpeechQueue = SpeechQueue.TestCase
TestSpeechQueue.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
