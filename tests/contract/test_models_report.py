"""What `mmassist models` prints: a bar for the eye, sentences for the ear, rows that can be heard."""

from __future__ import annotations

from typing import Any

import pytest

from mmassist.cli.models_report import Ear, line
from mmassist.inference.store import Progress, Stage

_ROW: dict[str, Any] = {
    "name": "whisper-base",
    "kind": "whisper",
    "megabytes": 148,
    "languages": ["*"],
    "installed": False,
    "begun_bytes": 0,
    "fits_memory": True,
    "seconds": 0.84,
    "words_a_second": None,
    "speed": "quick",
    "recommended": True,
}


def hear(ear: Ear) -> None:
    for done in range(0, 101):
        ear.hear(Progress(Stage.PULLING, "whisper-base", "model.bin", done * 1_000_000, 100_000_000))
    ear.clear()


def test_on_a_terminal_there_is_a_bar_and_it_is_gone_in_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    hear(Ear(as_json=False, terminal=True))
    printed = capsys.readouterr()
    assert f"[{'#' * 4}{'.' * 36}]  10 % of 100 MB" in printed.err
    assert printed.err.endswith("\r" + " " * 70 + "\r")
    assert printed.out.startswith("10 percent, 10 of 100 megabytes.\n20 percent")


def test_without_a_terminal_there_are_sentences_alone(capsys: pytest.CaptureFixture[str]) -> None:
    hear(Ear(as_json=False, terminal=False))
    printed = capsys.readouterr()
    assert printed.err == ""
    assert len(printed.out.splitlines()) == 10


def test_a_note_has_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    Ear(as_json=False, terminal=False).hear(Progress(Stage.PULLING, "whisper-base", note="The connection was lost. Trying again."))
    assert capsys.readouterr().out == "The connection was lost. Trying again.\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {},
            "whisper-base: 148 megabytes, many languages, not here. "
            "Quick: what you say is understood about 0.8 seconds after you stop. Recommended.",
        ),
        (
            {"fits_memory": False, "recommended": False},
            "whisper-base: 148 megabytes, many languages, not here. Too large for the memory that is free.",
        ),
        (
            {"seconds": None, "speed": "speed not known", "recommended": False, "installed": True},
            "whisper-base: 148 megabytes, many languages, here. Speed not known.",
        ),
        (
            {"begun_bytes": 40_000_000, "languages": ["en"], "seconds": None, "speed": "quick on the graphics card"},
            "whisper-base: 148 megabytes, English only, 40 of it here. Quick on the graphics card. Recommended.",
        ),
        (
            {"kind": "vision", "name": "smolvlm-256m", "languages": ["en"], "seconds": 3.72, "words_a_second": 8.1, "recommended": False},
            "smolvlm-256m: 148 megabytes, looks at pictures, English only, not here. "
            "Quick: the first word comes about 3.7 seconds after you ask, then about 8 words a second.",
        ),
    ],
)
def test_a_row_can_be_heard(change: dict[str, Any], said: str) -> None:
    assert line(_ROW | change) == said
