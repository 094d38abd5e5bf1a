"""`mmassist see`, as it is called: real workers, the real text recogniser, and models that always find the same."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from mmassist.cli import app
from tests.fakes.onnx_models import box_finder, colour_namer, models_folder, row

FIELD = ("text field", (150.0, 20.0, 380.0, 60.0), 0.9, ())
TOOL = ("icon button", (20.0, 100.0, 60.0, 140.0), 0.8, ("disabled",))
PLAIN = ("icon button", (100.0, 100.0, 140.0, 140.0), 0.7, ())


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A caption, a field with a word in it, and a red and a grey square."""
    pixels = np.full((160, 420, 3), 245, np.uint8)
    cv2.rectangle(pixels, (150, 20), (380, 60), (90, 90, 90), 1)
    for text, x in (("Surname", 20), ("Hopper", 160)):
        cv2.putText(pixels, text, (x, 48), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2, cv2.LINE_AA)
    cv2.rectangle(pixels, (15, 95), (65, 145), (0, 0, 255), -1)
    cv2.rectangle(pixels, (95, 95), (145, 145), (90, 90, 90), -1)
    path = tmp_path / "window.png"
    cv2.imwrite(str(path), pixels)
    return path


def see(picture: Path, models: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["see", "--image", str(picture), "--models", str(models), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_controls_are_listed_with_their_names(picture: Path, tmp_path: Path) -> None:
    models = models_folder(tmp_path, elements=box_finder(FIELD, TOOL, PLAIN), icons=colour_namer())
    found = json.loads(see(picture, models, "--json"))
    field, tool, plain = found["items"]
    assert (field["role"], field["name"], field["value"], field["named_by"]) == ("text field", "Surname", "Hopper", "caption")
    assert field["box"] == [150, 20, 231, 40]  # as far as its frame is drawn
    assert (tool["role"], tool["name"], tool["named_by"], tool["states"]) == ("icon button", "red", "icon", ["disabled"])
    assert (plain["name"], plain["named_by"]) == ("", "")
    assert 0 < plain["confidence"] <= 1
    assert {"text", "elements", "icons", "all"} == set(found["timings"])
    assert [line["text"] for line in found["lines"]] == ["Surname", "Hopper"]


def test_in_words_each_is_a_line(picture: Path, tmp_path: Path) -> None:
    models = models_folder(tmp_path, elements=box_finder(FIELD, TOOL), icons=colour_namer())
    assert see(picture, models).splitlines() == ["It looks like: form.", "Surname, text field, Hopper", "red, icon button, disabled"]


def test_what_cannot_be_a_control_is_not_told(picture: Path, tmp_path: Path) -> None:
    """As in a turn: a word on the bare ground is no field, however sure the detector is."""
    word = ("text field", (18.0, 24.0, 136.0, 56.0), 0.9, ())
    models = models_folder(tmp_path, elements=box_finder(FIELD, word), icons=colour_namer())
    found = json.loads(see(picture, models, "--json"))
    assert [(item["role"], item["name"]) for item in found["items"]] == [("text field", "Surname")]


def test_without_the_icons_it_says_so_and_goes_on(picture: Path, tmp_path: Path) -> None:
    models = models_folder(tmp_path, elements=box_finder(FIELD, TOOL))
    found = json.loads(see(picture, models, "--json"))
    assert [item["name"] for item in found["items"]] == ["Surname", ""]
    assert "missing" in found["trouble"]


def test_a_changed_detector_is_refused_with_a_remedy(picture: Path, tmp_path: Path) -> None:
    content = box_finder(FIELD)
    (tmp_path / "elements.onnx").write_bytes(content[:-1] + b"x")
    (tmp_path / "manifest.toml").write_text(row("elements", content, kind="elements"), "utf-8")
    done = CliRunner().invoke(app, ["see", "--image", str(picture), "--models", str(tmp_path), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["error"] == "ModelCorrupt"
    assert "Install mmassist again" in told["remedy"]
