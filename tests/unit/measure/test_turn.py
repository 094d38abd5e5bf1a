"""`mmassist bench turn`: a part that fails does not take the others with it; without a desktop it says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mmassist.errors import DesktopError
from mmassist.measure import own_desktop, turn
from mmassist.measure.commanded import ChildFailed, Commanded
from mmassist.measure.desk import Desks
from mmassist.measure.details import holds_words
from mmassist.measure.figures import Verdict
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.resources import group
from mmassist.measure.running import AppFailed
from mmassist.measure.series import Asked, Series
from mmassist.measure.sink import Sink

ASKED = Asked("press", "press to sound", "ms", 20)


def _no_desks() -> Desks:
    """For parts that open none."""
    return Desks(Keyboard.__new__(Keyboard), Sink(), floor=0.01)


def test_a_part_that_fails_is_reported_with_its_reason() -> None:
    def run(desks: Desks, series: Series, rounds: int) -> None:
        series.add("press", 12)
        raise AppFailed("the app has ended")

    (figure,) = turn.figures_of(turn.Part((ASKED,), run), _no_desks(), 3)
    assert (figure.samples.failure, figure.samples.values) == ("AppFailed: the app has ended", (12,))


def test_a_part_is_told_how_many_rounds_to_make() -> None:
    def run(desks: Desks, series: Series, rounds: int) -> None:
        series.rounds(rounds, lambda number: series.add("press", number))

    (figure,) = turn.figures_of(turn.Part((ASKED,), run), _no_desks(), 4)
    assert (figure.samples.values, figure.verdict) == ((0, 1, 2, 3), Verdict.MET)


def test_outside_a_checkout_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MMASSIST_DESKTOP", raising=False)
    monkeypatch.setattr(own_desktop, "_SCRIPT", tmp_path / "virtual-desktop.sh")
    with pytest.raises(DesktopError) as failed:
        turn.measure(3)
    assert "make setup-desktop" in failed.value.remedy


def test_a_desktop_that_does_not_come_up_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "virtual-desktop.sh"
    script.write_text("#!/bin/sh\nexit 70\n", "utf-8")
    script.chmod(0o755)
    monkeypatch.delenv("MMASSIST_DESKTOP", raising=False)
    monkeypatch.setattr(own_desktop, "_SCRIPT", script)
    with pytest.raises(DesktopError):
        turn.measure(3)


def test_every_figure_has_a_key_of_its_own() -> None:
    keys = [asked.key for part in turn.PARTS for asked in part.asked]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("said", "told"),
    [("Camera folder ladder.", True), ("Camera folder, and 12.", True), ("Read from the picture alone.", False), ("", False)],
)
def test_only_words_of_the_page_tell_the_page(said: str, told: bool) -> None:
    assert holds_words(said, ["Camera folder ladder", "Comment cabinet factory"]) is told


def test_a_process_is_found_in_its_group_with_its_memory() -> None:
    mine = next(process for process in group(os.getpgrp()) if process.pid == os.getpid())
    assert mine.rss > 1e6 and mine.cpu > 0


def test_a_child_that_ends_tells_why() -> None:
    with Commanded("mmassist.measure.opponents", "nobody") as child, pytest.raises(ChildFailed, match="KeyError: 'nobody'"):
        child.answer()


def test_a_child_that_does_not_answer_is_not_waited_for_for_ever() -> None:
    with Commanded("mmassist.inference.serve", "mmassist.perception.change") as child, pytest.raises(ChildFailed):
        child.answer(timeout=0.01)


def test_progress_stays_off_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    turn.figures_of(turn.Part((ASKED,), lambda desks, series, rounds: series.add("press", 1)), _no_desks(), 3)
    assert capsys.readouterr().out == ""
