"""Which real programs the captioner is asked about, and by which it is judged."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from mmassist.evaluation.eyes import programs as evaluation
from mmassist.inference import shipped
from mmassist.measure.looking import Entry, entries
from mmassist.training.captioner.looking import JUDGED_TABLE, PACKAGES, TABLE, look_at_programs
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.screens import programs as detector

PACKAGING = Path(__file__).parents[4] / "packaging"
UNSEEN = Path(evaluation.__file__).with_name("unseen.toml")


def silent(_line: str) -> None:
    return


def named(table: tuple[Entry, ...]) -> set[str]:
    """Packages, and what is started."""
    return {entry.package for entry in table} | {Path(entry.argv[0]).name for entry in table}


def packages(name: str) -> set[str]:
    return set(re.sub("#.*", "", (PACKAGING / name).read_text("utf-8")).split())


@pytest.mark.parametrize("table", [TABLE, JUDGED_TABLE])
def test_no_program_that_is_evaluated_or_that_the_detector_learnt_from_is_asked_about(table: Path) -> None:
    ours = named(entries(table))
    assert not ours & named(evaluation.entries())
    assert not ours & named(entries(UNSEEN))
    assert not ours & named(entries(detector.TABLE))


def test_no_program_that_it_is_judged_by_is_learnt_from() -> None:
    assert not named(entries(TABLE)) & named(entries(JUDGED_TABLE))
    assert len({entry.package for entry in entries(TABLE)}) >= 20
    assert len({entry.package for entry in entries(JUDGED_TABLE)}) >= 10


def test_each_window_is_told_by_its_name_and_its_program_can_be_installed() -> None:
    both = (*entries(TABLE), *entries(JUDGED_TABLE))
    assert len({entry.name for entry in both}) == len(both)
    assert {entry.package for entry in both} == packages(PACKAGES)


def test_without_looks_to_be_taken_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="no looks"):
        look_at_programs(config, shipped.FOLDER, silent)


def test_no_keys_are_pressed_on_a_user_s_own_desktop(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMASSIST_DESKTOP", raising=False)
    with pytest.raises(TrainingError, match=r"virtual-desktop\.sh"):
        look_at_programs(dataclasses.replace(config, scenes=dataclasses.replace(config.scenes, looks=1)), shipped.FOLDER, silent)
