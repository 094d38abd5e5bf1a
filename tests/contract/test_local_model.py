"""A model from a hub to its first word: pulled by the real command, asked without a network, refused once a bit of it has tipped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.local import LocalBackend
from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import Store, load
from mmassist.measure.vision_model import FILES
from mmassist.values import BackendEvent, Box, Finished, FusedPrompt, Picture, TextDelta, Verbosity
from tests.contract.command import User
from tests.fakes import vision_model, windows
from tests.fakes.servers.hub import FakeHub
from tests.fakes.vision_cases import CASES
from tests.fakes.vision_model import NAME

_LARGEST = f"onnx/{FILES['decoder_model_merged']}.onnx"


@pytest.fixture
def user(home: Path) -> User:
    return User(home)


@pytest.fixture
def models(home: Path) -> Path:
    return home / "cache" / "models"


@pytest.fixture
async def hub(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeHub]:
    server = FakeHub(vision_model.on_the_hub(vision_model.made(tmp_path_factory)))
    async with server.running():
        yield server


def made(models: Path, model: str = "") -> LocalBackend:
    known, _ = catalogue.load()
    backend = registry.create_from(Setup("local", "local", Options(model=model), models=models), known)
    assert isinstance(backend, LocalBackend)
    return backend


def prompt(question: str = "What is this?") -> FusedPrompt:
    case = CASES[0]
    shown = Picture(case.png(), "image/png", case.width, case.height, Box(0, 0, case.width, case.height))
    return FusedPrompt(5, windows.file_manager(), Verbosity.NORMAL, question=question, pictures=(shown,), answer_tokens=12)


async def answer(models: Path, model: str = "") -> list[BackendEvent]:
    backend = made(models, model)
    try:
        async with contextlib.aclosing(backend.stream(prompt())) as events:
            return [event async for event in events]
    finally:
        await backend.aclose()


async def pulled(user: User, hub: FakeHub) -> None:
    ended = await user.runs("models", "pull", NAME, "--yes", "--hub", hub.url)
    assert ended.code == 0, ended.err


async def test_pulled_once_it_answers_word_by_word_without_a_network(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    asked = len(hub.asked)
    hub.files = {}
    events = await answer(models)
    assert sum(isinstance(event, TextDelta) for event in events) > 5
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.model, last.usage.output, last.usage.image) == (NAME, 12, 52)
    assert len(hub.asked) == asked


async def test_only_the_files_that_the_list_names_are_fetched(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    assert {asked.path.rpartition("/resolve/")[2].partition("/")[2] for asked in hub.asked} == set(load().model(NAME).files)


async def test_before_it_is_pulled_the_command_that_does_it_is_said(models: Path) -> None:
    with pytest.raises(ModelMissing) as raised:
        await answer(models)
    assert raised.value.spoken == "No model that looks at pictures is on this computer yet."
    assert raised.value.remedy == "Run mmassist models pull smolvlm-256m: it fetches 264 megabytes, once."


async def test_a_model_that_comes_or_goes_is_known_without_a_new_start(user: User, hub: FakeHub, models: Path) -> None:
    backend = made(models)
    assert await backend.renew() == ""
    await pulled(user, hub)
    assert await backend.renew() == NAME
    assert (await user.runs("models", "remove", NAME)).code == 0
    assert await backend.renew() == ""


async def test_who_pulls_one_that_nobody_asks_hears_how_it_is_asked(user: User, hub: FakeHub) -> None:
    ended = await user.runs("models", "pull", NAME, "--yes", "--hub", hub.url)
    assert ended.out.strip().endswith("put local into the setting answers.order.")
    await user.runs("models", "remove", NAME)
    await user.runs("settings", "set", "answers.order", '["local", "embedded"]')
    ended = await user.runs("models", "pull", NAME, "--yes", "--hub", hub.url)
    assert "answers.order" not in ended.out


async def test_a_model_that_the_settings_name_and_that_is_not_here_is_said(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    with pytest.raises(ModelMissing) as raised:
        await answer(models, "smolvlm-500m")
    assert raised.value.remedy == "Run mmassist models pull smolvlm-500m: it fetches 515 megabytes, once."


async def test_a_model_of_another_kind_is_not_asked_about_pictures(models: Path) -> None:
    with pytest.raises(ModelMissing, match="whisper-base does not look at pictures"):
        await answer(models, "whisper-base")


@pytest.mark.parametrize("file", sorted(load().model(NAME).files))
async def test_one_bit_that_tips_anywhere_is_refused_and_pulling_mends_it(user: User, hub: FakeHub, models: Path, file: str) -> None:
    await pulled(user, hub)
    path = models / NAME / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt) as raised:
        await answer(models)
    assert raised.value.spoken == "SmolVLM 256M is damaged and is not used."
    assert raised.value.remedy == "Run mmassist models pull smolvlm-256m: it fetches anew what is damaged."
    await pulled(user, hub)
    assert await answer(models)


async def test_a_file_that_ends_early_is_refused(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    path = models / NAME / _LARGEST
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(ModelCorrupt):
        await answer(models)


async def test_a_file_that_was_put_in_the_place_of_another_is_refused(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    path = models / NAME / _LARGEST
    path.unlink()
    path.symlink_to(models / NAME / f"onnx/{FILES['embed_tokens']}.onnx")
    with pytest.raises(ModelCorrupt):
        await answer(models)


async def test_weights_that_are_whole_but_no_such_model_are_refused(user: User, hub: FakeHub, models: Path) -> None:
    """A hub's own mistake: what came is what it says it sent."""
    repository = load().model(NAME).repository
    hub.files[f"{repository}/{_LARGEST}"] = hub.files[f"{repository}/onnx/{FILES['embed_tokens']}.onnx"]
    await pulled(user, hub)
    with pytest.raises(ModelCorrupt) as raised:
        await answer(models)
    assert raised.value.spoken == "The vision model's files can't be used."


