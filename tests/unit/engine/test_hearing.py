"""Turns by voice: a microphone, the real listener, a recogniser that says what it is told."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from mmassist.backends.embedded import ANSWERS
from mmassist.capture.microphone_own_speech import OwnSpeech, without_own_speech
from mmassist.engine.choosing import Rules
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.hearing import Ears, Hearing
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.engine.understanding import Understanding
from mmassist.errors import DeviceLost, NothingHeard, PerceptionError, WorkerLost
from mmassist.perception.hearing.listener import Listener
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import SAMPLE_RATE, AudioClip, Box, Channel, Earcon, Samples, Target, TargetKind, TextLine, Transcript, Turn, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.commanded import OUTLINE, NoHelper, nobody
from tests.fakes.microphone import FakeMicrophone
from tests.fakes.parts import FakeParts
from tests.fakes.remote import FakeRemote
from tests.fakes.transcriber import FakeTranscriber, LoudnessDetector


@dataclass
class FakeWishes:
    wished: list[str] = field(default_factory=list)

    def wish(self, text: str) -> bool:
        self.wished.append(text)
        return "scam" not in text

    def watch_with(self, camera: str) -> None: ...

    def end(self) -> None:
        """There is nothing to end."""


@dataclass
class FakeGrammar:
    """Hears `heard`, one after the other, each with its confidence."""

    heard: list[tuple[str, float]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    async def known(self, words: frozenset[str]) -> frozenset[str]:
        return words

    async def hear(self, clip: AudioClip, grammar: str) -> Transcript:
        self.rules.append(grammar)
        text, confidence = self.heard.pop(0)
        return Transcript(text, (), "en", confidence, clip.seconds, "grammar")


@dataclass
class Stage:
    fakes: FakeParts
    engine: Engine
    hearing: Hearing
    microphone: FakeMicrophone
    grammar: FakeGrammar
    wishes: FakeWishes
    turns: list[Turn]
    heard: list[Transcript]
    roused: list[str]

    async def press(self) -> None:
        """Presses the key, and waits until what was said is dealt with."""
        self.hearing.press(time.monotonic())
        await self.over()

    async def over(self) -> None:
        for name in ("hearing", "turn "):
            for task in asyncio.all_tasks():
                if task.get_name().startswith(name):
                    await asyncio.wait([task])

    def system(self) -> list[str]:
        return self.fakes.mouth.texts(Channel.SYSTEM)


def speech(seconds: float = 1.0) -> Samples:
    """Loud enough to be speech, then quiet."""
    loud = np.sin(np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / 9) * np.float32(0.3)
    samples: Samples = np.pad(loud, (SAMPLE_RATE // 5, SAMPLE_RATE * 2)).astype(np.float32)
    return samples


async def until(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come to that")


Make = Callable[..., Stage]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Stage] = []

    def stage(
        transcriber: FakeTranscriber | None = None,
        samples: Samples | None = None,
        speed: float = 0.0,
        *,
        hands_free: bool = False,
        remote: FakeRemote | None = None,
        sending: Rule = Rule.ALLOW,
    ) -> Stage:
        fakes, wishes, grammar = FakeParts(), FakeWishes(), FakeGrammar()
        if remote is not None:
            fakes.answering = FakeAnswering((remote,), Rules(order=("remote", "embedded"), sending=Sending(sending)), {"remote"})
        talk = Conversation(hands_free, "Say stop listening to end it.")
        turns: list[Turn] = []
        heard: list[Transcript] = []
        listeners = Listeners(spoken=lambda spoken: None, turn=turns.append, heard=heard.append)
        engine = Engine(fakes.parts(), listeners, Options())
        fakes.mouth.on_started = engine.heard
        microphone = FakeMicrophone(np.concatenate([speech()] * 3) if samples is None else samples, speed=speed)
        listener = Listener(transcriber, detector=LoudnessDetector())
        roused: list[str] = []
        ears = Ears(
            microphone,
            listener,
            lambda blocks: without_own_speech(blocks, OwnSpeech()),
            "en",
            "Pull a model.",
            talk,
            lambda: roused.append("roused"),
        )
        doing = Doing(engine, fakes.parts(), Manner(), wishes, States(engine.decline, talk, lambda step: None, list, nobody, (NoHelper(),)))
        understanding = Understanding(engine, doing, grammar, "en", heard.append)
        hearing = Hearing(engine, understanding, fakes.parts(), ears, listeners)
        made.append(Stage(fakes, engine, hearing, microphone, grammar, wishes, turns, heard, roused))
        return made[-1]

    yield stage
    for each in made:
        await each.hearing.aclose()
        await each.engine.aclose()


async def test_a_question_is_asked_and_answered(make: Make) -> None:
    stage = make(FakeTranscriber("What does the total say?"))
    await stage.press()
    assert [turn.question for turn in stage.turns] == ["What does the total say?"]


async def test_a_command_is_done_and_no_question(make: Make) -> None:
    stage = make(FakeTranscriber("Louder, please."))
    await stage.press()
    assert stage.turns == []
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_the_open_microphone_and_the_end_of_speech_are_heard(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    await stage.press()
    assert stage.fakes.earcons == [Earcon.LISTENING, Earcon.HEARD]


async def test_what_was_understood_is_shown(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    await stage.press()
    assert stage.heard[-1].text == "Louder"


async def test_what_only_sounds_like_a_command_is_asked_about_and_done_after_a_yes(make: Make) -> None:
    stage = make(FakeTranscriber("Loudar", "Yes"))
    before = stage.fakes.mouth.voice.volume
    await stage.press()
    assert stage.system()[0] == "Did you mean: louder? Say yes or no."
    assert stage.fakes.mouth.voice.volume > before


async def test_after_a_click_it_is_listened_to_the_word_that_does_it(make: Make) -> None:
    stage = make(FakeTranscriber("Where is Save", "Click", "Confirm"))
    stage.fakes.outlines.outline = OUTLINE
    await stage.press()
    await stage.press()
    await until(lambda: stage.fakes.outlines.pressed)
    assert stage.fakes.outlines.pressed == ["Save"]


async def test_a_click_that_is_refused_is_not_listened_to(make: Make) -> None:
    stage = make(FakeTranscriber("Where is Save", "Click", "Confirm"))
    stage.fakes.outlines.outline = OUTLINE
    await stage.press()
    stage.fakes.windows.alive = False
    await stage.press()
    assert [heard.text for heard in stage.heard if heard.command] == ["Where is Save", "Click"]
    assert stage.system()[-1].startswith("The window has closed")


async def test_who_says_nothing_after_a_click_has_not_clicked(make: Make) -> None:
    stage = make(FakeTranscriber("Where is Save", "Click", ""))
    stage.fakes.outlines.outline = OUTLINE
    await stage.press()
    await stage.press()
    assert stage.fakes.outlines.pressed == []
    assert stage.system()[-1] == "I stopped listening."


async def test_after_a_no_nothing_is_done(make: Make) -> None:
    stage = make(FakeTranscriber("Loudar", "No"))
    before = stage.fakes.mouth.voice.volume
    await stage.press()
    assert stage.system()[-1] == "All right, nothing is done."
    assert stage.fakes.mouth.voice.volume == before


async def test_without_a_model_a_command_is_heard_by_the_grammar(make: Make) -> None:
    stage = make()
    stage.grammar.heard = [("faster", 0.95)]
    await stage.press()
    assert stage.system() == [f"{stage.fakes.mouth.voice.rate} words a minute."]


async def test_without_a_model_an_unsure_command_is_asked_about(make: Make) -> None:
    stage = make()
    stage.grammar.heard = [("faster", 0.5), ("yes", 0.9)]
    await stage.press()
    assert stage.system()[0] == "Did you mean: faster? Say yes or no."
    assert stage.system()[-1] == f"{stage.fakes.mouth.voice.rate} words a minute."


async def test_yes_is_only_listened_for_where_it_was_asked_for(make: Make) -> None:
    stage = make()
    stage.grammar.heard = [("faster", 0.5), ("no", 0.9)]
    await stage.press()
    assert "| yes |" not in stage.grammar.rules[0]
    assert "describe" not in stage.grammar.rules[1]


async def test_without_a_model_a_free_question_is_told_what_it_needs(make: Make) -> None:
    stage = make()
    stage.grammar.heard = [("stop", 0.02)]
    await stage.press()
    assert stage.system() == ["I heard no command that I know. Pull a model."]


async def test_silence_is_said_with_a_remedy(make: Make) -> None:
    stage = make(FakeTranscriber(), np.zeros(0, np.float32))
    await stage.press()
    assert stage.system() == ["I heard nothing. Check that the microphone is switched on, then press the key again and speak."]


async def test_a_wish_goes_to_the_watches(make: Make) -> None:
    stage = make(FakeTranscriber("Tell me when the download is done."))
    await stage.press()
    assert stage.wishes.wished == ["tell me when the download is done."]


async def test_words_of_the_screen_help_to_understand(make: Make) -> None:
    transcriber = FakeTranscriber("Describe", "Louder")
    stage = make(transcriber)
    stage.fakes.texts.lines = (TextLine("Invoice 4711", Box(20, 100, 90, 14), 0.99),)
    await stage.press()
    await stage.press()
    assert "Invoice 4711" in transcriber.hints[-1].words


async def test_a_second_press_ends_what_is_said(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0.7)
    stage.hearing.press(time.monotonic())
    await stage.over()
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_letting_go_of_a_held_key_ends_what_is_said(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    at = time.monotonic()
    stage.hearing.press(at)
    await asyncio.sleep(0.7)
    stage.hearing.release(at + 0.7)
    await stage.over()
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_what_a_button_began_is_ended_by_silence(make: Make) -> None:
    """Nobody lets a button go."""
    stage = make(FakeTranscriber("Louder"), np.concatenate([speech(), np.zeros(40 * SAMPLE_RATE, np.float32)]), speed=2.0)
    stage.hearing.tap(time.monotonic())
    async with asyncio.timeout(15):
        await stage.over()
    assert stage.heard[-1].text == "Louder"


async def test_a_tap_listens_on(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    at = time.monotonic()
    stage.hearing.press(at)
    stage.hearing.release(at + 0.1)
    await asyncio.sleep(0.3)
    assert stage.hearing.listening


async def test_pressing_the_key_silences_what_is_said(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    await stage.press()
    assert stage.fakes.mouth.silenced >= 1


async def test_news_waits_once_the_user_speaks(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    assert stage.fakes.mouth.heard_out == 0
    await until(lambda: stage.fakes.mouth.heard_out)


async def test_a_microphone_that_is_pulled_out_is_said_and_listening_ends(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0.2)
    stage.hearing.failed(DeviceLost("pulled out"))
    assert not stage.hearing.listening
    assert stage.system() == ["The device stopped. Check its cable, or choose another device."]


async def test_a_microphone_whose_process_starts_again_is_listened_to_further(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0.2)
    stage.hearing.failed(WorkerLost("gone", "The microphone's process stopped and is being restarted.", "Say it again."))
    assert stage.hearing.listening
    assert stage.system() == ["The microphone's process stopped and is being restarted. Say it again."]


async def test_a_muted_microphone_is_told_once_and_only_if_nothing_comes(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), np.zeros(0, np.float32))
    stage.hearing.press(time.monotonic())
    stage.hearing.failed(NothingHeard("muted", "The microphone is muted.", "Unmute it."))
    await stage.over()
    assert stage.system() == ["The microphone is muted. Unmute it."]


async def test_who_was_told_of_a_silent_microphone_hears_the_end_of_listening_and_no_more(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.engine.silent_microphone._PATIENCE", 0.01)
    stage = make(FakeTranscriber("Louder"), np.zeros(SAMPLE_RATE, np.float32), speed=10.0)
    stage.hearing.press(time.monotonic())
    stage.hearing.failed(NothingHeard("silent", "The microphone gives only silence.", "Check its switch."))
    await stage.over()
    assert stage.system() == ["The microphone gives only silence. Check its switch.", "I stopped listening."]


async def test_a_recogniser_that_fails_is_said_and_the_grammar_hears_instead(make: Make) -> None:
    stage = make(FakeTranscriber("Louder", failures={number: PerceptionError("no memory") for number in range(1, 9)}))
    stage.grammar.heard = [("faster", 0.95)]
    await stage.press()
    assert stage.system()[0].startswith(PerceptionError.spoken)
    assert stage.system()[-1] == f"{stage.fakes.mouth.voice.rate} words a minute."


async def test_a_recogniser_that_is_switched_off_costs_a_command_no_word(make: Make) -> None:
    stage = make(FakeTranscriber("Louder", failures={number: WorkerLost("off") for number in range(1, 9)}))
    stage.grammar.heard = [("faster", 0.95)]
    await stage.press()
    assert stage.system() == [f"{stage.fakes.mouth.voice.rate} words a minute."]


async def test_where_a_question_needed_it_that_it_is_switched_off_is_said(make: Make) -> None:
    off = WorkerLost("off", "The speech recogniser is switched off.", "Leave safe mode.")
    stage = make(FakeTranscriber("Who wrote it?", failures=dict.fromkeys(range(1, 9), off)))
    stage.grammar.heard = [("", 0.0)]
    await stage.press()
    assert stage.system() == ["I heard no command that I know. The speech recogniser is switched off. Leave safe mode."]


async def test_after_all_that_the_microphone_is_closed(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    await stage.press()
    assert not stage.microphone.is_open


async def test_a_yes_that_is_hardly_heard_does_nothing(make: Make) -> None:
    stage = make()
    stage.grammar.heard = [("faster", 0.5), ("yes", 0.5)]
    before = stage.fakes.mouth.voice.rate
    await stage.press()
    assert stage.fakes.mouth.voice.rate == before
    assert stage.system()[-1] == "I am not sure what you answered, so nothing is done."


async def test_the_answer_may_come_with_a_new_press(make: Make) -> None:
    stage = make(FakeTranscriber("Loudar", "Yes"))
    before = stage.fakes.mouth.voice.volume
    stage.fakes.mouth.pace = 5  # the app is still asking when the key is pressed again
    stage.hearing.press(time.monotonic())
    await until(stage.system)
    await stage.press()
    assert stage.fakes.mouth.voice.volume > before


async def test_what_whisper_is_unsure_of_is_asked_about(make: Make) -> None:
    transcriber = FakeTranscriber("Louder", "No")
    transcriber.confidence = 0.3
    stage = make(transcriber)
    await stage.press()
    assert stage.system()[0] == "Did you mean: louder? Say yes or no."


async def test_a_doubtful_question_is_said_back_and_asked(make: Make) -> None:
    transcriber = FakeTranscriber("What does the total say?")
    transcriber.confidence = 0.5
    stage = make(transcriber)
    await stage.press()
    assert "I understood: What does the total say?" in stage.fakes.mouth.texts(Channel.DETAIL)
    assert [turn.question for turn in stage.turns] == ["What does the total say?"]


async def test_a_command_in_english_is_known_whatever_language_was_found_out(make: Make) -> None:
    transcriber = FakeTranscriber("Louder")
    transcriber.language = "de"
    stage = make(transcriber)
    before = stage.fakes.mouth.voice.volume
    await stage.press()
    assert stage.fakes.mouth.voice.volume > before


async def test_a_wish_that_can_t_be_watched_for_is_a_question(make: Make) -> None:
    stage = make(FakeTranscriber("Tell me if this mail is a scam"))
    await stage.press()
    assert [turn.question for turn in stage.turns] == ["tell me if this mail is a scam"]


async def test_while_it_is_worked_out_what_was_said_the_microphone_is_closed_and_that_is_heard(make: Make) -> None:
    transcriber = FakeTranscriber("Louder")
    transcriber.pause = 1.3
    stage = make(transcriber)
    stage.hearing.press(time.monotonic())
    await until(lambda: Earcon.HEARD in stage.fakes.earcons)
    await asyncio.sleep(0.05)
    assert not stage.hearing.listening
    assert not stage.microphone.is_open
    await stage.over()
    assert Earcon.WORKING in stage.fakes.earcons
    assert stage.fakes.mouth.caught_up


async def test_what_has_to_understand_is_roused_by_the_key_and_by_the_first_word(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert stage.roused == ["roused"]
    await stage.over()
    assert stage.roused == ["roused"] * 2


async def test_a_held_key_listens_through_a_pause(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), np.concatenate([speech(0.5), speech(20.0)]), speed=1.0)
    at = time.monotonic()
    stage.hearing.press(at)
    await asyncio.sleep(2.2)
    assert stage.hearing.listening
    stage.hearing.release(at + 2.2)
    await stage.over()
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_a_recogniser_that_fails_in_an_unknown_way_is_heard(make: Make) -> None:
    stage = make()
    await stage.press()  # the grammar has nothing to say, which is an IndexError
    assert stage.system() == ["Something went wrong. Try again. If it stays so, run mmassist doctor."]


async def test_the_stop_key_closes_the_microphone(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0.2)
    stage.hearing.stop()
    await stage.over()
    assert not stage.microphone.is_open
    assert stage.system() == []


async def test_hands_free_a_follow_up_needs_no_key(make: Make) -> None:
    stage = make(FakeTranscriber("Louder", "Faster", "Stop"), hands_free=True)
    await stage.press()
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 3
    assert stage.system()[-1] == f"{stage.fakes.mouth.voice.rate} words a minute."


async def test_hands_free_how_to_leave_is_said_once(make: Make) -> None:
    stage = make(FakeTranscriber("Louder", "Faster", "Stop"), hands_free=True)
    await stage.press()
    assert stage.system().count("Say stop listening to end it.") == 1


async def test_hands_free_silence_ends_the_conversation_and_that_is_said(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(), hands_free=True)
    await stage.press()
    assert stage.system()[-1] == "I stopped listening."
    assert not stage.microphone.is_open


async def test_hands_free_nothing_understood_ends_the_conversation(make: Make) -> None:
    stage = make(hands_free=True)
    stage.grammar.heard = [("faster", 0.95), ("faster", 0.02)]
    await stage.press()
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 2


async def test_hands_free_after_a_fault_the_microphone_stays_closed(make: Make) -> None:
    stage = make(FakeTranscriber("Describe"), hands_free=True)
    stage.fakes.windows.window = None
    await stage.press()
    assert stage.turns[0].fault is not None
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 1


async def test_hands_free_a_question_that_nobody_answered_opens_nothing(make: Make) -> None:
    stage = make(FakeTranscriber("What does the total say?"), hands_free=True)
    await stage.press()
    assert [turn.backend for turn in stage.turns] == ["embedded"]
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 1


async def test_hands_free_a_question_that_the_describer_answered_goes_on(make: Make) -> None:
    stage = make(FakeTranscriber("Is there a Save button?", "Stop"), hands_free=True)
    await stage.press()
    assert [turn.metering.model for turn in stage.turns] == [ANSWERS]
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 2


async def test_hands_free_can_be_had_and_left_by_saying_so(make: Make) -> None:
    stage = make(FakeTranscriber("Hands free", "Louder", "Stop listening"))
    await stage.press()
    assert stage.fakes.earcons.count(Earcon.LISTENING) == 3
    assert stage.system()[-1] == "I no longer listen by myself."


async def test_hands_free_can_be_had_and_left_by_a_button(make: Make) -> None:
    stage = make(FakeTranscriber("Louder", "Faster"))
    stage.hearing.converse(time.monotonic())
    await until(lambda: stage.fakes.earcons.count(Earcon.LISTENING) > 1)
    stage.hearing.converse(time.monotonic())
    await stage.over()
    assert stage.system()[-1] == "I no longer listen by myself."
    assert not stage.microphone.is_open


async def test_hands_free_the_stop_key_ends_the_conversation(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), np.concatenate([speech(), np.zeros(20 * SAMPLE_RATE, np.float32)]), speed=4.0, hands_free=True)
    stage.hearing.press(time.monotonic())
    await until(lambda: stage.fakes.earcons.count(Earcon.LISTENING) == 2)
    stage.hearing.stop()
    await stage.over()
    assert not stage.microphone.is_open


async def interrupted(stage: Stage, nothing: list[bool]) -> bool:
    """A voice over the app's, whose first word was heard before anybody listened."""
    return stage.hearing.interrupt(time.monotonic(), stage.microphone.open(), lambda: nothing.append(True))


