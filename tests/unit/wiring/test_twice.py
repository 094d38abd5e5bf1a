"""A second start of the app, over a real socket."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest

from mmassist.desktop import command_wire as wire
from mmassist.desktop.command_client import hand_over
from mmassist.desktop.command_server import CommandServer
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.turn import Options
from mmassist.values import Channel
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.twice import RUNS, declined, started_twice
from tests.fakes.parts import FakeParts

pytestmark = pytest.mark.skipif(not wire.folder(), reason="no sockets with a user at the other end")


async def test_the_app_comes_to_the_front_and_both_say_so(home: object, capsys: pytest.CaptureFixture[str]) -> None:
    fakes, fronts, shown = FakeParts(), list[bool](), list[OwnWindow]()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    server = CommandServer(started_twice(cast(Rooms, SimpleNamespace(engine=engine)), lambda: fronts.append(True), shown.append, declined))
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
