"""How many threads a model is worth, on machines that are made of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mmassist.inference.cores import physical_cores

NOWHERE = Path("/nonexistent")


def machine(folder: Path, siblings: dict[int, str]) -> Path:
    for cpu, shared in siblings.items():
        topology = folder / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{shared}\n", "ascii")
    return folder


@pytest.fixture
def four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})


@pytest.mark.usefixtures("four")
def test_two_threads_of_one_core_count_once(tmp_path: Path) -> None:
    assert physical_cores(machine(tmp_path, {0: "0,2", 1: "1,3", 2: "0,2", 3: "1,3"}), NOWHERE) == 2


@pytest.mark.usefixtures("four")
def test_where_nothing_is_told_each_cpu_is_a_core() -> None:
    assert physical_cores(NOWHERE, NOWHERE) == 4


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(("quota", "cores"), [("200000 100000", 2), ("150000 100000", 2), ("10000 100000", 1), ("max 100000", 4), ("?", 4)])
def test_a_containers_share_of_time_is_kept(tmp_path: Path, quota: str, cores: int) -> None:
    path = tmp_path / "cpu.max"
    path.write_text(quota, "ascii")
    assert physical_cores(NOWHERE, path) == cores


def test_what_the_process_is_not_bound_to_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert physical_cores(machine(tmp_path, {0: "0", 3: "3"}), NOWHERE) == 1
