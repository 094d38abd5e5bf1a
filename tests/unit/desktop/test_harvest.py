"""Trees that lie, read over a fake of the bus: circles, things that are gone, children of two parents, endless depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from mmassist.desktop.assemble import assemble
from mmassist.desktop.atspi import Ref, Request
from mmassist.desktop.details import ask_details
from mmassist.desktop.harvest import Harvest
from mmassist.desktop.nodes import Vocabulary
from mmassist.values import Box, Outline
from tests.unit.desktop.raws import ENABLED

PROGRAM, FRAME, PANEL, BUTTON, LABEL, LIST, ITEM, PASSWORD = ":1.1", 23, 39, 43, 29, 31, 32, 40
FOCUSED = 1 << 12


@dataclass
class Thing:
    """`role` 0: it is gone, and answers nothing. `claims`: how many children it says to have, else as many as it has."""

    role: int
    name: str = ""
    children: Sequence[str] = ()
    states: int = ENABLED
    claims: int | None = None
    box: tuple[int, int, int, int] = (1, 1, 20, 20)


@dataclass
class Program:
    """Things by their paths, "/" being the window. Counts what it is asked."""

    things: Mapping[str, Thing]
    asked: int = field(default=0)

    async def ask(self, request: Request) -> Any:
        self.asked += 1
        thing = self.things.get(request.path, Thing(0))
        if not thing.role:
            return None
        match request.member:
            case "GetRole":
                return thing.role
            case "GetState":
                return [thing.states & 0xFFFFFFFF, thing.states >> 32]
            case "GetExtents":
                return list(thing.box)
            case "GetChildren":
                return [[PROGRAM, path] for path in thing.children]
            case "GetChildAtIndex":
                index: Any = request.arguments[0]
                return [PROGRAM, thing.children[index]] if index < len(thing.children) else None
            case "Get" if request.arguments[1] == "Name":
                return thing.name
            case "Get" if request.arguments[1] == "ChildCount":
                return len(thing.children) if thing.claims is None else thing.claims
        return None

    async def ask_all(self, requests: Sequence[Request]) -> list[Any]:
        return [await self.ask(request) for request in requests]


async def read(things: Mapping[str, Thing], focus: Ref | None = None, cap: int = 200, *, whole: bool = False) -> tuple[Outline, Program]:
    program, vocabulary = Program(things), Vocabulary.load()
    harvest = Harvest(program, vocabulary, cap, whole=whole)  # type: ignore[arg-type]
    await harvest.grow((PROGRAM, "/"), "showing", focus)
    await harvest.measure()
    await ask_details(program, harvest.nodes, focus, vocabulary.structure)  # type: ignore[arg-type]
    window = Box(0, 0, 400, 300)
    return assemble(harvest.root, vocabulary, window, focus, complete=harvest.complete, toolkit="")[0], program


def window(*children: str) -> Thing:
    return Thing(FRAME, "Window", children, box=(0, 0, 400, 300))


def names(outline: Outline) -> list[str]:
    return [node.name for node in outline.nodes]


async def test_a_circle_is_gone_round_once() -> None:
    things = {
        "/": window("/a"),
        "/a": Thing(PANEL, "A", ("/b",)),
        "/b": Thing(PANEL, "B", ("/a", "/", "/b", "/c")),
        "/c": Thing(BUTTON, "C"),
    }
    outline, program = await read(things)

    assert names(outline) == ["Window", "A", "B", "C"]
    assert program.asked < 60


async def test_a_child_of_two_parents_is_told_once() -> None:
    things = {"/": window("/a", "/b"), "/a": Thing(PANEL, "A", ("/c",)), "/b": Thing(PANEL, "B", ("/c",)), "/c": Thing(BUTTON, "C")}

    assert names((await read(things))[0]) == ["Window", "A", "C", "B"]


async def test_what_is_gone_leaves_the_rest() -> None:
    things = {"/": window("/gone", "/ok", "/gone too"), "/ok": Thing(BUTTON, "OK")}

    assert names((await read(things))[0]) == ["Window", "OK"]


@pytest.mark.parametrize("claims", [0, 1, 10, -5, 2**31 - 1])
async def test_a_wrong_number_of_children_ends(claims: int) -> None:
    things = {"/": window("/list", "/ok"), "/list": Thing(LIST, "List", ("/a", "/b"), claims=claims), "/ok": Thing(BUTTON, "OK")}
    things |= {f"/{name}": Thing(ITEM, name) for name in "ab"}
    outline, program = await read(things)

    assert "OK" in names(outline)
    assert program.asked < 2000


async def test_an_endless_chain_ends_at_the_cap_and_that_is_known() -> None:
    things = {"/": window("/1")} | {f"/{at}": Thing(PANEL, f"P{at}", (f"/{at + 1}",)) for at in range(1, 5000)}
    outline, _ = await read(things, cap=50)

    assert len(outline.nodes) == 50
    assert not outline.complete


async def test_of_several_that_claim_the_focus_one_has_it() -> None:
    things = {"/": window("/list", "/ok"), "/list": Thing(LIST, "List", ("/a",)), "/a": Thing(ITEM, "A", states=ENABLED | FOCUSED)}
    things["/ok"] = Thing(BUTTON, "OK", states=ENABLED | FOCUSED)
    outline, _ = await read(things)

    assert outline.nodes[outline.focus].name == "OK"
    assert sum("focused" in node.states for node in outline.nodes) == 1


async def test_a_focus_that_was_told_of_and_is_gone_is_none() -> None:
    outline, _ = await read({"/": window("/ok"), "/ok": Thing(BUTTON, "OK")}, focus=(PROGRAM, "/gone"))

    assert outline.focus == -1


async def test_a_label_of_a_page_is_looked_into_and_any_other_is_not() -> None:
    box = Thing(7, "Slice")
    page = {"/": window("/page"), "/page": Thing(95, "Page", ("/label",)), "/label": Thing(LABEL, "Slice it", ("/box",)), "/box": box}
    form = {"/": window("/label"), "/label": Thing(LABEL, "Slice it", ("/box",)), "/box": box}

    assert "Slice" in names((await read(page))[0])
    assert "Slice" not in names((await read(form))[0])


async def test_read_as_a_whole_a_field_for_a_password_beyond_the_cap_is_found() -> None:
    things = {"/": window(*(f"/{at}" for at in range(60)), "/secret")} | {f"/{at}": Thing(LABEL, f"L{at}") for at in range(60)}
    things["/secret"] = Thing(PASSWORD, "Password")

    cut, _ = await read(things, cap=50)
    whole, _ = await read(things, cap=50, whole=True)
    assert (cut.complete, "Password" in names(cut)) == (False, False)
    assert (whole.complete, "Password" in names(whole)) == (True, True)


@pytest.mark.parametrize(("container", "count"), [(PANEL, 1200), (LIST, 400)])
async def test_read_as_a_whole_a_crowd_keeps_no_field_for_a_password_back_wherever_it_stands(container: int, count: int) -> None:
    """It is in sight at the top, and the last but one of things that stand below what is in sight."""
    things = {"/": window("/crowd"), "/crowd": Thing(container, "Crowd", [f"/{at}" for at in range(count)], box=(0, 0, 400, 300))}
    things |= {f"/{at}": Thing(LABEL, f"L{at}", box=(0, 10 * at, 20, 9)) for at in range(count)}
    things[f"/{count - 2}"] = Thing(PASSWORD, "Password", box=(300, 10, 80, 20))

    outline, _ = await read(things, cap=5000, whole=True)
    assert outline.complete
    assert "Password" in names(outline)
    assert len(outline.nodes) < 100


async def test_read_as_a_whole_more_than_can_be_looked_at_is_said_to_be_missing() -> None:
    outline, program = await read({"/": window("/crowd"), "/crowd": Thing(PANEL, "Crowd", ("/a",), claims=1_000_000)}, whole=True)

    assert not outline.complete
    assert program.asked < 60
