"""The record of turns on the disk: one SQLite file. Whatever is wrong with it is told once and never stops a turn."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from mmassist.engine.metrics import Row, Stats, periods, spent_of, stats_of
from mmassist.errors import MmassistError
from mmassist.plurals import counted

# Each takes the file from one version to the next; the version is the number of those that were run.
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
VERSION = len(_MIGRATIONS)
COLUMNS = tuple(each.name for each in fields(Row))

_INSERT = f"INSERT INTO turns ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - names of our own
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM turns"  # noqa: S608
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PATIENCE = 0.7
_MOST_WAITING = 10_000
_T = TypeVar("_T")


class MetricsStore:
    """All methods block and belong to one thread.

    A row that can't be written waits in memory and is written with the next one that can. A file that is broken is set aside, with what
    can be read of it carried over; one of a newer version is left alone.
    """

    def __init__(self, path: Path, report: Callable[[MmassistError], object]) -> None:
        """Opens nothing yet. `report` is told of each kind of trouble once until rows can be written again, on the calling thread."""
        self._path = path
        self._report = report
        self._reported: set[str] = set()
        self._connection: sqlite3.Connection | None = None
        self._waiting: deque[Row] = deque(maxlen=_MOST_WAITING)
        self._costs: list[tuple[float, float]] = []
        self._has_read = False
        self._unread: MmassistError | None = None
        self._lost: MmassistError | None = None

    def record(self, row: Row) -> None:
        """Writes a row, after those that wait. Raises nothing."""
        self._waiting.append(row)
        with self._told():
            self._with_file(self._write_waiting)
            self._reported.clear()

    def costs(self, now: float | None = None) -> list[tuple[float, float]]:
        """(at, US dollars) of this local month. Raises nothing: if the file fails, what is known without it."""
        now = time.time() if now is None else now
        try:
            with _translated():
                self._costs = self._with_file(lambda file: _costs(file, periods(now)[1]))
        except MmassistError as error:
            self._tell(error)
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
        with _translated():
            return [*self._with_file(lambda file: _rows(file, since)), *(row for row in self._waiting if row.at >= since)]

    def stats(self, since: float) -> Stats:
        """The figures since a time. Raises MmassistError if the file can't be used."""
        return stats_of(self.rows(since), since)

    def wipe(self) -> None:
        """Forgets all, copies that were set aside too; what was spent is forgotten with it. Raises MmassistError if it can't."""
        with _translated():
            self._with_file(_emptied)
            for name in _names_of(_aside(self._path)):
                name.unlink(missing_ok=True)
        self._waiting.clear()
        self._costs = []

    def close(self) -> None:
        """Idempotent. What is still waiting gets a last chance."""
        if self._waiting:
            with self._told():
                self._with_file(self._write_waiting)
        self._shut()

    def _write_waiting(self, file: sqlite3.Connection) -> None:
        with file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(_INSERT, [_values(row) for row in self._waiting])
        self._costs += [(row.at, row.cost) for row in self._waiting if row.cost]
        self._waiting.clear()

    def _with_file(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        """Does something with the open file; where it turns out broken, sets it aside and does it with a new one."""
        try:
            return action(self._open())
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in _BROKEN:
                self._shut()
                raise
        self._set_aside()
        return action(self._open())

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _opened(self._path)
        return self._connection

    def _shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _set_aside(self) -> None:
        self._shut()
        aside = _aside(self._path)
        for name, other in zip(_names_of(self._path), _names_of(aside), strict=True):
            other.unlink(missing_ok=True)
            if name.exists():
                name.replace(other)
        saved, is_all = _salvaged(aside)
        with self._open() as file:
            file.executemany(_INSERT, [_values(row) for row in saved])
        read = f"{counted(len(saved), 'turn')} that could be read"
        if not is_all:
            remedy = (
                f"Ask again to go on: then {read} count towards your limits." if saved else "Ask again to go on: your limits begin anew."
            )
            self._lost = MmassistError("metrics: spending lost", "What was spent is not known: the record of turns was damaged.", remedy)
        self._tell(
            MmassistError(
                "metrics: broken file",
                f"The record of turns was damaged. A new one was begun, with {read}.",
                f"The damaged file was kept as {aside.name}. Check the disk.",
            )
        )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with _translated():
                yield
        except MmassistError as error:
            self._tell(error)

    def _tell(self, error: MmassistError) -> None:
        if str(error) not in self._reported:
            self._reported.add(str(error))
            self._report(error)


class _Newer(sqlite3.DatabaseError):
    """The file is of a version that this program does not know."""


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """SQLite's and the system's errors as sentences. Their texts can name the path, so only the kind goes into the message."""
    meanwhile = "Turns are not recorded meanwhile."
    try:
        yield
    except _Newer as error:
        raise MmassistError(
            "metrics: newer version",
            f"The record of turns was written by a newer mmassist. {meanwhile}",
            "Update mmassist, or move metrics.db away.",
        ) from error
    except (sqlite3.Error, OSError) as error:
        name = getattr(error, "sqlite_errorname", "") or type(error).__name__
        base = name.removeprefix("SQLITE_").partition("_")[0]
        what, remedy = _SENTENCES.get(base, ("can't be used", "Check the rights of its folder and the disk."))
        raise MmassistError(f"metrics: {name}", f"The record of turns {what}. {meanwhile}", remedy) from error


_SENTENCES = {
    "FULL": ("can't be written: the disk is full", "Free some space; what happened meanwhile is then written."),
    "BUSY": ("is in use by another program", "Close other programs that have it open."),
    "LOCKED": ("is in use by another program", "Close other programs that have it open."),
    "READONLY": ("may not be written", "Check the rights of metrics.db and its folder."),
    "CANTOPEN": ("can't be opened", "Check the rights of metrics.db and its folder."),
    "PermissionError": ("can't be opened", "Check the rights of metrics.db and its folder."),
    "IOERR": ("can't be written", "Check the disk and its free space."),
}


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made where it is missing, its owner's alone, and brought to this version. Raises sqlite3.Error and OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    file = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        version: int = file.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise _Newer
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        if file.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _corrupt()
        for number, migration in enumerate(_MIGRATIONS[version:], version + 1):
            file.executescript(f"BEGIN IMMEDIATE; {migration} PRAGMA user_version = {number}; COMMIT;")
    except sqlite3.Error:
        file.close()
        raise
    return file


def _corrupt() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT"
    return error


def _rows(file: sqlite3.Connection, since: float) -> list[Row]:
    return [_row(values) for values in file.execute(f"{_SELECT} WHERE at >= ? ORDER BY at, id", (since,))]


def _costs(file: sqlite3.Connection, since: float) -> list[tuple[float, float]]:
    return file.execute("SELECT at, cost FROM turns WHERE at >= ? AND cost > 0", (since,)).fetchall()


def _emptied(file: sqlite3.Connection) -> None:
    file.execute("DELETE FROM turns")
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _salvaged(path: Path) -> tuple[list[Row], bool]:
    """Rows of a broken file, from both its ends up to where it is broken; and whether those are all."""
    found: dict[int, Row] = {}
    with contextlib.closing(sqlite3.connect(path, timeout=_PATIENCE)) as file:
        is_all = _gathered(file, "ASC", found) or _gathered(file, "DESC", found)
    return [found[number] for number in sorted(found)], is_all


def _gathered(file: sqlite3.Connection, order: str, found: dict[int, Row]) -> bool:
    """Adds rows until there are no more, and says whether nothing stood in the way; one that holds rubbish is passed over."""
    is_all = True
    try:
        for number, *values in file.execute(f"SELECT id, {', '.join(COLUMNS)} FROM turns ORDER BY id {order}"):  # noqa: S608
            try:
                found[number] = _row(tuple(values))
            except (ValueError, TypeError):
                is_all = False
    except sqlite3.Error:
        return False
    return is_all


def _values(row: Row) -> tuple[Any, ...]:
    values = {name: getattr(row, name) for name in COLUMNS}
    return tuple((values | {"redactions": json.dumps(dict(row.redactions), ensure_ascii=False)}).values())


def _row(values: tuple[Any, ...]) -> Row:
    data = dict(zip(COLUMNS, values, strict=True))
    flags = {name: bool(data[name]) for name in ("cache_hit", "failed_over")}
    return Row(**(data | flags | {"redactions": json.loads(data["redactions"])}))


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".broken")


def _names_of(path: Path) -> tuple[Path, ...]:
    """A database is three files while it is in use."""
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))
