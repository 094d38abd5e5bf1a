"""Another speech model while the app runs: the next thing said is understood by it, and the one before ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.hearing import Hearing
from mmassist.engine.supervisor import Audience, Supervisor
from mmassist.engine.turn import Options
from mmassist.inference.keeping import Keeper
from mmassist.inference.store import Folder
from mmassist.measure.pulling import NAME, content
from mmassist.perception.hearing import late
from mmassist.perception.hearing.whisper_transcriber import Guard
from mmassist.settings import ListenSettings
from mmassist.values import Channel, Fault
from mmassist.wiring.models import open_store
from mmassist.wiring.recogniser import Recogniser
from mmassist.wiring.rooms import Warmer
from tests.fakes.parts import FakeParts
from tests.fakes.transcriber import FakeTranscriber


class Loaded(FakeTranscriber):
    trouble: Fault | None = None

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.name = folder.name
        self.ended = False

    async def aclose(self) -> None:
        self.ended = True


class Listening:
    """Understands something until it is `done`."""

    def __init__(self) -> None:
        self.done = asyncio.Event()

    async def over(self) -> None:
        await self.done.wait()


class Stage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fakes = FakeParts()
        self.loaded: list[Loaded] = []
        self.hearing = Listening()
        self.engine = Engine(self.fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
        self.warmer = Warmer(self.engine)
        supervisor = Supervisor(Audience(self.engine.fault, lambda text: None, lambda parts: None))
        self.recogniser = Recogniser(open_store(), self.engine, supervisor.part("speech"), self.warmer, ListenSettings())
        self.recogniser.warm()

    def load(self, folder: Path, *, keeper: Keeper, guard: Guard) -> Loaded:
        self.loaded.append(Loaded(folder))
        return self.loaded[-1]

    @property
    def ended(self) -> list[bool]:
        return [one.ended for one in self.loaded]

    def use(self, model: str) -> None:
        (self.folder / model).mkdir(exist_ok=True)
        self.recogniser.use(ListenSettings(model=str(self.folder / model)), cast(Hearing, self.hearing))

    async def pull(self) -> None:
        """Whisper tiny, by another process."""
        source = self.folder / "stick"
        source.mkdir()
        for name, data in content(20_000).items():
            (source / Path(name).name).write_bytes(data)
        await open_store().pull(NAME, Folder(source), lambda progress: None)

    async def renew(self, changed: str = NAME) -> str:
        return await self.recogniser.renew(cast(Hearing, self.hearing), changed)

    async def until(self, names: list[str]) -> None:
        async with asyncio.timeout(10):
            while [one.name for one in self.loaded] != names:  # noqa: ASYNC110 - loading tells nobody
                await asyncio.sleep(0.005)


@pytest.fixture
async def stage(home: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    monkeypatch.setattr(late, "WhisperTranscriber", made.load)
    yield made
    await made.warmer.aclose()
    await made.recogniser.aclose()
    await made.engine.aclose()


async def test_a_model_that_was_set_is_loaded_where_there_was_none(stage: Stage) -> None:
    stage.use("small")
    await stage.until(["small"])


async def test_the_model_before_ends_only_once_nothing_is_being_understood(stage: Stage) -> None:
    stage.use("small")
    await stage.until(["small"])
    stage.use("large")
    await stage.until(["small", "large"])
    assert stage.ended == [False, False]
    stage.hearing.done.set()
    async with asyncio.timeout(10):
        while stage.ended != [True, False]:  # noqa: ASYNC110 - its end tells nobody
            await asyncio.sleep(0.005)


async def test_at_the_end_of_the_app_all_end(stage: Stage) -> None:
    stage.use("small")
    await stage.until(["small"])
    stage.use("large")
    await stage.until(["small", "large"])
    await stage.warmer.aclose()
    await stage.recogniser.aclose()
    assert stage.ended == [True, True]


async def test_a_model_that_is_not_there_is_heard(stage: Stage) -> None:
    stage.recogniser.use(ListenSettings(model="whisper-nowhere"), cast(Hearing, stage.hearing))
    async with asyncio.timeout(10):
        while not stage.fakes.mouth.texts(Channel.SYSTEM):  # noqa: ASYNC110 - the mouth tells nobody
            await asyncio.sleep(0.005)
    assert not stage.loaded


async def test_a_model_that_is_pulled_is_used_at_once_and_named_when_it_is_loaded(stage: Stage) -> None:
    assert await stage.renew() == ""
    await stage.pull()
    assert await stage.renew() == NAME
    async with asyncio.timeout(10):
        while not stage.fakes.mouth.texts(Channel.SYSTEM):  # noqa: ASYNC110 - the mouth tells nobody
            await asyncio.sleep(0.005)
    assert stage.fakes.mouth.texts(Channel.SYSTEM) == ["Whisper tiny understands what you say from now on."]
    assert await stage.renew() == NAME
    assert [one.name for one in stage.loaded] == [NAME]


async def test_a_model_that_is_removed_is_let_go_of_and_without_any_commands_go_on(stage: Stage) -> None:
    await stage.pull()
    await stage.renew()
    await stage.until([NAME])
    open_store().remove(NAME)
    assert await stage.renew() == ""
    stage.hearing.done.set()
    async with asyncio.timeout(10):
        while stage.ended != [True]:  # noqa: ASYNC110 - its end tells nobody
            await asyncio.sleep(0.005)
    await stage.warmer.aclose()
    assert len(stage.fakes.mouth.texts(Channel.SYSTEM)) <= 1


async def test_a_model_of_the_users_own_folder_stays_whatever_is_pulled(stage: Stage) -> None:
    stage.use("small")
    await stage.until(["small"])
    await stage.pull()
    assert await stage.renew() == str(stage.folder / "small")
    assert [one.name for one in stage.loaded] == ["small"]


async def test_a_model_of_another_kind_changes_nothing_of_what_understands_the_user(stage: Stage) -> None:
    stage.recogniser.use(ListenSettings(model="whisper-small"), cast(Hearing, stage.hearing))
    async with asyncio.timeout(10):
        while not stage.fakes.mouth.texts(Channel.SYSTEM):  # noqa: ASYNC110 - the mouth tells nobody
            await asyncio.sleep(0.005)
    before = stage.recogniser._now
    assert await stage.renew("smolvlm-256m") == ""
    assert stage.recogniser._now is before  # else it would be told again that it is missing
