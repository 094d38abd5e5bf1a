"""The record of turns on the disk, and everything that can be wrong with a disk."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.engine.metrics import Row
from mmassist.engine.metrics_store import VERSION, MetricsStore
from mmassist.errors import MmassistError

NOW = 1_764_000_000.0
ROW = Row(NOW, "work", "openai", "model", "describe", 1000, 50, 800, None, 0.25, 300.0, 420.0, 2000.0, 1, False, {"card": 2}, "ok")


class Told(list[MmassistError]):
    """What the store reported."""

    @property
    def spoken(self) -> str:
        return " ".join(error.spoken for error in self)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "metrics.db"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(path: Path, told: Told) -> Iterator[MetricsStore]:
    store = MetricsStore(path, told.append)
    yield store
    store.close()


def reopened(path: Path) -> list[Row]:
    other = MetricsStore(path, lambda error: pytest.fail(str(error)))
    try:
        return other.rows(0.0)
    finally:
        other.close()


def make_newer(path: Path) -> None:
    """Puts a file of a version to come in its place."""
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")


def test_what_is_recorded_is_there_again(store: MetricsStore, path: Path) -> None:
    rows = [ROW, replace(ROW, at=NOW + 1, cost=None, cache_hit=True, redactions={}), replace(ROW, at=NOW + 2, failed_over=True)]
    for row in rows:
        store.record(row)
    assert reopened(path) == rows


@given(
    st.builds(
        Row,
        at=st.floats(0, 4e9),
        backend=st.text(max_size=9).filter(lambda text: text.isprintable()),
        tokens_in=st.none() | st.integers(0, 10**9),
        cost=st.none() | st.floats(0, 100),
        retries=st.integers(0, 2),
        cache_hit=st.booleans(),
        redactions=st.dictionaries(st.text(max_size=5).filter(lambda text: text.isprintable()), st.integers(1, 99), max_size=3),
        failed_over=st.booleans(),
    )
)
def test_any_row_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, row: Row) -> None:
    path = tmp_path_factory.getbasetemp() / "any-row.db"
    store = MetricsStore(path, lambda error: pytest.fail(str(error)))
    store.wipe()
    store.record(row)
    assert store.rows(0.0) == [row]
    store.close()


def test_the_files_are_the_owners_alone(store: MetricsStore, path: Path) -> None:
    store.record(ROW)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"metrics.db": 0o600, "metrics.db-wal": 0o600, "metrics.db-shm": 0o600}


def test_readers_and_a_writer_do_not_wait_for_each_other(store: MetricsStore, path: Path) -> None:
    store.record(ROW)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM turns").fetchone()
    store.record(replace(ROW, at=NOW + 1))
    reader.close()
    assert len(reopened(path)) == 2


def test_spending_counts_what_another_program_recorded(store: MetricsStore, path: Path) -> None:
    store.record(ROW)
    other = MetricsStore(path, lambda error: pytest.fail(str(error)))
    other.record(ROW)
    other.close()
    assert store.spent(NOW) == (0.5, 0.5)


def test_the_figures_begin_when_they_are_asked_for(store: MetricsStore) -> None:
    store.record(ROW)
    store.record(replace(ROW, at=NOW + 100))
    assert store.stats(NOW + 50).turns == 1


def test_wiping_leaves_nothing_behind(store: MetricsStore, path: Path) -> None:
    path.parent.mkdir()
    for name in ("metrics.db.broken", "metrics.db.broken-wal"):
        (path.parent / name).write_text("old")
    store.record(replace(ROW, model="canary-5d1f0c"))
    store.wipe()
    assert (store.rows(0.0), store.spent(NOW)) == ([], (0.0, 0.0))
    assert all(b"canary" not in file.read_bytes() and "broken" not in file.name for file in path.parent.iterdir())


def test_a_new_file_has_this_version(store: MetricsStore, path: Path) -> None:
    store.record(ROW)
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_file_of_a_newer_version_is_left_alone(store: MetricsStore, path: Path, told: Told) -> None:
    make_newer(path)
    before = path.read_bytes()
    store.record(ROW)
    store.record(ROW)
    assert "newer mmassist" in told.spoken
    assert len(told) == 1
    assert path.read_bytes() == before


def test_without_a_usable_file_spending_counts_from_this_run(store: MetricsStore, path: Path) -> None:
    make_newer(path)
    store.record(ROW)
    store.record(ROW)
    assert store.spent(NOW) == (0.5, 0.5)


def test_figures_of_a_newer_version_are_refused(store: MetricsStore, path: Path) -> None:
    make_newer(path)
    with pytest.raises(MmassistError, match="newer version"):
        store.stats(0.0)


def test_what_is_no_database_is_set_aside_and_said_once(store: MetricsStore, path: Path, told: Told) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)
    store.record(ROW)
    store.record(ROW)
    assert reopened(path) == [ROW, ROW]
    assert path.with_name("metrics.db.broken").read_bytes() == b"this is no database" * 100
    assert [error.spoken for error in told] == ["The record of turns was damaged. A new one was begun, with 0 turns that could be read."]


def damage(path: Path) -> None:
    """Writes rubbish over a page in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 3 // 4 // 4096 * 4096)
        file.write(b"\xff" * 4096)


