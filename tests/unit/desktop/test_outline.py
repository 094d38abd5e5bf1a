"""What was read of a window before, and whether it still holds, over a fake of the bus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from mmassist.desktop import atspi
from mmassist.desktop import outline as outlines
from mmassist.desktop.atspi import Ref, Request
from mmassist.desktop.outline import OutlineReader
from mmassist.values import Box, Outline, Role, Window
from tests.unit.desktop.test_harvest import PROGRAM, Program, Thing, window

PASSWORD, ENTRY, LABEL = 40, 79, 29
WINDOW = Window(id=1, title="Window", program="program", pid=7, box=Box(0, 0, 400, 300))


class Bus(Program):
    """`brings`: events that come before the answer to what is asked, each with its interface, member and first words."""

    connected = True
    brings: Sequence[tuple[str, str, Sequence[object]]] = ()

    def listen(self, heard: Callable[[Any], None]) -> None:
        self._heard = heard

    async def ask(self, request: Request) -> Any:
        for interface, member, body in self.brings:
            self._heard(SimpleNamespace(sender=PROGRAM, path="/other", interface=interface, member=member, body=body))
        return await super().ask(request)

    def match(self, rule: str) -> None: ...

    def unmatch(self, rule: str) -> None: ...

    async def register(self, events: tuple[str, ...]) -> None: ...


class Programs:
    async def of(self, window: Window) -> list[Ref]:
        return [(PROGRAM, "/")]

    async def frame(self, window: Window, roots: list[Ref]) -> Ref:
        return PROGRAM, "/"

    async def toolkit(self, program: str) -> str:
        return "Qt"


def reader(monkeypatch: pytest.MonkeyPatch, things: dict[str, Thing]) -> OutlineReader:
    async def connect() -> Bus:
        return Bus(things)

    monkeypatch.setattr(atspi.Bus, "connect", connect)
    monkeypatch.setattr(outlines, "Programs", lambda bus, vocabulary: Programs())
    return OutlineReader()


def place(outline: Outline | None, role: Role) -> Box | None:
    assert outline is not None
    return next(node.box for node in outline.nodes if node.role is role)


@pytest.mark.parametrize(("number", "role"), [(PASSWORD, Role.PASSWORD), (ENTRY, Role.TEXT_FIELD)])
async def test_a_field_that_moved_without_an_event_is_told_where_it_is(monkeypatch: pytest.MonkeyPatch, number: int, role: Role) -> None:
    things = {"/": window("/label", "/field"), "/label": Thing(LABEL, "Sign in"), "/field": Thing(number, "Field", box=(20, 40, 200, 30))}
    read = reader(monkeypatch, things)
    assert place(await read.read(WINDOW), role) == Box(20, 40, 200, 30)
    things["/field"].box = (90, 160, 200, 30)

    assert read.warm(WINDOW) is None
    assert place(await read.read(WINDOW), role) == Box(90, 160, 200, 30)


async def test_a_field_that_moved_with_its_window_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    things = {"/": window("/field"), "/field": Thing(PASSWORD, "Field", box=(20, 40, 200, 30))}
    read = reader(monkeypatch, things)
    first = await read.read(WINDOW)
    things["/"].box, things["/field"].box = (100, 50, 400, 300), (120, 90, 200, 30)
    moved = Window(id=1, title="Window", program="program", pid=7, box=Box(100, 50, 400, 300))
    second = await read.read(moved)

    assert first is not None
    assert second is not None
    assert (place(second, Role.PASSWORD), second.at) == (Box(120, 90, 200, 30), first.at)


CHANGED = (atspi.OBJECT_EVENTS, "StateChanged", ["enabled", 0])
FOCUSED = (atspi.OBJECT_EVENTS, "StateChanged", ["focused", 1])
AWAY = (atspi.WINDOW_EVENTS, "Deactivate", [""])


@pytest.mark.parametrize(
    ("events", "is_kept", "focus"), [((CHANGED, AWAY), True, ""), ((CHANGED,), False, ""), ((AWAY, FOCUSED), True, "Other")]
)
async def test_what_changes_because_a_key_was_taken_is_no_change(
    monkeypatch: pytest.MonkeyPatch, events: tuple[Any, ...], is_kept: bool, focus: str
) -> None:
    things = {"/": window("/field", "/other"), "/field": Thing(ENTRY, "Field", box=(20, 40, 200, 30)), "/other": Thing(ENTRY, "Other")}
    read = reader(monkeypatch, things)
    first = await read.read(WINDOW)
    monkeypatch.setattr(Bus, "brings", events)
    second = await read.read(WINDOW)
    assert first is not None
    assert second is not None
    assert (second.at == first.at) is is_kept
    assert (second.nodes[second.focus].name if second.focus >= 0 else "") == focus


async def test_places_of_before_a_move_that_the_program_was_told_late_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    things = {"/": window("/field"), "/field": Thing(PASSWORD, "Field", box=(20, 40, 200, 30))}
    read = reader(monkeypatch, things)
    moved = Window(id=1, title="Window", program="program", pid=7, box=Box(30, 0, 400, 300))
    assert place(await read.read(moved), Role.PASSWORD) == Box(20, 40, 200, 30)
    things["/"].box, things["/field"].box = (30, 0, 400, 300), (50, 40, 200, 30)
    assert place(await read.read(moved), Role.PASSWORD) == Box(50, 40, 200, 30)


async def test_a_label_that_moved_without_an_event_is_found_where_it_is_by_who_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    things = {"/": window("/label"), "/label": Thing(LABEL, "4111 1111 1111 1111", box=(20, 40, 200, 30))}
    read = reader(monkeypatch, things)
    assert place(await read.read(WINDOW), Role.LABEL) == Box(20, 40, 200, 30)
    things["/label"].box = (20, 90, 200, 30)
    assert place(await read.read(WINDOW, anew=True), Role.LABEL) == Box(20, 90, 200, 30)
