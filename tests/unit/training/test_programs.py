"""Which real programs the detector learns from, and how they are dressed."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from mmassist.evaluation.eyes import programs as evaluation
from mmassist.measure.looking import entries
from mmassist.training.config import Config, ProgramRendering
from mmassist.training.faults import TrainingError
from mmassist.training.screens.dress import some_dress
from mmassist.training.screens.programs import TABLE, render_programs

PACKAGING = Path(__file__).parents[3] / "packaging"


def silent(_line: str) -> None:
    return


def packages(name: str) -> set[str]:
    return set(re.sub("#.*", "", (PACKAGING / name).read_text("utf-8")).split())


def test_no_program_that_is_evaluated_is_learnt_from() -> None:
    judged = evaluation.entries()
    assert not {entry.package for entry in entries(TABLE)} & {entry.package for entry in judged}
    assert not {Path(entry.argv[0]).name for entry in entries(TABLE)} & {entry.argv[0] for entry in judged}
    assert not packages("debian-programs.txt") & packages("debian-evaluation.txt")


def test_each_window_is_told_by_its_name_and_its_program_can_be_installed() -> None:
    table = entries(TABLE)
    assert len({entry.name for entry in table}) == len(table)
    assert {entry.package for entry in table} <= packages("debian-programs.txt")


def test_there_are_many_windows_of_many_programs() -> None:
    table = entries(TABLE)
    assert len(table) >= 35
    assert len({entry.argv[0] for entry in table}) >= 20


def test_one_seed_gives_one_dress(tmp_path: Path) -> None:
    one, other = (some_dress(np.random.default_rng(4), tmp_path) for _ in range(2))
    assert one == other


def test_programs_wear_many_dresses(tmp_path: Path) -> None:
    dresses = [some_dress(np.random.default_rng(seed), tmp_path) for seed in range(60)]
    for name in ("GTK_THEME", "GDK_DPI_SCALE", "QT_STYLE_OVERRIDE", "QT_FONT_DPI"):
        assert len({dress.environment[name] for dress in dresses}) > 3
    assert {dress.size is None for dress in dresses} == {True, False}


def test_icon_themes_are_found_where_they_were_unpacked_to(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    assert "XDG_DATA_DIRS" not in some_dress(rng, tmp_path).environment
    (tmp_path / "usr/share").mkdir(parents=True)
    assert some_dress(rng, tmp_path).environment["XDG_DATA_DIRS"].startswith(f"{tmp_path}/usr/share:")


def test_without_looks_to_be_taken_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="no looks"):
        render_programs(config, silent)


def test_no_keys_are_pressed_on_a_user_s_own_desktop(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMASSIST_DESKTOP", raising=False)
    with pytest.raises(TrainingError, match=r"virtual-desktop\.sh"):
        render_programs(dataclasses.replace(config, programs=ProgramRendering(looks=1, cuts=1)), silent)
