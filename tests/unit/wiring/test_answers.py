"""What the record of turns holds of a turn that was broken off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mmassist.engine.metrics import Stats
from mmassist.errors import MmassistError
from mmassist.settings import Settings
from mmassist.values import Fault, Metering, Turn
from mmassist.wiring.answers import Answers

BROKEN_OFF = Fault("Cancelled", "", "")


def turn(kind: str = "openai", cost: float | None = 0.25, **timings: float) -> Turn:
    return Turn(1, "work", "", "", None, (), 0.0, timings=timings, fault=BROKEN_OFF, metering=Metering(kind=kind, cost=cost))


@pytest.fixture
async def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Answers]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    problems: list[MmassistError] = []
    answers = Answers(Settings(), problems, problems.append)
    yield answers
    await answers.aclose()
    assert problems == []


async def stats(answers: Answers) -> Stats:
    return await answers.metrics.stats(0.0)


async def test_who_was_asked_is_written_down_with_what_it_may_have_cost(answers: Answers) -> None:
    answers.note_cancelled(turn(sent=100.0))
    [work] = (await stats(answers)).backends
    assert (work.requests, work.cancelled, work.spend) == (1, 1, 0.25)
    assert answers.metrics.spent() == (0.25, 0.25)


async def test_a_turn_in_which_nobody_was_asked_yet_is_not(answers: Answers) -> None:
    answers.note_cancelled(turn())
    assert (await stats(answers)).backends == ()


async def test_the_embedded_describer_that_is_broken_off_is_not(answers: Answers) -> None:
    answers.note_cancelled(turn("embedded", 0.0, sent=100.0))
    assert (await stats(answers)).backends == ()
