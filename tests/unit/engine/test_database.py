"""A SQLite file of the app's own that several programs open, in each of its versions."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mmassist.engine.database import Database, Plan

FIRST = "CREATE TABLE one (id INTEGER PRIMARY KEY);"
SECOND = """
    CREATE TABLE two (id INTEGER PRIMARY KEY);
    CREATE TRIGGER added AFTER INSERT ON one BEGIN
        INSERT INTO two (id) VALUES (new.id);
        INSERT INTO two (id) VALUES (new.id + 1000);
    END;
"""


def plan(*migrations: str) -> Plan:
    return Plan("test", "The file", "Nothing is kept meanwhile.", migrations)


def database(path: Path, *migrations: str) -> Database:
    return Database(path, plan(*migrations), lambda aside: pytest.fail(f"set aside as {aside}"))


def test_a_file_is_brought_from_version_to_version(tmp_path: Path) -> None:
    path = tmp_path / "file.db"
    old = database(path, FIRST)
    old.do(lambda file: file.execute("INSERT INTO one VALUES (1)"))
    old.shut()
    new = database(path, FIRST, SECOND)
    new.do(lambda file: file.execute("INSERT INTO one VALUES (2)"))
    assert new.do(lambda file: file.execute("SELECT id FROM two ORDER BY id").fetchall()) == [(2,), (1002,)]
    assert new.do(lambda file: file.execute("SELECT id FROM one").fetchall()) == [(1,), (2,)]
    new.shut()


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file.db"
    broken = database(path, FIRST, SECOND + "CREATE TABLE one (id);")
    with pytest.raises(sqlite3.OperationalError):
        broken.do(lambda file: None)
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (1,)
        assert file.execute("SELECT name FROM sqlite_master WHERE name IN ('two', 'added')").fetchall() == []


OPENS = """
import sys, time
from pathlib import Path
from mmassist.engine.history import Options, Query
from mmassist.engine.history_store import HistoryStore

print(flush=True)
sys.stdin.readline()
store = HistoryStore(Path(sys.argv[1]), Options(), print)
print(store.find(Query()).total)
store.close()
"""


def test_programs_that_make_the_file_at_the_same_time_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        command = [sys.executable, "-c", OPENS, str(tmp_path / "history.db")]
        started = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
            for _ in range(4)
        ]
        for each in started:
            assert each.stdout is not None
            each.stdout.readline()
        for each in started:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        assert [each.communicate(timeout=60) for each in started] == [("0\n", "")] * 4
