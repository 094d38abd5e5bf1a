"""Speaking over the app: when the microphone is open for it, what is taken for a user, and what is handed on."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from mmassist.capture.microphone_barge_in import Cleaned
from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.engine.hearing import Blocks
from mmassist.engine.overhearing import Ear, Judge, Overhearing
from mmassist.errors import DeviceMissing, MmassistError, NothingHeard
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples
from tests.fakes.microphone import FakeMicrophone
from tests.fakes.transcriber import LoudnessDetector, quiet, sound, tone

VOICE = sound(quiet(1.0), tone(20.0))


@dataclass
class Stage:
    microphone: FakeMicrophone
    own: OwnSpeech
    taken: list[Blocks] = field(default_factory=list)
    faults: list[MmassistError] = field(default_factory=list)
    accepts: bool = True
    near: float = 0.9

    def take(self, at: float, blocks: Blocks, nothing: Callable[[], None]) -> bool:
        self.taken.append(blocks)
        return self.accepts

    async def cleaned(self, blocks: Blocks) -> AsyncGenerator[Cleaned, None]:
        async for block in blocks:
            yield Cleaned(block, self.near, 0.0)


async def until(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come to that")


@pytest.fixture
async def opened() -> AsyncIterator[Callable[[Samples], tuple[Stage, Overhearing]]]:
    made: list[tuple[Stage, Overhearing]] = []

    def open_it(samples: Samples) -> tuple[Stage, Overhearing]:
        stage = Stage(FakeMicrophone(samples, speed=4.0), OwnSpeech())
        over = Overhearing(Ear(stage.microphone, stage.cleaned, LoudnessDetector), stage.own, stage.take, stage.faults.append)
        stage.own.on_change = over.changed
        made.append((stage, over))
        return stage, over

    yield open_it
    for stage, over in made:
        await over.aclose()
        await stage.microphone.aclose()


Opened = Callable[[Samples], tuple[Stage, Overhearing]]


async def test_while_the_app_is_silent_the_microphone_is_closed(opened: Opened) -> None:
    stage, _ = opened(VOICE)
    await asyncio.sleep(0.1)
    assert stage.microphone.opened == 0


async def test_a_voice_over_the_app_is_handed_on_with_its_first_word(opened: Opened) -> None:
    stage, _ = opened(VOICE)
    stage.own.started(time.monotonic())
    await until(lambda: stage.taken)
    heard: list[AudioBlock] = []
    async for block in stage.taken[0]:
        heard.append(block)
        if len(heard) == 60:
            break
    loud = [float(np.abs(block.samples).max()) > 0.05 for block in heard]
    assert not loud[0] and loud[-1]
    assert loud == sorted(loud)
    assert all(after.at - before.at == pytest.approx(512 / SAMPLE_RATE) for before, after in itertools.pairwise(heard))
    await stage.taken[0].aclose()


async def test_the_app_s_own_voice_is_no_user(opened: Opened) -> None:
    stage, _ = opened(VOICE)
    stage.near = 0.1
    stage.own.started(time.monotonic())
    await asyncio.sleep(1.0)
    assert not stage.taken


async def test_when_the_app_has_spoken_the_microphone_is_closed_again(opened: Opened) -> None:
    stage, over = opened(quiet(20.0))
    stage.own.started(time.monotonic())
    await until(lambda: stage.microphone.is_open)
    stage.own.ended(time.monotonic())
    await until(lambda: not over.is_open)
    assert not stage.microphone.is_open


async def test_between_two_sentences_it_stays_open(opened: Opened) -> None:
    stage, _ = opened(quiet(20.0))
    stage.own.started(time.monotonic())
    await until(lambda: stage.microphone.is_open)
    stage.own.ended(time.monotonic())
    await asyncio.sleep(0.1)
    stage.own.started(time.monotonic())
    await asyncio.sleep(0.8)
    assert stage.microphone.is_open
    assert stage.microphone.opened == 1


async def test_who_is_listened_to_already_does_not_interrupt(opened: Opened) -> None:
    stage, over = opened(VOICE)
    stage.accepts = False
    stage.own.started(time.monotonic())
    await until(lambda: stage.taken)
    await until(lambda: not over.is_open)
    assert not stage.microphone.is_open


async def test_after_a_voice_that_was_none_what_is_said_of_it_is_not_listened_over(opened: Opened) -> None:
    stage, over = opened(VOICE)
    over.rest()
    stage.own.started(time.monotonic())
    await asyncio.sleep(0.2)
    assert stage.microphone.opened == 0
    stage.own.ended(time.monotonic())
    await asyncio.sleep(0.8)
    stage.own.started(time.monotonic())
    await until(lambda: stage.taken)
    await stage.taken[0].aclose()


async def test_a_missing_microphone_is_told_once_and_a_muted_one_not_at_all(opened: Opened) -> None:
    stage, over = opened(VOICE)
    for error in (NothingHeard("muted"), DeviceMissing("none"), DeviceMissing("none")):
        over.failed(error)
    assert [type(error) for error in stage.faults] == [DeviceMissing]


def test_a_click_is_no_voice() -> None:
    judge = Judge()
    assert not any(judge.heard(0.95 if block % 5 < 3 else 0.1, 1.0) for block in range(200))


def test_a_voice_is_known_within_a_quarter_of_a_second() -> None:
    judge = Judge()
    assert [judge.heard(0.95, 0.9) for _ in range(8)].index(True) * 512 / SAMPLE_RATE < 0.25
