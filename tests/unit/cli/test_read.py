"""What `mmassist read` is asked for, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mmassist.backends.describer.reading import Unit
from mmassist.cli import app
from mmassist.engine.record import Reads, Request
from mmassist.values import Fault, Scene, Target, TargetKind, Turn
from mmassist.wiring import once
from tests.fakes.scenes import label, scene, table

BILL = scene("Bill", "notes", label("Dear Anna. Please pay."), table(["Article", "Price"], [["Soap", "2.50"]]))


class Once:
    """Stands for the turn: keeps what was asked for, and gives what it is told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.scene: Scene | None = BILL
        self.fault: Fault | None = None

    async def describe_once(self, settings: object, request: Request, listeners: object, *, speak: bool) -> Turn:
        self.requests.append(request)
        return Turn(1, "", "Bill, Notes.", "", self.scene, (), 0.0, fault=self.fault)


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Once:
    made = Once()
    monkeypatch.setattr(once, "describe_once", made.describe_once)
    return made


def read(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["read", "--no-speak", *arguments])


@pytest.mark.parametrize(
    ("arguments", "target"),
    [((), Target()), (("--pointer",), Target(TargetKind.POINTER)), (("--image", "a.png"), Target(TargetKind.IMAGE, path="a.png"))],
)
def test_the_target_is_what_was_chosen(turn: Once, arguments: tuple[str, ...], target: Target) -> None:
    assert read(*arguments).exit_code == 0
    assert [(request.target, request.read) for request in turn.requests] == [(target, Reads.ALL)]


def test_two_targets_are_one_too_many(turn: Once) -> None:
    assert read("--pointer", "--camera", "0").exit_code == 2
    assert not turn.requests


def test_it_is_read_by_what_was_chosen(turn: Once) -> None:
    assert [read("--by", unit.value).exit_code for unit in Unit] == [0] * len(Unit)
    assert [request.by for request in turn.requests] == list(Unit)


def test_another_unit_is_refused(turn: Once) -> None:
    assert read("--by", "page").exit_code == 2
    assert not turn.requests


def test_the_object_holds_the_units_with_their_places_and_rows_with_headers(turn: Once) -> None:
    told = json.loads(read("--json").stdout)
    assert [(unit["text"], unit["kind"], unit["block"]) for unit in told["units"]] == [
        ("Dear Anna.", "paragraph", 0),
        ("Please pay.", "paragraph", 0),
        ("Soap, Price 2.50", "row", 1),
    ]
    assert told["units"][0]["box"] == [10, 10, 120, 18]
    assert told["units"][2]["cells"] == [[{"header": "Article", "text": "Soap"}, {"header": "Price", "text": "2.50"}]]


def test_a_failure_is_a_sentence_and_an_exit_code(turn: Once) -> None:
    turn.fault = Fault("NoWindow", "No window is in front.", "Switch to a window.")
    done = read("--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["spoken"] == "No window is in front."


def test_a_picture_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = read("--image", str(tmp_path / "none.png"), "--json")
    assert done.exit_code == 1
    assert "spoken" in json.loads(done.stdout)


def test_a_window_is_scrolled_only_where_that_is_asked_for(turn: Once) -> None:
    assert read().exit_code == 0
    assert read("--scroll").exit_code == 0
    assert [request.scroll for request in turn.requests] == [False, True]


def test_only_a_window_can_be_scrolled(turn: Once) -> None:
    done = read("--scroll", "--screen")
    assert done.exit_code == 2
    assert "only the window in front" in done.output
    assert turn.requests == []
