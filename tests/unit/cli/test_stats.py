"""`mmassist stats`: what it tells, exports and forgets."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from mmassist.cli.stats import stats
from mmassist.engine.metrics import Row
from mmassist.engine.metrics_store import MetricsStore

APP = typer.Typer()
APP.command()(stats)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(APP, list(arguments))


@pytest.fixture
def database(home: Path) -> Path:
    path = home / "data" / "metrics.db"
    store = MetricsStore(path, lambda error: pytest.fail(str(error)))
    store.record(Row(time.time(), "work", cost=0.02, first_word_ms=420.0))
    store.record(Row(time.time() - 40 * 86_400, "work", cost=0.5))
    store.close()
    return path


def test_the_last_days_are_told(database: Path) -> None:
    assert "1 turn, 1 answered, 2 cents spent." in run().output


def test_how_far_back_can_be_chosen(database: Path) -> None:
    assert json.loads(run("--days", "50", "--json").output)["turns"] == 2


def test_nothing_yet_is_said() -> None:
    assert run().output.startswith("Nothing has been recorded since")


def test_turns_are_written_to_a_file(database: Path, tmp_path: Path) -> None:
    done = run("--export", str(tmp_path / "turns.csv"))
    assert done.output.endswith("turns.csv: 1.\n")
    assert len((tmp_path / "turns.csv").read_text().splitlines()) == 2


def test_wiping_forgets_all(database: Path) -> None:
    assert json.loads(run("--wipe", "--json").output) == {"wiped": True}
    assert json.loads(run("--days", "50", "--json").output)["turns"] == 0


def test_a_newer_record_is_an_error_with_a_remedy(database: Path) -> None:
    with contextlib.closing(sqlite3.connect(database)) as file:
        file.execute("PRAGMA user_version = 99")
    done = run("--json")
    assert done.exit_code == 1
    assert "newer mmassist" in json.loads(done.output)["spoken"]


def test_wiping_and_exporting_at_once_is_refused(tmp_path: Path) -> None:
    assert run("--wipe", "--export", str(tmp_path / "turns.csv")).exit_code == 2
