"""The command line: what it offers, what it prints, and how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mmassist.cli import app

HEAVY = ("numpy", "cv2", "onnxruntime", "PySide6", "rapidocr", "PIL", "sounddevice", "dbus_fast", "Xlib", "pydantic")


@pytest.fixture(autouse=True)
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert all(name in shown for name in ("run", "describe", "outline", "doctor", "bench", "evaluate"))


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys\nfrom mmassist.cli import app\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_two_targets_are_one_too_many(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["describe", "--screen", "--image", str(tmp_path / "picture.png")])
    assert done.exit_code == 2
    assert "choose one of" in done.output


@pytest.mark.parametrize("command", [["describe", "--no-speak"], ["describe", "--screen", "--no-speak"], ["outline"], ["run"]])
def test_without_a_display_there_is_a_sentence_a_remedy_and_code_1(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "mmassist", *command, "--json"], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["error"] == "DesktopError"
    assert told["spoken"]
    assert told["remedy"]
    assert "Traceback" not in done.stderr


def test_a_missing_image_is_an_error_object(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mmassist", "describe", "--image", str(tmp_path / "none.png"), "--json", "--no-speak"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "ImageUnreadable"


def test_a_picture_is_described_without_a_display(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (600, 120), "white")
    ImageDraw.Draw(picture).text((20, 40), "Delivery on Tuesday", fill="black", font=ImageFont.load_default(28))
    picture.save(tmp_path / "note.png")
    command = [sys.executable, "-m", "mmassist", "describe", "--image", str(tmp_path / "note.png"), "--json", "--no-speak"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert "Delivery on Tuesday" in told["text"]
    assert "note.png" in told["gist"]
    assert told["lines"][0]["confidence"] > 0.5


def test_an_unknown_backend_is_an_error_object(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mmassist",
        "describe",
        "--image",
        str(tmp_path / "x.png"),
        "--backend",
        "nobody",
        "--json",
        "--no-speak",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["error"] == "BackendError"
    assert done.returncode == 1


def test_the_doctor_prints_every_part_as_json() -> None:
    done = CliRunner().invoke(app, ["doctor", "--json"])
    told = json.loads(done.stdout)
    assert not told["ok"]
    assert done.exit_code == 1
    assert {part["part"] for part in told["parts"]} >= {"onnxruntime", "text recogniser", "screen", "sound output", "voice espeak"}


def test_the_first_start_writes_the_settings_down(home: Path) -> None:
    from mmassist.cli import _written_down
    from mmassist.settings import Settings, load

    assert _written_down() is None
    assert load(home / "config" / "settings.toml") == (Settings(), None)
