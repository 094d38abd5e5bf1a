"""A second start of the app, and settings that another process has changed, over a real socket."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest

from mmassist.cli.common import InUse, model_in_use, put_to_use
from mmassist.desktop import command_wire as wire
from mmassist.desktop.command_client import hand_over
from mmassist.desktop.command_server import CommandServer
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.turn import Options
from mmassist.errors import SettingsError
from mmassist.values import Channel
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.twice import RUNS, Changes, declined, started_twice
from tests.fakes.parts import FakeParts

pytestmark = pytest.mark.skipif(not wire.folder(), reason="no sockets with a user at the other end")


async def nothing(model: str) -> bool:
    raise AssertionError(f"{model} was not asked for")


async def test_the_app_comes_to_the_front_and_both_say_so(home: object, capsys: pytest.CaptureFixture[str]) -> None:
    fakes, fronts, shown = FakeParts(), list[bool](), list[OwnWindow]()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    rooms = cast(Rooms, SimpleNamespace(engine=engine))
    server = CommandServer(started_twice(rooms, lambda: fronts.append(True), shown.append, Changes(lambda: None, nothing), declined))
    await server.start()
    try:
        assert await asyncio.to_thread(hand_over, ["run", "--print"]) == 0
        assert await asyncio.to_thread(hand_over, ["describe"]) is None
        assert await asyncio.to_thread(hand_over, ["run", "--window", "settings"]) == 0
    finally:
        await server.aclose()
        await engine.aclose()
    assert (fronts, shown) == ([True], [OwnWindow.SETTINGS])
    assert fakes.mouth.texts(Channel.SYSTEM) == [RUNS]
    assert capsys.readouterr().out == f"{RUNS}\n"


@pytest.mark.parametrize(("usable", "told"), [(True, InUse.NOW), (False, InUse.NOT)])
async def test_changed_settings_are_put_to_use_and_who_changed_them_hears_whether(home: object, usable: bool, told: InUse) -> None:
    def changed() -> None:
        if not usable:
            raise SettingsError("broken", "The settings file can't be used.", "Mend it.")

    fakes = FakeParts()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    rooms = cast(Rooms, SimpleNamespace(engine=engine))
    assert await asyncio.to_thread(put_to_use) is InUse.NO_APP
    server = CommandServer(started_twice(rooms, lambda: None, lambda window: None, Changes(changed, nothing), declined))
    await server.start()
    try:
        assert await asyncio.to_thread(put_to_use) is told
    finally:
        await server.aclose()
        await engine.aclose()
    assert fakes.mouth.texts(Channel.SYSTEM) == (["The settings file can't be used. Mend it."] if not usable else [])


async def test_who_pulled_a_model_hears_whether_the_app_uses_it_now(home: object) -> None:
    async def models(name: str) -> bool:
        return name == "whisper-base"

    engine = Engine(FakeParts().parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    rooms = cast(Rooms, SimpleNamespace(engine=engine))
    assert await asyncio.to_thread(model_in_use, "whisper-base") is InUse.NO_APP
    server = CommandServer(started_twice(rooms, lambda: None, lambda window: None, Changes(lambda: None, models), declined))
    await server.start()
    try:
        assert await asyncio.to_thread(model_in_use, "whisper-base") is InUse.NOW
        assert await asyncio.to_thread(model_in_use, "whisper-tiny") is InUse.NOT
    finally:
        await server.aclose()
        await engine.aclose()
