"""`mmassist watch`: what it refuses before it looks."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner, Result

from mmassist.cli.watch import watch

APP = typer.Typer()
APP.command()(watch)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(APP, list(arguments))


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", "1,2,0,4", "1,2,3,-4", "1;2;3;4"])
def test_what_is_no_region_is_refused(region: str) -> None:
    assert run("read what is new", f"--region={region}").exit_code == 2


def test_one_target_at_a_time() -> None:
    assert run("read what is new", "--screen", "--camera", "0").exit_code == 2


def test_without_a_display_there_is_nothing_to_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    told = run("read what is new", "--no-speak", "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout.splitlines()[-1])["spoken"] == "There is no graphical session here."