def test_of_a_damaged_file_what_can_be_read_is_carried_over(path: Path, told: Told) -> None:
    first = MetricsStore(path, told.append)
    for number in range(500):
        first.record(replace(ROW, at=NOW + number))
    first.close()
    damage(path)
    store = MetricsStore(path, told.append)
    store.record(replace(ROW, at=NOW + 1000))
    rows = store.rows(0.0)
    store.close()
    assert rows[-1].at == NOW + 1000
    assert 50 < len(rows) <= 501
    assert "was damaged" in told.spoken
    assert path.with_name("metrics.db.broken").exists()


def test_damage_while_it_is_open_loses_no_turn_of_this_run(store: MetricsStore, path: Path, told: Told) -> None:
    store.record(ROW)
    store.spent(NOW)
    store.close()
    path.write_bytes(b"overwritten by something else" * 200)
    store.record(ROW)
    assert "was damaged" in told.spoken
    assert len(reopened(path)) == 1


def test_a_row_waits_while_another_program_holds_the_file(
    store: MetricsStore, path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.engine.database.PATIENCE", 0.05)
    store.record(ROW)
    store.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store.record(ROW)
    store.record(ROW)
    assert "in use by another program" in told.spoken
    assert len(told) == 1
    assert store.spent(NOW) == (0.75, 0.75)
    holder.close()
    store.record(ROW)
    assert len(reopened(path)) == 4


def test_a_folder_in_which_nothing_can_be_made_is_said(tmp_path: Path, told: Told) -> None:
    (tmp_path / "file").write_text("in the way")
    store = MetricsStore(tmp_path / "file" / "metrics.db", told.append)
    store.record(ROW)
    assert store.spent(NOW) == (0.25, 0.25)
    store.close()
    assert len(told) == 1
    assert told[0].remedy


FULL_DISK = """
import resource, sys
from pathlib import Path
from mmassist.engine.metrics import Row
from mmassist.engine.metrics_store import MetricsStore

store = MetricsStore(Path(sys.argv[1]), lambda error: print(error.spoken))
row = Row({now}, "work", cost=0.25)
for _ in range(20):
    store.record(row)
store.close()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
for _ in range(20):
    store.record(row)
print(store.spent({now}))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.record(row)
print(len(store.rows(0.0)))
store.close()
"""


def test_on_a_full_disk_nothing_is_lost_and_it_is_said_once(path: Path) -> None:
    code = FULL_DISK.format(now=NOW)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    said, spent, rows = done.stdout.splitlines()
    assert said.startswith("The record of turns can't be written")
    assert (spent, rows) == ("(10.0, 10.0)", "41")


def test_what_was_read_is_not_in_doubt(store: MetricsStore) -> None:
    store.record(ROW)
    store.costs(NOW)
    assert store.doubt() is None


@pytest.mark.parametrize("in_the_way", [b"", b"no folder"])
def test_what_was_never_read_is_in_doubt(path: Path, told: Told, in_the_way: bytes) -> None:
    path.parent.write_bytes(in_the_way)
    store = MetricsStore(path, told.append)
    store.costs(NOW)
    assert (doubt := store.doubt()) is not None and doubt.remedy == told[0].remedy
    assert store.doubt() is doubt


def test_what_was_read_before_the_file_failed_is_not_in_doubt(store: MetricsStore, path: Path) -> None:
    store.record(ROW)
    assert store.spent(NOW) == (0.25, 0.25)
    store.close()
    for file in path.parent.iterdir():
        file.unlink()
    path.mkdir()
    assert store.spent(NOW) == (0.25, 0.25)
    assert store.doubt() is None


def test_a_damaged_file_puts_what_was_spent_in_doubt_once(store: MetricsStore, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)
    store.costs(NOW)
    assert (doubt := store.doubt()) is not None and "begin anew" in doubt.remedy
    assert store.doubt() is None


def test_of_a_damaged_file_both_ends_count_towards_the_limits(path: Path, told: Told) -> None:
    first = MetricsStore(path, told.append)
    for number in range(500):
        first.record(replace(ROW, at=NOW + number))
    first.close()
    with path.open("r+b") as file:  # a page of rows: the first pages hold the table's schema and its root
        file.seek(10 * 4096)
        file.write(b"\xff" * 4096)
    store = MetricsStore(path, told.append)
    rows = store.rows(0.0)
    _, month = store.spent(NOW)
    doubt = store.doubt()
    store.close()
    assert (rows[0].at, rows[-1].at) == (NOW, NOW + 499)
    assert 300 < len(rows) < 500
    assert month == len(rows) * 0.25
    assert doubt is not None and f"{len(rows)} turns that could be read count" in doubt.remedy
