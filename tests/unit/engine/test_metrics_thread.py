"""The record of turns as the engine sees it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mmassist.engine.metrics import Row
from mmassist.engine.metrics_store import MetricsStore
from mmassist.engine.metrics_thread import Metrics
from mmassist.errors import MmassistError


@pytest.fixture
def told() -> list[MmassistError]:
    return []


@pytest.fixture
async def metrics(tmp_path: Path, told: list[MmassistError]) -> AsyncIterator[Metrics]:
    metrics = Metrics(tmp_path / "metrics.db", told.append)
    yield metrics
    await metrics.aclose()


async def test_what_a_turn_cost_counts_at_once_and_once(metrics: Metrics) -> None:
    metrics.record(Row(time.time(), "work", cost=0.25))
    at_once = metrics.spent()
    await metrics.ready()
    assert (at_once, metrics.spent()) == ((0.25, 0.25), (0.25, 0.25))


async def test_what_was_spent_before_counts_once_the_file_is_read(tmp_path: Path) -> None:
    before = MetricsStore(tmp_path / "metrics.db", lambda error: None)
    before.record(Row(time.time(), "work", cost=0.5))
    before.close()
    metrics = Metrics(tmp_path / "metrics.db", lambda error: None)
    await metrics.ready()
    spent = metrics.spent()
    await metrics.aclose()
    assert spent == (0.5, 0.5)


async def test_what_another_process_spends_meanwhile_counts_at_the_next_turn(tmp_path: Path, metrics: Metrics) -> None:
    await metrics.ready()
    other = MetricsStore(tmp_path / "metrics.db", lambda error: None)
    other.record(Row(time.time(), "work", cost=0.5))
    other.close()
    await metrics.ready()
    assert metrics.spent() == (0.5, 0.5)


async def test_the_figures_hold_all_that_was_recorded_before(metrics: Metrics) -> None:
    for _ in range(20):
        metrics.record(Row(time.time(), "work", cost=0.0))
    assert (await metrics.stats(0.0)).turns == 20


async def test_wiping_forgets_what_was_spent(metrics: Metrics) -> None:
    metrics.record(Row(time.time(), "work", cost=0.25))
    await metrics.wipe()
    assert (metrics.spent(), (await metrics.stats(0.0)).turns) == ((0.0, 0.0), 0)


async def test_trouble_is_told_on_the_loops_thread(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    threads: list[threading.Thread] = []
    metrics = Metrics(tmp_path / "file" / "metrics.db", lambda error: threads.append(threading.current_thread()))
    metrics.record(Row(time.time(), "work", cost=0.25))
    await metrics.aclose()
    assert threads == [threading.current_thread()]


async def test_rows_can_be_taken_elsewhere(metrics: Metrics, tmp_path: Path) -> None:
    metrics.record(Row(0.0, "work", cost=0.25, redactions={"card": 2}))
    await metrics.export(tmp_path / "turns.json")
    (row,) = json.loads((tmp_path / "turns.json").read_text())
    assert (row["at"], row["backend"], row["redactions"]) == ("1970-01-01T00:00:00+00:00", "work", {"card": 2})
