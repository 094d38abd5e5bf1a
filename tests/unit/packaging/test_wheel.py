"""The wheel: what is in it, and that it works by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.conftest import ROOT

TOOLS = ROOT / ".tools" / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without the network; what builds it is in an environment of its own."""
    if not TOOLS.exists():
        pytest.skip("the tools of set-up are not here")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run((TOOLS, "-m", "hatchling", "build", "-t", "wheel", "-d", folder), cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_all_that_the_code_reads_is_in_it(names: set[str]) -> None:
    data = {".toml", ".svg", ".md", ".onnx", ".css", ".js", ".typed"}
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "mmassist").rglob("*") if path.suffix in data}

    assert len(ours) > 40
    assert ours - names == set()


def test_the_small_models_are_in_it(names: set[str]) -> None:
    manifest = tomllib.loads((ROOT / "mmassist" / "models" / "manifest.toml").read_text("utf-8"))
    files = {str(row["file"]) for rows in manifest.values() if isinstance(rows, list) for row in rows}

    assert files
    assert {f"mmassist/models/{file}" for file in files} <= names


def test_nothing_else_is_in_it(names: set[str]) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"mmassist"}
    assert not any("__pycache__" in name for name in names)


def test_it_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    picture = Image.new("RGB", (420, 120), "white")
    ImageDraw.Draw(picture).text((20, 40), "The disk is full.", fill="black", font_size=28)
    picture.save(tmp_path / "full.png")
    environment = os.environ | {"PYTHONPATH": str(site)}

    def run(*arguments: str) -> str:
        command = (sys.executable, "-P", *arguments)
        return subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert Path(run("-c", "import mmassist; print(mmassist.__file__)").strip()).is_relative_to(site)
    assert "describe" in run("-m", "mmassist", "--help")
    told = json.loads(run("-m", "mmassist", "describe", "--image", "full.png", "--no-speak", "--json"))
    assert told["text"] == "The disk is full."