async def test_a_pull_that_is_killed_goes_on_where_it_was(user: User, hub: FakeHub, models: Path) -> None:
    total = sum(map(len, hub.files.values()))
    hub.rate, hub.mark = 400_000, total * 3 // 4
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mmassist", "models", "pull", NAME, "--yes", "--hub", hub.url),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=user.variables(),
    )
    await hub.reached.wait()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert Store(models, load()).begun(NAME) > 0
    hub.rate, before = 0, hub.sent
    await pulled(user, hub)
    assert hub.sent - before < total
    assert await answer(models)


async def test_it_comes_from_a_drive_as_well(user: User, models: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    ended = await user.runs("models", "pull", NAME, "--from", str(vision_model.made(tmp_path_factory)))
    assert ended.code == 0
    assert await answer(models)


async def test_it_is_verified_file_by_file_and_removed_with_its_folders(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    assert (await user.runs("models", "verify")).out == "SmolVLM 256M is whole: 7 files are what they were when they came.\n"
    path = models / NAME / _LARGEST
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert f"{_LARGEST} is changed" in (await user.runs("models", "verify", NAME)).out
    assert (await user.runs("models", "remove", NAME)).out.startswith("smolvlm-256m is removed")
    assert not (models / NAME).exists()


async def test_the_list_tells_what_it_does_and_how_quick_it_is_here(user: User) -> None:
    ended = await user.runs("models", "list", "--kind", "vision")
    rows = ended.out.splitlines()[1:]
    assert [row.partition(":")[0] for row in rows] == ["smolvlm-256m", "smolvlm-500m", "smolvlm-256m-fp16", "smolvlm-500m-fp16"]
    assert all("looks at pictures, English only, not here." in row for row in rows)
    assert "the first word comes about" in rows[0] and "words a second" in rows[0]


async def test_a_worker_that_dies_is_started_again_for_the_next_question(user: User, hub: FakeHub, models: Path) -> None:
    await pulled(user, hub)
    backend = made(models)
    try:
        async with contextlib.aclosing(backend.stream(prompt())) as events:
            await anext(events)
        assert backend.pid is not None
        os.kill(backend.pid, signal.SIGKILL)
        async with contextlib.aclosing(backend.stream(prompt())) as events:
            assert [event async for event in events]
    finally:
        await backend.aclose()
