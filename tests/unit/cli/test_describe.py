"""Which target `mmassist describe` is told to look at."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from mmassist.cli import app
from mmassist.engine.record import Request
from mmassist.values import Box, Target, TargetKind, Turn
from mmassist.wiring import once


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What would have been described."""
    made: list[Request] = []

    async def describe_once(settings: object, request: Request, listeners: object, *, speak: bool) -> Turn:
        made.append(request)
        return Turn(1, "embedded", "", "", None, (), 0.0)

    monkeypatch.setattr(once, "describe_once", describe_once)
    return made


def describe(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["describe", "--no-speak", *arguments])


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        ((), Target()),
        (("--pointer",), Target(TargetKind.POINTER)),
        (("--focus",), Target(TargetKind.FOCUS)),
        (("--container",), Target(TargetKind.CONTAINER)),
        (("--region", "-1280,100,300,200"), Target(TargetKind.REGION, region=Box(-1280, 100, 300, 200))),
        (("--region", " 0, 0, 1, 1"), Target(TargetKind.REGION, region=Box(0, 0, 1, 1))),
        (("--monitor", "2"), Target(TargetKind.MONITOR, monitor=2)),
        (("--screen",), Target(TargetKind.SCREEN)),
        (("--clipboard",), Target(TargetKind.CLIPBOARD)),
        (("--image", "a.png"), Target(TargetKind.IMAGE, path="a.png")),
        (("--image", "a.png", "--image", "b c.png"), Target(TargetKind.IMAGE, path="a.png", more=("b c.png",))),
    ],
)
def test_the_target_is_what_was_chosen(requests: list[Request], arguments: tuple[str, ...], target: Target) -> None:
    assert describe(*arguments).exit_code == 0
    assert [request.target for request in requests] == [target]


@pytest.mark.parametrize("region", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,0,4", "1,2,3,-4", "1.5,2,3,4"])
def test_a_region_that_is_none_is_refused(requests: list[Request], region: str) -> None:
    done = describe("--region", region)
    assert done.exit_code == 2
    assert "--region wants" in done.output
    assert not requests


def test_two_targets_are_one_too_many(requests: list[Request]) -> None:
    done = describe("--pointer", "--focus")
    assert done.exit_code == 2
    assert "choose one of" in done.output
    assert not requests
