"""Support sessions by the command line, over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import cast

import pytest

from mmassist.desktop import command_wire as wire
from mmassist.desktop.command_client import hand_over
from mmassist.desktop.command_server import CommandServer
from mmassist.dialogue.commands import Match
from mmassist.engine.doing import Doing
from mmassist.engine.support.session import Support
from mmassist.errors import SupportError
from mmassist.wiring.helped import helped
from mmassist.wiring.twice import declined

pytestmark = pytest.mark.skipif(not wire.folder(), reason="no sockets with a user at the other end")


@dataclass
class FakeApp:
    did: list[str] = field(default_factory=list)
    does: bool = True
    rest: str = ""
    link: str = "https://help.example.org/#1.room.secret"

    def do(self, match: Match, at: float) -> bool:
        self.did.append(match.name)
        self.rest = match.rest
        return self.does

    async def invitation(self) -> str:
        if not self.link:
            raise SupportError("none", "No invitation could be made.", "mmassist has said why.")
        return self.link


@pytest.fixture
async def app(home: object) -> AsyncIterator[FakeApp]:
    app = FakeApp()
    server = CommandServer(helped(cast(Doing, app), cast(Support, app), declined))
    await server.start()
    yield app
    await server.aclose()


async def test_an_invitation_is_made_and_printed(app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(hand_over, ["support", "invite"]) == 0
    assert capfd.readouterr().out == f"{app.link}\n"
    assert await asyncio.to_thread(hand_over, ["support", "invite", "--code", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"invitation": app.link}
    assert app.did == ["invite", "invite-code"]


async def test_what_is_written_goes_to_the_helper(app: FakeApp) -> None:
    assert await asyncio.to_thread(hand_over, ["support", "write", "Which button?"]) == 0
    assert (app.did, app.rest) == (["tell-helper"], "Which button?")
    assert await asyncio.to_thread(hand_over, ["support", "share", "--monitor"]) == 0
    assert await asyncio.to_thread(hand_over, ["support", "control", "--json"]) == 0
    assert app.did[1:] == ["share-monitor", "give-control"]


async def test_a_helper_is_let_in_turned_away_and_ended(app: FakeApp) -> None:
    for word in ("admit", "refuse", "end"):
        assert await asyncio.to_thread(hand_over, ["support", word]) == 0
    assert app.did == ["admit", "refuse", "end-help"]


async def test_what_is_not_done_ends_with_an_exit_code(app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    app.does = False
    assert await asyncio.to_thread(hand_over, ["support", "admit"]) == 1
    app.does, app.link = True, ""
    assert await asyncio.to_thread(hand_over, ["support", "invite"]) == 1
    assert "No invitation could be made." in capfd.readouterr().err


async def test_all_else_is_left_to_the_command_itself(app: FakeApp) -> None:
    for words in (["support", "log"], ["support", "broker", "--port", "1"], ["support"], ["describe"]):
        assert await asyncio.to_thread(hand_over, words) is None
    assert app.did == []
