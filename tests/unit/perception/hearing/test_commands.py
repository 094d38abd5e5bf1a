"""Commands heard by their grammar: the real recogniser on synthesised speech."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio

from mmassist.dialogue.commands import commands, grammar, match, vocabulary
from mmassist.inference.keeping import Restarts
from mmassist.perception.hearing.commands import CommandHearer
from mmassist.values import AudioClip, Samples
from tests.fakes.said import said

pytestmark = pytest.mark.asyncio(loop_scope="module")
COMMANDS = commands("en").without("yes", "no")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def hearer() -> AsyncIterator[CommandHearer]:
    made = CommandHearer()
    await made.start()
    yield made
    await made.aclose()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def rules(hearer: CommandHearer) -> str:
    return grammar(COMMANDS, await hearer.known(vocabulary(COMMANDS)))


async def test_every_word_of_the_commands_can_be_pronounced(hearer: CommandHearer) -> None:
    wanted = vocabulary(commands("en"))
    assert await hearer.known(wanted | {"xqzzk"}) == wanted


@pytest.mark.parametrize("phrase", ["describe the window", "read the window", "what does the error say", "louder", "repeat that"])
async def test_a_command_is_heard(hearer: CommandHearer, rules: str, phrase: str) -> None:
    heard = await hearer.hear(said(phrase), rules)
    found, wanted = match(heard.text, COMMANDS), match(phrase, COMMANDS)
    assert found is not None
    assert wanted is not None
    assert found.name == wanted.name


async def test_a_free_question_is_heard_with_less_confidence_than_a_command(hearer: CommandHearer, rules: str) -> None:
    question = await hearer.hear(said("how many files are selected"), rules)
    command = await hearer.hear(said("read the window"), rules)
    assert question.confidence < command.confidence


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(16_000, np.float32), np.zeros(200_000, np.float32)])
async def test_silence_is_no_command(hearer: CommandHearer, rules: str, samples: Samples) -> None:
    heard = await hearer.hear(AudioClip(samples, 0.0), rules)
    assert match(heard.text, COMMANDS) is None


async def test_a_command_in_silence_without_any_noise_is_heard(hearer: CommandHearer, rules: str) -> None:
    clip = said("read the window")
    gated = np.where(np.abs(clip.samples) < 0.004, np.float32(0), clip.samples)
    assert (await hearer.hear(AudioClip(gated, 0.0), rules)).text == "read the window"


class Once(Restarts):
    """Counts losses."""

    losses = 0

    def lost(self, why: str) -> float | None:
        self.losses += 1
        return super().lost(why)


async def test_a_recogniser_that_died_is_reported_and_the_same_command_is_heard_by_the_next(rules: str) -> None:
    keeper = Once()
    hearer = CommandHearer(keeper)
    await hearer.start()
    try:
        assert hearer.pid is not None
        os.kill(hearer.pid, signal.SIGKILL)
        assert (await hearer.hear(said("louder"), rules)).text == "louder"
        assert keeper.losses == 1
    finally:
        await hearer.aclose()
