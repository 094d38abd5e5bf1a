"""A SQLite file of the app's own: made, brought to this version, set aside when it is broken; what fails becomes a sentence."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mmassist.errors import MmassistError
from mmassist.sayings import run_on, saying

PATIENCE = 0.7
"""Seconds that a file is waited for which another program holds."""
_PATIENT_OPENINGS = 3
"""Times that long an opening is tried again: SQLite waits for nobody when a new file becomes one with a write-ahead log."""

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SENTENCES = {
    "FULL": ("can't be written: the disk is full", "Free some space; what happened meanwhile is then written."),
    "BUSY": ("is in use by another program", "Close other programs that have it open."),
    "LOCKED": ("is in use by another program", "Close other programs that have it open."),
    "READONLY": ("may not be written", "Check the rights of {file} and its folder."),
    "CANTOPEN": ("can't be opened", "Check the rights of {file} and its folder."),
    "PermissionError": ("can't be opened", "Check the rights of {file} and its folder."),
    "IOERR": ("can't be written", "Check the disk and its free space."),
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file is. `name`: in the log; `called`: as it is said ("The record of turns"); `meanwhile`: what its failing means, a sentence.

    `migrations`: each takes the file from one version to the next; the version is the number of those that were run. `pragmas`: that
    are set each time it is opened, before them.
    """

    name: str
    called: str
    meanwhile: str
    migrations: tuple[str, ...]
    pragmas: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        return len(self.migrations)


class Database:
    """All methods block and belong to one thread. The file is its owner's alone, and made where it is missing."""

    def __init__(self, path: Path, plan: Plan, salvage: Callable[[Path], None]) -> None:
        """Opens nothing yet. `salvage`: gets a broken file's new place once it was set aside, and carries over what can be read of it."""
        self._path = path
        self._plan = plan
        self._salvage = salvage
        self._connection: sqlite3.Connection | None = None

    def do(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        """Does something with the open file; where it turns out broken, sets it aside and does it with a new one.

        Raises sqlite3.Error and OSError: see `translated`.
        """
        try:
            return action(self._open())
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in _BROKEN:
                self.shut()
                raise
        self._set_aside()
        return action(self._open())

    def shut(self) -> None:
        """Idempotent; the next `do` opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def forget_copies(self) -> None:
        """Removes what was set aside."""
        for name in _names_of(aside(self._path)):
            name.unlink(missing_ok=True)

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """SQLite's and the system's errors as sentences. Their texts can name the path, so only the kind goes into the message."""
        plan = self._plan
        try:
            yield
        except _Newer as error:
            raise MmassistError(
                f"{plan.name}: newer version",
                run_on(saying("{file} was written by a newer mmassist.", file=saying(plan.called)), plan.meanwhile),
                saying("Update mmassist, or move {file} away.", file=self._path.name),
            ) from error
        except (sqlite3.Error, OSError) as error:
            name = getattr(error, "sqlite_errorname", "") or type(error).__name__
            base = name.removeprefix("SQLITE_").partition("_")[0]
            what, remedy = _SENTENCES.get(base, ("can't be used", "Check the rights of its folder and the disk."))
            told = run_on(saying(f"{{file}} {what}.", file=saying(plan.called)), plan.meanwhile)
            raise MmassistError(f"{plan.name}: {name}", told, saying(remedy, file=self._path.name)) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _opened_in_time(self._path, self._plan)
        return self._connection

    def _set_aside(self) -> None:
        self.shut()
        place = aside(self._path)
        for name, other in zip(_names_of(self._path), _names_of(place), strict=True):
            other.unlink(missing_ok=True)
            if name.exists():
                name.replace(other)
        self._salvage(place)


class Complaints:
    """Tells of each kind of trouble once until all is well again."""

    def __init__(self, report: Callable[[MmassistError], object]) -> None:
        self._report = report
        self._told: set[str] = set()

    def tell(self, error: MmassistError) -> None:
        if str(error) not in self._told:
            self._told.add(str(error))
            self._report(error)

    def well(self) -> None:
        self._told.clear()


def aside(path: Path) -> Path:
    """Where a broken file is kept."""
    return path.with_name(path.name + ".broken")


def readable(path: Path, table: str, columns: Sequence[str], made: Callable[[tuple[Any, ...]], _T]) -> tuple[list[_T], bool]:
    """Rows of a broken file, from both its ends up to where it is broken, in order of their `id`; and whether those are all.

    `made`: of the columns' values; a row of which it raises ValueError or TypeError is passed over.
    """
    found: dict[int, _T] = {}
    query = f"SELECT id, {', '.join(columns)} FROM {table} ORDER BY id "  # noqa: S608 - names of our own
    with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as file:
        is_all = _gathered(file, query + "ASC", made, found) or _gathered(file, query + "DESC", made, found)
    return [found[number] for number in sorted(found)], is_all


def _gathered(file: sqlite3.Connection, query: str, made: Callable[[tuple[Any, ...]], _T], found: dict[int, _T]) -> bool:
    """Adds rows until there are no more, and says whether nothing stood in the way."""
    is_all = True
    try:
        for number, *values in file.execute(query):
            try:
                found[number] = made(tuple(values))
            except (ValueError, TypeError):
                is_all = False
    except sqlite3.Error:
        return False
    return is_all


class _Newer(sqlite3.DatabaseError):
    """The file is of a version that this program does not know."""


def _opened_in_time(path: Path, plan: Plan) -> sqlite3.Connection:
    """As `_opened`, which does again what it has done without harm, while other programs open the same new file."""
    until = time.monotonic() + _PATIENT_OPENINGS * PATIENCE
    while True:
        try:
            return _opened(path, plan)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - only so that two do not keep in step


def _opened(path: Path, plan: Plan) -> sqlite3.Connection:
    """The file, made where it is missing, its owner's alone, and brought to this version. Raises sqlite3.Error and OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    file = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        version: int = file.execute("PRAGMA user_version").fetchone()[0]
        if version > plan.version:
            raise _Newer
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", *plan.pragmas):
            file.execute(f"PRAGMA {pragma}")
        if file.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _corrupt()
        for number, migration in enumerate(plan.migrations[version:], version + 1):
            _migrate(file, number, migration)
    except sqlite3.Error:
        file.close()
        raise
    return file


def _migrate(file: sqlite3.Connection, number: int, migration: str) -> None:
    """Unless another program, which has opened the file at the same time, was first."""
    with file:
        file.execute("BEGIN IMMEDIATE")
        if file.execute("PRAGMA user_version").fetchone()[0] < number:
            for statement in _statements(migration):
                file.execute(statement)
            file.execute(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    """One by one: a script as a whole would end the transaction that it is to be part of."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _corrupt() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT"
    return error


def _names_of(path: Path) -> tuple[Path, ...]:
    """A database is three files while it is in use."""
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))
