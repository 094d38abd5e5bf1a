"""`mmassist settings`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mmassist.cli import app
from mmassist.each_setting import each
from mmassist.settings import Settings, load


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text('# mine\n[speech]\nrate = 250 # as I like it\n[privacy]\nsending = "local"\n')
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["settings", *arguments])


def test_every_setting_is_listed_with_its_sentence(file: Path) -> None:
    told = run().stdout
    for setting in each(Settings()):
        assert f"{setting.name} = " in told
        assert setting.help and setting.help in told
    assert "speech.rate = 250 (default: 300)\n    Words a minute. 80 to 900.\n" in told
    assert len(json.loads(run("list", "--json").stdout)["settings"]) == len(each(Settings()))


def test_they_are_searched_by_name_and_help(file: Path) -> None:
    assert [one["name"] for one in json.loads(run("search", "words minute", "--json").stdout)["settings"]] == [
        "speech.rate",
        "speech.system_rate",
    ]
    nothing = run("search", "rhubarb")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert nothing.stderr == "No setting's name or help holds: rhubarb.\n"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("speech.rate", "400", "400"),
        ("speech.language", "de", '"de"'),
        ("listen.hands_free", "true", "true"),
        ("describe.verbosity", "full", '"full"'),
        ("privacy.excluded", '["KeePass", "Bank"]', '["KeePass", "Bank"]'),
        ("privacy.programs", '{Firefox = "local"}', '{Firefox = "local"}'),
        ("answers.day_limit", "inf", "inf"),
        ("models.proxy", "http://127.0.0.1:8080", '"http://127.0.0.1:8080"'),
    ],
)
def test_one_is_changed_read_and_put_back(file: Path, name: str, value: str, told: str) -> None:
    assert run("set", name, value).stdout == f"{name} is now {told}.\n"
    assert run("get", name).stdout == f"{told}\n"
    assert load(file)[1] is None
    assert run("reset", name).exit_code == 0
    assert json.loads(run("get", name, "--json").stdout)["is_default"]


def test_what_the_user_wrote_around_it_stays(file: Path) -> None:
    run("set", "speech.rate", "400")
    assert file.read_text().startswith("# mine\n")
    assert "rate = 400 # as I like it\n" in file.read_text()
    assert load(file)[0].privacy.sending == "local"


@pytest.mark.parametrize(
    ("arguments", "spoken"),
    [
        (("set", "speech.rate", "5000"), "speech.rate can't be that"),
        (("set", "speech.rate", "fast"), "speech.rate can't be that"),
        (("set", "describe.verbosity", "chatty"), "describe.verbosity can't be that"),
        (("set", "speech.rat", "300"), "There is no setting called speech.rat."),
        (("get", "version"), "There is no setting called version."),
        (("reset", "nothing"), "There is no setting called nothing."),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_changed(file: Path, arguments: tuple[str, ...], spoken: str) -> None:
    before = file.read_text()
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert spoken in refused.stderr
    assert file.read_text() == before


def test_a_file_that_can_not_be_used_is_said_before_anything_is_written(file: Path) -> None:
    file.write_text("version = 99\n")
    refused = run("set", "speech.rate", "400")
    assert refused.exit_code == 1
    assert "newer mmassist" in refused.stderr
    assert file.read_text() == "version = 99\n"


def test_the_file_is_named(file: Path) -> None:
    assert run("path").stdout == f"{file}\n"
