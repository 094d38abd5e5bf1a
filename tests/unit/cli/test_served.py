"""Command lines in the running app: what is done there, what is left to a process of its own, and where it is printed."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from mmassist.cli import app
from mmassist.cli.served import CommandLines, mattering, stamp
from mmassist.desktop.command_server import Asked, Caller
from mmassist.engine.engine import Listeners
from mmassist.engine.record import Request
from mmassist.errors import NoWindow
from mmassist.settings import Settings, load
from mmassist.values import Channel, Fault, Node, Outline, Priority, Role, Spoken, Target, TargetKind, Turn, Utterance, Window
from mmassist.wiring.serving import Guests
from tests.fakes.parts import WINDOW


class FakeCaller:
    """Takes what is said to it; goes away when it is told to, or before it could be accepted."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.asked = Asked(arguments, "/there", dict(os.environ) if environment is None else environment)
        self.is_waiting = True
        self.gone = asyncio.Event()
        self.taken = self.declined = False
        self.output = self.errors = ""
        self.code: int | None = None

    async def accept(self) -> bool:
        self.taken = True
        return self.is_waiting

    def decline(self) -> None:
        self.declined = True

    def out(self, text: str) -> None:
        self.output += text

    def error(self, text: str) -> None:
        self.errors += text

    def end(self, code: int) -> None:
        self.code = code

    async def left(self) -> None:
        await self.gone.wait()


