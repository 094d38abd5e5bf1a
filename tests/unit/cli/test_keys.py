"""`mmassist keys`, where there is no desktop to try a key on."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mmassist.cli import app


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["keys", *arguments])


def kept(home: Path) -> dict[str, object]:
    keys: dict[str, object] = tomllib.loads((home / "config" / "settings.toml").read_text("utf-8"))["keys"]
    return keys


def test_it_lists_each_command_with_its_keys(home: Path) -> None:
    lines = run().stdout.splitlines()

    assert lines[0] == "Leader: Ctrl+Shift+F6, then a letter"
    assert lines[1].split(maxsplit=3) == ["describe", "d", "Ctrl+Shift+F1", "describe the window"]
    assert run("list").stdout.splitlines() == lines


def test_what_is_set_is_listed_kept_and_put_back(home: Path) -> None:
    assert run("set", "describe", "Shift+V").stdout == "describe has the letter Shift+V now.\n"
    assert kept(home)["letters"] == {"describe": "Shift+V"}
    listed = json.loads(run("--json").stdout)["keys"][0]
    assert (listed["commands"][0]["letter"], listed["problems"]) == ("Shift+V", [])

    assert run("reset", "describe").exit_code == 0
    assert kept(home)["letters"] == {}


def test_keys_of_a_program_are_listed_beneath(home: Path) -> None:
    run("set", "leader", "none", "--program", "Blender")
    text = run().stdout

    assert "In Blender:\nLeader: none" in text
    assert [one["program"] for one in json.loads(run("--json").stdout)["keys"]] == ["", "Blender"]


def test_a_letter_that_is_taken_is_refused_in_a_sentence(home: Path) -> None:
    result = run("set", "describe", "n", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["spoken"].startswith("The letter N is set twice.")
    assert not (home / "config" / "settings.toml").exists()


def test_a_check_tells_what_was_set_twice_by_hand(home: Path) -> None:
    assert run("check").stdout == "All keys are free for mmassist.\n"
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text('[keys.letters]\ndescribe = "n"\n')
    result = run("check", "--json")

    assert result.exit_code == 1
    assert [one["spoken"] for one in json.loads(result.stdout)["problems"]] == [
        "The letter N is set twice. It stays with: describe the window. Without a letter is: next item."
    ]
