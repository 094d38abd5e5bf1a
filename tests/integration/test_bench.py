"""`mmassist bench turn` on the real desktop, in short. What is slow on a busy machine is no error here: the figures are."""

from __future__ import annotations

from typing import Any

import pytest

from mmassist.measure.turn import PARTS, measure, table


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    wanted = {"question", "cold question", "grab"}
    return measure(3, tuple(part for part in PARTS if part.asked[0].key in wanted))


def test_every_figure_was_measured(report: dict[str, Any]) -> None:
    assert {figure["key"]: figure.get("failure") for figure in report["figures"]} == {"question": None, "cold question": None, "grab": None}


def test_each_press_gives_a_sample(report: dict[str, Any]) -> None:
    assert [figure["n"] for figure in report["figures"]] == [3, 3, 3]


def test_the_question_is_what_is_heard_first(report: dict[str, Any]) -> None:
    assert report["figures"][0]["details"]["utterance"] == "Do you want to save the changes before closing?"


def test_the_speaker_plays_what_the_app_says_that_it_plays(report: dict[str, Any]) -> None:
    figure = report["figures"][0]
    assert figure["min"] - min(figure["details"]["first_sample_by_the_app_ms"]) == pytest.approx(0, abs=60)


def test_the_cold_dialog_has_five_hundred_nodes(report: dict[str, Any]) -> None:
    assert min(report["figures"][1]["details"]["nodes"]) >= 490


def test_the_table_names_the_opponents(report: dict[str, Any]) -> None:
    assert "beside pyttsx3" in table(report) and "beside Pillow" in table(report)
