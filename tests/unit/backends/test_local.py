"""What a model on this computer is given to read, and how its process comes and goes."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.local import LocalBackend, conversation
from mmassist.errors import AnswerCut, BackendError, ModelMissing, RequestRejected, TimedOut, WorkerLost
from mmassist.inference.keeping import Restarts
from mmassist.inference.vlm import Said, Speaker
from mmassist.values import BackendEvent, Box, Clip, Exchange, Finished, FusedPrompt, Picture, TextDelta, Verbosity
from tests.fakes import vision_model, windows
from tests.fakes.vision_cases import CASES

TOLD = (Exchange(3, "What is this?", "A dialog."), Exchange(4, "", "Two buttons."))


def picture() -> Picture:
    case = CASES[0]
    return Picture(case.png(), "image/png", case.width, case.height, Box(0, 0, case.width, case.height))


def prompt(**fields: Any) -> FusedPrompt:
    asked = FusedPrompt(
        5, windows.file_manager(), Verbosity.NORMAL, instructions="You are eyes.", text="<data>All.</data>", answer_tokens=12
    )
    return replace(asked, **fields)


def shown(**fields: Any) -> list[Said]:
    return conversation(prompt(pictures=(picture(),), **fields))


def test_with_a_picture_it_is_asked_the_question_and_nothing_else() -> None:
    assert shown(question=" What is red? ") == [Said(Speaker.USER, "What is red?", shows=True)]


def test_where_nothing_was_asked_in_words_the_preset_says_what_is_wanted() -> None:
    assert shown(preset="read")[0].text == "Read the main text in this picture."
    assert shown(preset="one of the user's own")[0].text == "Describe what this picture of a computer screen shows."


@pytest.mark.parametrize(
    ("verbosity", "end"),
    [(Verbosity.BRIEF, "Answer in one short sentence."), (Verbosity.NORMAL, "shows."), (Verbosity.FULL, "Answer in detail.")],
)
def test_how_much_is_wanted_is_said(verbosity: Verbosity, end: str) -> None:
    assert shown(verbosity=verbosity)[0].text.endswith(end)


def test_what_is_brief_already_is_not_told_twice_to_be() -> None:
    assert shown(preset="brief", verbosity=Verbosity.BRIEF)[0].text.count("short sentence") == 1


def test_a_new_picture_stands_before_the_new_question() -> None:
    said = shown(question="And now?", conversation=TOLD)
    assert [turn.shows for turn in said] == [False, False, False, False, True]


def test_a_picture_that_was_talked_about_stands_where_it_stood() -> None:
    said = shown(question="And now?", conversation=TOLD, follows=3)
    assert [turn.shows for turn in said] == [True, False, False, False, False]
    assert [turn.speaker for turn in said] == [Speaker.USER, Speaker.ASSISTANT] * 2 + [Speaker.USER]


def test_of_a_long_conversation_the_last_exchanges_are_told() -> None:
    told = tuple(Exchange(at, f"Question {at}?", f"Answer {at}.") for at in range(9))
    assert [turn.text for turn in shown(question="And?", conversation=told)][:2] == ["Question 6?", "Answer 6."]


def test_without_a_picture_it_is_given_what_was_fused() -> None:
    assert conversation(prompt()) == [Said(Speaker.SYSTEM, "You are eyes."), Said(Speaker.USER, "<data>All.</data>")]


@pytest.mark.parametrize("fields", [{"structured": True}, {"clips": (Clip(b"RIFF", "audio/wav"),)}])
async def test_what_it_can_not_do_is_said_before_anything_is_done(fields: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(RequestRejected):
        await heard(made(tmp_path), prompt(**fields))


async def test_without_a_place_for_models_there_is_none() -> None:
    with pytest.raises(ModelMissing):
        await heard(made(None), prompt())


def test_it_is_made_by_its_kind() -> None:
    backend = made(None)
    assert (backend.name, backend.capabilities.local, backend.capabilities.images) == ("mine", True, True)


def test_a_kind_that_is_not_there_is_told_with_those_that_are() -> None:
    known, _ = catalogue.load()
    with pytest.raises(BackendError) as raised:
        registry.create_from(Setup("mine", "nonsense"), known)
    assert raised.value.remedy == "Choose one of openai, chat, gemini, claude, ollama, local."


def made(models: Path | None, idle: float = 600.0, **times: Any) -> LocalBackend:
    known, _ = catalogue.load()
    options = replace(Options(first_token=60.0, total=60.0), **times)
    return LocalBackend(Setup("mine", "local", options, models=models), known.default("local"), idle)


async def heard(backend: LocalBackend, asked: FusedPrompt) -> list[BackendEvent]:
    async with contextlib.aclosing(backend.stream(asked)) as events:
        return [event async for event in events]


@pytest.fixture
async def models(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return (await vision_model.installed(vision_model.made(tmp_path_factory), tmp_path / "models")).folder


@pytest.fixture
async def opened(models: Path) -> AsyncIterator[Callable[..., LocalBackend]]:
    backends: list[LocalBackend] = []

    def opened(**fields: float) -> LocalBackend:
        backends.append(made(models, **fields))
        return backends[-1]

    yield opened
    for backend in backends:
        await backend.aclose()


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def test_nobody_asks_and_its_memory_is_given_back(opened: Callable[..., LocalBackend]) -> None:
    backend = opened(idle=0.05)
    await heard(backend, prompt())
    pid = backend.pid
    assert pid is not None
    while backend.pid is not None or _lives(pid):  # noqa: ASYNC110 - another process ends
        await asyncio.sleep(0.05)
    assert await heard(backend, prompt())


async def test_it_can_be_loaded_before_it_is_asked(opened: Callable[..., LocalBackend]) -> None:
    backend = opened()
    await backend.load()
    assert backend.pid is not None and os.getpid() != backend.pid


class Refusing(Restarts):
    """Has switched it off."""

    @property
    def refusal(self) -> WorkerLost | None:
        return WorkerLost("off", "The model on this computer is switched off.")


async def test_who_watches_over_it_may_switch_it_off(opened: Callable[..., LocalBackend]) -> None:
    backend = opened()
    backend.keep(Refusing())
    with pytest.raises(WorkerLost, match="off"):
        await heard(backend, prompt())


@pytest.mark.parametrize("times", [{"first_token": 0.001}, {"total": 0.001}])
async def test_an_answer_that_does_not_begin_in_time_is_given_up(opened: Callable[..., LocalBackend], times: dict[str, float]) -> None:
    with pytest.raises(TimedOut):
        await heard(opened(**times), prompt())


async def test_what_was_said_by_then_stays_said(opened: Callable[..., LocalBackend], monkeypatch: pytest.MonkeyPatch) -> None:
    backend = opened(total=30.0)
    await backend.load()
    told: list[BackendEvent] = []
    with pytest.raises(AnswerCut):
        async with contextlib.aclosing(backend.stream(prompt(answer_tokens=100))) as events:
            async for event in events:
                told.append(event)
                monkeypatch.setattr(asyncio, "timeout_at", lambda due: asyncio.timeout(-1))
    assert told and all(isinstance(event, TextDelta) for event in told)


async def test_it_answers_no_longer_than_its_model_may(opened: Callable[..., LocalBackend]) -> None:
    backend = opened()
    backend.model = replace(backend.model, output=4)
    last = (await heard(backend, prompt(answer_tokens=100)))[-1]
    assert isinstance(last, Finished) and last.usage.output == 4


async def test_a_second_question_about_the_same_picture_is_answered_by_the_same_process(opened: Callable[..., LocalBackend]) -> None:
    backend = opened()
    await heard(backend, prompt(pictures=(picture(),)))
    pid = backend.pid
    await heard(backend, prompt(pictures=(picture(),), question="And now?", conversation=TOLD, follows=3))
    assert backend.pid == pid
