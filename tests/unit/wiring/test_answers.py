"""What the record of turns holds of a turn that was broken off, and what is asked when the record is lost."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from mmassist.backends.remote import RemoteBackend
from mmassist.engine.border import Look
from mmassist.engine.metrics import Stats
from mmassist.engine.record import Record, Request
from mmassist.errors import MmassistError
from mmassist.settings import AnswerSettings, BackendSettings, DescribeSettings, PrivacySettings, Settings
from mmassist.values import Fault, Frame, FusedPrompt, Metering, Target, TextDelta, Turn, Verbosity
from mmassist.wiring.answers import Answers, metrics_file
from mmassist.wiring.asking import agree
from tests.fakes import windows

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


@pytest.fixture
def paid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A vendor that was agreed to, under a limit, and a record of turns that is rubbish."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = Settings.model_validate(
        {
            "backends": {"work": {"kind": "openai"}},
            "answers": {"order": ["work", "embedded"], "day_limit": 5.0},
            "privacy": {"sending": "allow"},
        }
    )
    agree("work", settings)
    metrics_file().write_bytes(b"rubbish" * 1000)
    return settings


async def test_when_the_record_was_damaged_the_user_hears_it_before_anything_more_is_spent(paid: Settings) -> None:
    heard: list[MmassistError] = []
    answers = Answers(paid, [], heard.append)
    pixels = np.zeros((8, 8, 4), np.uint8)
    look = Look(Frame(pixels, (0, 0), Target(), 0.0), windows.file_manager(), True)
    choices = [await answers.answering.choose(Record(turn, Request(time.monotonic())), look) for turn in (1, 2)]
    await answers.aclose()
    assert [choice.steps[0].name for choice in choices] == ["embedded", "work"]
    assert "what was spent is not known" in choices[0].notice
    assert "was damaged" in heard[0].spoken


async def test_what_never_leaves_holds_from_the_next_turn_on(answers: Answers) -> None:
    assert not answers.answering.heeds_windows
    for answering in (answers.answering, answers.watching):
        answers.use(Settings.model_validate({"privacy": {"excluded": ["Bank"]}}))
        assert answering.heeds_windows
        answers.use(Settings.model_validate({"profiles": {"Mail": {"sending": "local"}}}))
        assert answering.heeds_windows
    answers.use(Settings())
    assert not answers.answering.heeds_windows


async def test_a_backend_that_is_set_up_later_can_be_asked_at_once_and_one_that_is_changed_is_made_anew(answers: Answers) -> None:
    [embedded] = answers.brains
    mine = BackendSettings(kind="chat", base_url="http://127.0.0.1:9/v1", model="mine")
    before = Settings(answers=AnswerSettings(order=("mine", "embedded")), backends={"mine": mine})

    assert answers.use(before)
    first, describer = answers.brains
    assert (first.name, describer) == ("mine", embedded)
    assert answers.asks_models is True
    assert not answers.use(before.model_copy(update={"describe": DescribeSettings(preset="form")}))
    assert list(answers.brains) == [first, describer]

    other = mine.model_copy(update={"base_url": "http://127.0.0.1:10/v1"})
    assert answers.use(before.model_copy(update={"backends": {"mine": other}}))
    again, describer = answers.brains
    assert again is not first
    assert isinstance(again.backend, RemoteBackend) and again.backend.address.port == 10
    assert describer is embedded

    assert not answers.use(Settings())
    assert list(answers.brains) == [embedded]
    assert answers.asks_models is False


async def test_what_never_leaves_holds_for_problems_that_are_worked_through_too(answers: Answers) -> None:
    answers.use(Settings(privacy=PrivacySettings(excluded=("Bank",))))
    assert all(one.heeds_windows for one in (answers.answering, answers.watching, answers.guiding))


async def test_the_describer_speaks_another_language_as_soon_as_the_voice_does(answers: Answers) -> None:
    assert answers.use(Settings.model_validate({"speech": {"language": "de"}}))
    [brain] = answers.brains
    asked = FusedPrompt(3, windows.save_prompt(), Verbosity.BRIEF)
    told = [event.text async for event in brain.backend.stream(asked) if isinstance(event, TextDelta)]
    assert any("Außerdem zur Wahl" in text or "Schaltfläche" in text for text in told), told
    assert not answers.use(Settings.model_validate({"speech": {"language": "de-at"}}))
