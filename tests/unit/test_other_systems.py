"""The app where there is no Unix, no X and no D-Bus: processes on Linux that pretend, as far as that goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.conftest import ROOT
from tests.fakes.desks.pretend import write_into

_IMPORT_ALL = """
import importlib, pkgutil, sys
import mmassist

WINGS = ("mmassist.measure", "mmassist.evaluation", "mmassist.training", "mmassist.broker", "mmassist.__main__")
names = [one.name for one in pkgutil.walk_packages(mmassist.__path__, "mmassist.") if not one.name.startswith(WINGS)]
for name in names:
    importlib.import_module(name)
print(sys.platform, len(names))
"""


@pytest.fixture(params=["win32", "darwin"])
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pretended(system: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    write_into(folder)
    paths = os.pathsep.join((str(folder), str(ROOT)))
    environment = os.environ | {"MMASSIST_PRETEND": system, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        (sys.executable, *arguments), env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )


def test_all_of_the_app_is_imported(system: str, tmp_path: Path) -> None:
    done = pretended(system, tmp_path, "-c", _IMPORT_ALL)

    assert (done.stderr, done.stdout.split()[:1]) == ("", [system])
    assert int(done.stdout.split()[1]) > 200


def test_help_is_given(system: str, tmp_path: Path) -> None:
    done = pretended(system, tmp_path, "-m", "mmassist", "--help")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_picture_is_described_to_the_end(system: str, tmp_path: Path) -> None:
    picture = Image.new("RGB", (420, 120), "white")
    ImageDraw.Draw(picture).text((20, 40), "The disk is full.", fill="black", font_size=28)
    picture.save(tmp_path / "full.png")
    done = pretended(system, tmp_path, "-m", "mmassist", "describe", "--image", str(tmp_path / "full.png"), "--no-speak", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == "The disk is full."
