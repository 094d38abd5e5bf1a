"""Whose work mmassist stands on: nobody is left out, and nobody is without a licence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import NormalizedName, canonicalize_name
from typer.testing import CliRunner

from mmassist.cli import app
from mmassist.inference import shipped
from mmassist.third_parties import UNKNOWN, Kind, ThirdParty, data_of, licence_of, needed, third_parties

ROOT = Path(__file__).parents[2]
WITHOUT_LICENCE: dict[str, str] = {}
"""Packages that are locked for the app and name no licence, each with the reason why it may be used all the same."""


@pytest.fixture(scope="module")
def found() -> list[ThirdParty]:
    return list(third_parties())


def locked() -> set[NormalizedName]:
    """The names in the lock of the app."""
    return set(map(canonicalize_name, re.findall(r"^([\w.-]+)==", (ROOT / "requirements/cpu.txt").read_text("utf-8"), re.MULTILINE)))


def test_each_locked_package_that_is_installed_is_there_with_a_licence(found: list[ThirdParty]) -> None:
    installed = {canonicalize_name(one.name) for one in metadata.distributions()}
    listed = {canonicalize_name(one.name): one for one in found if one.kind is Kind.PACKAGE}
    wanted = locked() & installed
    assert len(wanted) > 50
    assert wanted - listed.keys() == set()
    assert {name for name in wanted if listed[name].licence in ("", UNKNOWN)} == WITHOUT_LICENCE.keys()
    assert {name for name in wanted if not listed[name].version} == set()


def test_what_only_develops_and_trains_is_not_there(found: list[ThirdParty]) -> None:
    assert {one.name for one in found} & {"pytest", "mypy", "torch", "jiwer", "pycocoevalcap"} == set()


def test_each_model_that_ships_names_what_it_was_trained_on(found: list[ThirdParty]) -> None:
    models = [one for one in found if one.kind is Kind.MODEL]
    assert [one.name for one in models] == [row.name for row in shipped.every()]
    for model in models:
        # the captioner sees no pictures: it is made from what was seen in them
        told = model.name.startswith("captioner")
        assert "questions about" in model.made_from if told else "@mdi/svg" in {source.name for source in model.sources}
        assert all(source.licence for source in model.sources)


def test_the_page_s_libraries_are_there_as_locked(found: list[ThirdParty]) -> None:
    lock = json.loads((ROOT / "requirements/page/package-lock.json").read_text("utf-8"))["packages"]
    locked_versions = {name.removeprefix("node_modules/"): row["version"] for name, row in lock.items() if "noble" in name}
    assert {one.name: one.version for one in found if one.kind is Kind.PAGE} == locked_versions
    assert {one.licence for one in found if one.kind is Kind.PAGE} == {lock[f"node_modules/{name}"]["license"] for name in locked_versions}


def test_libraries_that_the_app_loads_are_there() -> None:
    text = (ROOT / "mmassist/resources/system_libraries.toml").read_text("utf-8")
    sources = "\n".join(
        path.read_text("utf-8")
        for room in ("speech", "capture", "perception", "desktop", "engine", "backends", "portals")
        for path in (ROOT / "mmassist" / room).rglob("*.py")
    )
    loaded = set(re.findall(r"\"(lib[\w-]+)(?:-\d[\w-]*)?\.so", sources))
    assert "libespeak-ng" in loaded
    assert {name for name in loaded if f'"{name}"' not in text} == set()


def test_what_two_packages_need_is_there_once() -> None:
    names = [one.name for one in needed("mmassist")]
    assert names.count("numpy") == 1
    assert "mmassist" not in names


class Told(metadata.Distribution):
    """A distribution that says of itself just what it is given."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    @property
    def metadata(self) -> Any:
        message = Message()
        for name, value in self._fields.items():
            message[name] = value
        return message

    def read_text(self, filename: str) -> str | None:
        return None

    def locate_file(self, path: Any) -> Any:
        return path


MIT = "License :: OSI Approved :: MIT License"
LGPL = "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)"


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License-Expression": "MIT AND PSF-2.0", "License": "other"}, "MIT AND PSF-2.0"),
        ({"License": "Apache-2.0", "Classifier": "License :: OSI Approved :: Apache Software License"}, "Apache-2.0"),
        ({"License": "LGPL", "Classifier": LGPL}, "GNU Lesser General Public License v2 or later (LGPLv2+)"),
        ({"License": "MIT", "Classifier": MIT}, "MIT"),
        ({"License": "MIT License\nCopyright (c) 2013", "Classifier": MIT}, "MIT License"),
        ({"License": "BSD 3-Clause\nCopyright (c) 2013"}, "BSD 3-Clause"),
        ({"Classifier": "License :: OSI Approved"}, UNKNOWN),
        ({"License": "UNKNOWN"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_a_licence_is_what_tells_most(fields: dict[str, str], licence: str) -> None:
    assert licence_of(Told(fields)) == licence


def test_a_card_without_data_says_nothing() -> None:
    assert data_of("# A model\n\n- Recipe: `cores`") == ""
    assert data_of("- Recipe: x\n- Data: icons from a (MIT)\n") == "icons from a (MIT)"


def test_the_command_prints_them_all() -> None:
    done = CliRunner().invoke(app, ["licences"])
    assert done.exit_code == 0
    assert "\nPython packages\n" in done.output
    assert re.search(r"^  numpy \S+: BSD-3-Clause", done.output, re.MULTILINE)
    assert "lucide-static (ISC)" in done.output
    assert re.search(r"^  eSpeak NG: GPL-3.0-or-later", done.output, re.MULTILINE)


def test_the_command_gives_an_object(found: list[ThirdParty]) -> None:
    told = json.loads(CliRunner().invoke(app, ["licences", "--json"]).stdout)["third_parties"]
    assert [one["name"] for one in told] == [one.name for one in found]
    assert told[0]["kind"] == "app"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_command_writes_a_file(options: list[str], tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["licences", *options]).stdout
    done = CliRunner().invoke(app, ["licences", *options, "--output", str(tmp_path / "list")])
    assert done.exit_code == 0
    written = (tmp_path / "list").read_text("utf-8")
    assert json.loads(written) == json.loads(printed) if options else written == printed


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["licences", "--output", str(tmp_path / "none" / "list")])
    assert done.exit_code == 1
    assert "could not be written: No such file or directory." in done.output