class FakeGuests:
    """Answers every turn alike, or does as `behave` does."""

    can_see = False

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.spoke: list[bool] = []
        self.fault: Fault | None = None
        self.behave: Callable[[], Any] | None = None
        self.broken_off = False

    def can_ask(self, backend: str) -> bool:
        return backend == "embedded"

    async def turn(self, settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
        self.requests.append(request)
        self.spoke.append(speak)
        if self.behave is not None:
            try:
                await self.behave()
            except asyncio.CancelledError:
                self.broken_off = True
                raise
        listeners.spoken(Spoken(Utterance(1, "A dialog.", Channel.GIST, Priority.NORMAL), 0.0))
        return Turn(1, "embedded", "A dialog.", "", None, (), 0.0, fault=self.fault)

    async def outline(self) -> tuple[Window, Outline]:
        return WINDOW, Outline((Node(Role.WINDOW, "Untitled 1", -1),), -1, True, 0.0, "gtk")


class Stage:
    """An app with these guests."""

    def __init__(self, folder: Path) -> None:
        self.guests = FakeGuests()
        self.lines = CommandLines(app, Settings(), folder)

    async def serve(self, caller: FakeCaller) -> FakeCaller:
        async with asyncio.timeout(20):
            await self.lines.serve(cast(Guests, self.guests))(cast(Caller, caller))
        return caller

    async def typed(self, *arguments: str) -> FakeCaller:
        return await self.serve(FakeCaller(*arguments))


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    (home / "config").mkdir()
    made = Stage(home / "config")
    yield made
    made.lines.close()


async def test_a_turn_is_printed_as_json_and_ends_well(stage: Stage) -> None:
    done = await stage.typed("describe", "--no-speak", "--json")
    assert json.loads(done.output)["gist"] == "A dialog."
    assert (done.code, done.errors, stage.guests.spoke) == (0, "", [False])


async def test_what_is_spoken_is_printed_where_it_is_asked_for(stage: Stage) -> None:
    done = await stage.typed("describe", "--print")
    assert (done.output, done.code, stage.guests.spoke) == ("A dialog.\n", 0, [True])


async def test_a_question_is_asked(stage: Stage) -> None:
    done = await stage.typed("ask", "What is it?", "--json")
    assert json.loads(done.output)["said"] == ["A dialog."]
    assert [request.question for request in stage.guests.requests] == ["What is it?"]


async def test_the_outline_is_printed(stage: Stage) -> None:
    assert (await stage.typed("outline")).output == "window, Untitled 1\n"


async def test_a_file_is_the_one_that_was_meant_where_it_was_typed(stage: Stage) -> None:
    await stage.typed("describe", "--image", "a.png", "--image", "/b.png")
    assert stage.guests.requests[0].target == Target(TargetKind.IMAGE, path="/there/a.png", more=("/b.png",))


async def test_a_turn_that_failed_ends_with_its_sentence(stage: Stage) -> None:
    stage.guests.fault = Fault("NoWindow", "No window is in front.", "Switch to one.")
    done = await stage.typed("describe")
    assert (done.code, done.output, done.errors) == (1, "", "No window is in front. Switch to one.\n")


async def test_an_error_is_printed_as_json_too(stage: Stage) -> None:
    async def fails() -> None:
        raise NoWindow("none")

    stage.guests.behave = fails
    done = await stage.typed("describe", "--json")
    assert (done.code, json.loads(done.output)["error"]) == (1, "NoWindow")


@pytest.mark.parametrize(
    "arguments",
    [
        ("describe", "--camera", "0"),
        ("describe", "--backend", "gpt"),
        ("describe", "--bogus"),
        ("describe", "--pointer", "--focus"),
        ("ask",),
        ("ask", "--voice"),
        ("see", "--image", "a.png"),
    ],
)
async def test_what_wants_a_process_of_its_own_is_left_to_it(stage: Stage, arguments: tuple[str, ...]) -> None:
    done = await stage.typed(*arguments)
    assert (done.declined, done.taken, done.output, done.errors, done.code) == (True, False, "", "", None)
    assert stage.guests.requests == []


async def test_after_the_settings_were_changed_commands_run_by_themselves(stage: Stage, home: Path) -> None:
    (home / "config" / "settings.toml").write_text("version = 2\n", "utf-8")
    assert (await stage.typed("describe")).declined


async def test_another_environment_is_left_to_itself(stage: Stage) -> None:
    done = await stage.serve(FakeCaller("describe", environment={**os.environ, "MMASSIST_SPEECH__RATE": "400"}))
    assert done.declined


async def test_a_command_that_waits_no_more_is_not_done(stage: Stage) -> None:
    caller = FakeCaller("describe")
    caller.is_waiting = False
    await stage.serve(caller)
    assert stage.guests.requests == []


async def test_a_command_that_goes_away_breaks_its_turn_off(stage: Stage) -> None:
    caller = FakeCaller("describe")

    async def waits() -> None:
        caller.gone.set()
        await asyncio.sleep(60)

    stage.guests.behave = waits
    await stage.serve(caller)
    assert stage.guests.broken_off


async def test_an_app_that_ends_breaks_the_turn_off(stage: Stage) -> None:
    begun = asyncio.Event()

    async def waits() -> None:
        begun.set()
        await asyncio.sleep(60)

    stage.guests.behave = waits
    serving = asyncio.create_task(stage.serve(FakeCaller("describe")))
    await begun.wait()
    serving.cancel()
    await asyncio.wait([serving])
    assert stage.guests.broken_off


async def test_commands_are_served_side_by_side(stage: Stage) -> None:
    both = asyncio.Barrier(2)
    stage.guests.behave = both.wait
    done = await asyncio.gather(stage.typed("describe"), stage.typed("describe"))
    assert [one.code for one in done] == [0, 0]


def test_of_the_environment_only_that_counts_which_matters() -> None:
    environment = {
        "DISPLAY": ":1",
        "MMASSIST_HOME": "/h",
        "OPENAI_API_KEY": "k",
        "https_proxy": "p",
        "LS_COLORS": "x",
        "MMASSIST_EMPTY": "",
    }
    assert set(mattering(environment)) == {"DISPLAY", "MMASSIST_HOME", "OPENAI_API_KEY", "https_proxy"}


def test_a_file_of_settings_that_comes_or_changes_is_noticed(tmp_path: Path) -> None:
    before = stamp(tmp_path)
    (tmp_path / "presets.toml").write_text("", "utf-8")
    after = stamp(tmp_path)
    (tmp_path / "presets.toml").write_text("[brief]", "utf-8")
    assert len({before, after, stamp(tmp_path)}) == 3


async def test_settings_that_the_app_has_put_to_use_are_its_own_from_then_on(stage: Stage, home: Path) -> None:
    (home / "config" / "settings.toml").write_text("version = 2\n[speech]\nrate = 250\n", "utf-8")
    assert (await stage.typed("describe", "--no-speak")).declined
    stage.lines.use(load(home / "config" / "settings.toml")[0])
    assert (await stage.typed("describe", "--no-speak")).code == 0
