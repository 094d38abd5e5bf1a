"""The commands that look through a camera, with numbered pictures in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import typer
from typer.testing import CliRunner

from mmassist.cli import camera
from mmassist.cli.read import read
from mmassist.values import Pixels
from tests.unit.perception.camera.pictures import photo, plain, sheet
from tests.unit.perception.camera.test_codes import qr

app = typer.Typer()
for command in (read, camera.find, camera.codes, camera.colour, camera.framing):
    app.command()(command)


def shown(folder: Path, picture: Pixels, count: int) -> str:
    for number in range(count):
        cv2.imwrite(str(folder / f"seen{number:02d}.png"), np.ascontiguousarray(picture[..., :3]))
    return str(folder / "seen%02d.png")


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, [*arguments, "--no-speak", "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_a_page_is_read(tmp_path: Path) -> None:
    code, told = run("read", "--camera", shown(tmp_path, photo().pixels, 40))
    assert (code, told["outcome"]) == (0, "read")
    assert told["text"].split() == sheet("label").words


def test_a_dark_picture_is_told_and_is_a_failure(tmp_path: Path) -> None:
    code, told = run("read", "--no-guide", "--camera", shown(tmp_path, plain(4), 8))
    assert (code, told["outcome"]) == (1, "dark")


def test_a_camera_that_is_not_there_is_told() -> None:
    code, told = run("read", "--camera", "97")
    assert (code, told["spoken"]) == (1, "There is no camera number 97.")


def test_a_code_is_told(tmp_path: Path) -> None:
    code, told = run("codes", "--camera", shown(tmp_path, qr("WIFI:T:WPA;S:Guest;P:s3cret;;"), 8))
    assert code == 0
    assert told["codes"] == [{"kind": "wifi", "text": "Guest"}]
    assert "s3cret" not in json.dumps(told)


def test_a_password_is_told_to_who_asks(tmp_path: Path) -> None:
    _, told = run("codes", "--password", "--camera", shown(tmp_path, qr("WIFI:T:WPA;S:Guest;P:s3cret;;"), 8))
    assert told["sentences"][0].endswith("Password: s3cret.")


def test_a_colour_is_told(tmp_path: Path) -> None:
    picture = plain(255).copy()
    picture[..., :3] = (30, 30, 200)
    assert run("colour", "--camera", shown(tmp_path, picture, 8))[1]["sentences"] == ["Red."]


def test_an_empty_chair_is_told(tmp_path: Path) -> None:
    assert run("framing", "--camera", shown(tmp_path, plain(120), 8))[1]["sentences"] == ["I see no face."]


def test_a_text_is_found(tmp_path: Path) -> None:
    code, told = run("find", sheet("label").words[0], "--camera", shown(tmp_path, photo().pixels, 12))
    assert (code, told["sightings"][0]["there"]) == (0, True), told
