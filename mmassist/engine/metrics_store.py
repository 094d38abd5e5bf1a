"""The record of turns on the disk: one SQLite file. Whatever is wrong with it is told once and never stops a turn."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from mmassist.engine.database import Complaints, Database, Plan, readable
from mmassist.engine.metrics import Row, Stats, periods, spent_of, stats_of
from mmassist.errors import MmassistError
from mmassist.plurals import counted
from mmassist.sayings import saying

_MIGRATIONS = (
    """
    CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        backend TEXT NOT NULL,
        kind TEXT NOT NULL,
        model TEXT NOT NULL,
        preset TEXT NOT NULL,
        tokens_in INTEGER,
        tokens_out INTEGER,
        tokens_image INTEGER,
        tokens_cached INTEGER,
        cost REAL,
        first_token_ms REAL,
        first_word_ms REAL,
        total_ms REAL,
        retries INTEGER NOT NULL,
        cache_hit INTEGER NOT NULL,
        redactions TEXT NOT NULL,
        outcome TEXT NOT NULL,
        failed_over INTEGER NOT NULL
    );
    CREATE INDEX turns_at ON turns (at);
    """,
)
_PLAN = Plan("metrics", "The record of turns", "Turns are not recorded meanwhile.", _MIGRATIONS)
VERSION = _PLAN.version
COLUMNS = tuple(each.name for each in fields(Row))

_INSERT = f"INSERT INTO turns ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - names of our own
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM turns"  # noqa: S608
_MOST_WAITING = 10_000


class MetricsStore:
    """All methods block and belong to one thread.

    A row that can't be written waits in memory and is written with the next one that can. A file that is broken is set aside, with what
    can be read of it carried over; one of a newer version is left alone.
    """

    def __init__(self, path: Path, report: Callable[[MmassistError], object]) -> None:
        """Opens nothing yet. `report` is told of each kind of trouble once until rows can be written again, on the calling thread."""
        self._file = Database(path, _PLAN, self._carry_over)
        self._complaints = Complaints(report)
        self._waiting: deque[Row] = deque(maxlen=_MOST_WAITING)
        self._costs: list[tuple[float, float]] = []
        self._has_read = False
        self._unread: MmassistError | None = None
        self._lost: MmassistError | None = None

    def record(self, row: Row) -> None:
        """Writes a row, after those that wait. Raises nothing."""
        self._waiting.append(row)
        with self._told():
            self._file.do(self._write_waiting)
            self._complaints.well()

    def costs(self, now: float | None = None) -> list[tuple[float, float]]:
        """(at, US dollars) of this local month. Raises nothing: if the file fails, what is known without it."""
        now = time.time() if now is None else now
        try:
            with self._file.translated():
                self._costs = self._file.do(lambda file: _costs(file, periods(now)[1]))
        except MmassistError as error:
            self._complaints.tell(error)
            self._unread = None if self._has_read else error
        else:
            self._has_read, self._unread = True, None
        return [*self._costs, *((row.at, row.cost or 0.0) for row in self._waiting)]

    def spent(self, now: float | None = None) -> tuple[float, float]:
        """US dollars spent on this local day and in this month. As `costs`."""
        now = time.time() if now is None else now
        return spent_of(self.costs(now), now)

    def doubt(self) -> MmassistError | None:
        """Why `costs`, as it was last read, can't be relied on; None where it can: the file was never read, or was damaged.

        Damage is told once: who has heard of it may go on, and what could be read counts.
        """
        lost, self._lost = self._lost, None
        return self._unread or lost

    def rows(self, since: float) -> list[Row]:
        """All rows from a time on, oldest first. Raises MmassistError if the file can't be used."""
        with self._file.translated():
            return [*self._file.do(lambda file: _rows(file, since)), *(row for row in self._waiting if row.at >= since)]

    def stats(self, since: float) -> Stats:
        """The figures since a time. Raises MmassistError if the file can't be used."""
        return stats_of(self.rows(since), since)

    def wipe(self) -> None:
        """Forgets all, copies that were set aside too; what was spent is forgotten with it. Raises MmassistError if it can't."""
        with self._file.translated():
            self._file.do(_emptied)
            self._file.forget_copies()
        self._waiting.clear()
        self._costs = []

    def close(self) -> None:
        """Idempotent. What is still waiting gets a last chance."""
        if self._waiting:
            with self._told():
                self._file.do(self._write_waiting)
        self._file.shut()

    def _write_waiting(self, file: sqlite3.Connection) -> None:
        with file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(_INSERT, [_values(row) for row in self._waiting])
        self._costs += [(row.at, row.cost) for row in self._waiting if row.cost]
        self._waiting.clear()

    def _carry_over(self, aside: Path) -> None:
        """What can be read of a broken file, of which the user hears."""
        saved, is_all = readable(aside, "turns", COLUMNS, _row)
        self._file.do(lambda file: file.executemany(_INSERT, [_values(row) for row in saved]))
        read = counted(len(saved), "turn")
        if not is_all:
            remedy: str = "Ask again to go on: your limits begin anew."
            if saved:
                remedy = saying("Ask again to go on: then {turns} that could be read count towards your limits.", turns=read)
            self._lost = MmassistError("metrics: spending lost", "What was spent is not known: the record of turns was damaged.", remedy)
        self._complaints.tell(
            MmassistError(
                "metrics: broken file",
                saying("The record of turns was damaged. A new one was begun, with {turns} that could be read.", turns=read),
                saying("The damaged file was kept as {file}. Check the disk.", file=aside.name),
            )
        )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._file.translated():
                yield
        except MmassistError as error:
            self._complaints.tell(error)


def _rows(file: sqlite3.Connection, since: float) -> list[Row]:
    return [_row(values) for values in file.execute(f"{_SELECT} WHERE at >= ? ORDER BY at, id", (since,))]


def _costs(file: sqlite3.Connection, since: float) -> list[tuple[float, float]]:
    return file.execute("SELECT at, cost FROM turns WHERE at >= ? AND cost > 0", (since,)).fetchall()


def _emptied(file: sqlite3.Connection) -> None:
    file.execute("DELETE FROM turns")
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _values(row: Row) -> tuple[Any, ...]:
    values = {name: getattr(row, name) for name in COLUMNS}
    return tuple((values | {"redactions": json.dumps(dict(row.redactions), ensure_ascii=False)}).values())


def _row(values: tuple[Any, ...]) -> Row:
    data = dict(zip(COLUMNS, values, strict=True))
    flags = {name: bool(data[name]) for name in ("cache_hit", "failed_over")}
    return Row(**(data | flags | {"redactions": json.loads(data["redactions"])}))