async def test_who_speaks_over_the_app_silences_it_and_is_understood(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    before = stage.fakes.mouth.silenced
    assert await interrupted(stage, [])
    await stage.over()
    assert stage.fakes.mouth.silenced > before
    assert stage.system() == [f"Volume {stage.fakes.mouth.voice.volume} percent."]


async def test_over_a_user_s_first_words_no_sound_is_played(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"))
    await interrupted(stage, [])
    await stage.over()
    assert stage.fakes.earcons == [Earcon.HEARD]


async def test_a_voice_while_the_key_is_listened_to_is_no_interruption(make: Make) -> None:
    stage = make(FakeTranscriber("Louder"), speech(20.0), speed=1.0)
    stage.hearing.press(time.monotonic())
    await asyncio.sleep(0.1)
    blocks = stage.microphone.open()
    assert not stage.hearing.interrupt(time.monotonic(), blocks, lambda: None)
    await blocks.aclose()


async def test_an_interruption_of_which_nothing_came_is_told_to_who_heard_it(make: Make) -> None:
    stage = make(FakeTranscriber(), np.zeros(0, np.float32))
    nothing: list[bool] = []
    await interrupted(stage, nothing)
    await stage.over()
    assert nothing == [True]


async def test_an_offer_after_a_spoken_question_is_accepted_by_a_spoken_yes(make: Make) -> None:
    remote = FakeRemote("Nineteen euros.")
    stage = make(FakeTranscriber("What does the total say?", "Yes"), remote=remote, sending=Rule.ASK)
    await stage.press()
    assert stage.system() == ["Press the describe key, or say yes, to ask remote."]
    assert remote.prompts == []
    await stage.press()
    assert [prompt.question for prompt in remote.prompts] == ["What does the total say?"]
    assert stage.turns[-1].text.startswith("Nineteen euros.")


async def test_an_offer_after_a_spoken_question_is_accepted_by_the_describe_key(make: Make) -> None:
    remote = FakeRemote("Nineteen euros.")
    stage = make(FakeTranscriber("What does the total say?"), remote=remote, sending=Rule.ASK)
    await stage.press()
    await stage.engine.describe(Request(time.monotonic()))
    assert [prompt.question for prompt in remote.prompts] == ["What does the total say?"]


async def test_a_no_after_an_offer_sends_nothing_also_with_the_next_press(make: Make) -> None:
    remote = FakeRemote("Nineteen euros.")
    stage = make(FakeTranscriber("What does the total say?", "No"), remote=remote, sending=Rule.ASK)
    await stage.press()
    await stage.press()
    await stage.engine.describe(Request(time.monotonic()))
    assert remote.prompts == []


async def test_hands_free_an_offer_is_waited_for_with_an_open_microphone(make: Make) -> None:
    remote = FakeRemote("Nineteen euros.")
    stage = make(FakeTranscriber("What does the total say?", "Yes", "Stop"), remote=remote, sending=Rule.ASK, hands_free=True)
    await stage.press()
    assert [prompt.question for prompt in remote.prompts] == ["What does the total say?"]


async def test_an_answer_that_was_broken_off_is_what_the_next_question_follows(make: Make) -> None:
    remote = FakeRemote("The total is 19.90 euros. ", "It is due on Friday. ", pause=0.3)
    stage = make(FakeTranscriber("What does the total say?", "And when?"), remote=remote)
    stage.hearing.press(time.monotonic())
    await until(lambda: any("19.90" in text for text in stage.fakes.mouth.texts(Channel.DETAIL)))
    await stage.press()
    assert stage.engine.last is not None
    assert [prompt.question for prompt in remote.prompts] == ["What does the total say?", "And when?"]
    assert stage.turns[-1].question == "And when?"


async def test_a_turn_that_was_broken_off_can_be_heard_again(make: Make) -> None:
    remote = FakeRemote("The total is 19.90 euros. ", "It is due on Friday. ", pause=0.3)
    stage = make(FakeTranscriber("What does the total say?", "Repeat"), remote=remote)
    stage.hearing.press(time.monotonic())
    await until(lambda: any("19.90" in text for text in stage.fakes.mouth.texts(Channel.DETAIL)))
    stage.engine.silence()
    before = len(stage.fakes.mouth.said)
    await stage.press()
    assert any("19.90" in utterance.text for utterance in stage.fakes.mouth.said[before:])


async def test_after_a_look_through_the_camera_a_spoken_question_is_about_that(make: Make) -> None:
    remote = FakeRemote("A letter.")
    stage = make(FakeTranscriber("Who sent it?"), remote=remote)
    stage.fakes.grabber.pixels = np.random.default_rng(1).integers(60, 180, (300, 400, 4), np.uint8)
    await stage.engine.describe(Request(time.monotonic(), Target(TargetKind.CAMERA, path="0")))
    await stage.press()
    assert stage.turns[-1].question == "Who sent it?"
    assert remote.prompts[-1].scene.target.kind is TargetKind.CAMERA


async def test_a_question_while_the_app_s_own_window_is_in_front_is_about_what_was_looked_at(make: Make) -> None:
    remote = FakeRemote("Nineteen euros.")
    stage = make(FakeTranscriber("What does the total say?"), remote=remote)
    await stage.engine.describe(Request(time.monotonic()))
    stage.fakes.windows.window = Window(9, "mmassist", "mmassist", os.getpid(), Box(0, 0, 200, 100))
    await stage.press()
    assert stage.turns[-1].question == "What does the total say?"
    assert remote.prompts[-1].scene.window is not None
    assert remote.prompts[-1].scene.window.title == "Untitled 1"
