"""The history on the disk: one SQLite file with an index of its words (FTS5). What is deleted leaves no bytes behind in it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mmassist.engine.database import Complaints, Database, Plan, readable
from mmassist.engine.history import Entry, Options, Page, Query
from mmassist.errors import MmassistError
from mmassist.plurals import counted
from mmassist.sayings import saying

# `remove_diacritics 2`: "resume" finds "résumé". AUTOINCREMENT: the number of an entry that was deleted is never another's.
_MIGRATIONS = (
    """
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        program TEXT NOT NULL,
        title TEXT NOT NULL,
        question TEXT NOT NULL,
        spoken TEXT NOT NULL,
        backend TEXT NOT NULL
    );
    CREATE INDEX entries_at ON entries (at);
    CREATE INDEX entries_program ON entries (program);
    CREATE VIRTUAL TABLE words USING fts5 (
        program, title, question, spoken, content='entries', content_rowid='id', prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN
        INSERT INTO words (rowid, program, title, question, spoken)
        VALUES (new.id, new.program, new.title, new.question, new.spoken);
    END;
    CREATE TRIGGER entries_deleted AFTER DELETE ON entries BEGIN
        INSERT INTO words (words, rowid, program, title, question, spoken)
        VALUES ('delete', old.id, old.program, old.title, old.question, old.spoken);
    END;
    """,
)
# What is freed is overwritten, and nothing is put into temporary files.
_PRAGMAS = ("secure_delete = ON", "temp_store = MEMORY")
_PLAN = Plan("history", "The history", "What is told is not written down meanwhile.", _MIGRATIONS, _PRAGMAS)

_COLUMNS = ("at", "program", "title", "question", "spoken", "backend")
_INSERT = f"INSERT INTO entries ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - names of our own
_SELECT = f"SELECT {', '.join(_COLUMNS)}, id FROM entries"  # noqa: S608
_MOST_WAITING = 200
_DAY, _MEGABYTE = 86_400, 1 << 20
_TIDY_EVERY = 3600.0  # seconds
_SHARE = 10  # of too many entries a tenth goes at once, so that not each new one has to tidy up
_WORD = re.compile(r"\w+")
# Scripts that put no spaces between words: an index of words does not know their parts.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class HistoryStore:
    """All methods block and belong to one thread.

    An entry that can't be written waits in memory and is written with the next one that can. A file that is broken is set aside, with what
    can be read of it carried over; one of a newer version is left alone.
    """

    def __init__(self, path: Path, options: Options, report: Callable[[MmassistError], object]) -> None:
        """Opens nothing yet. `report` is told of each kind of trouble once until entries can be written again, on the calling thread."""
        self._file = Database(path, _PLAN, self._carry_over)
        self._path = path
        self._options = options
        self._complaints = Complaints(report)
        self._waiting: deque[Entry] = deque(maxlen=_MOST_WAITING)
        self._tidied = -_TIDY_EVERY

    def use(self, options: Options) -> None:
        """From now on. As `tidy`."""
        self._options, self._tidied = options, -_TIDY_EVERY
        self.tidy()

    def tidy(self) -> None:
        """Lets go of what is too old or too much. Raises nothing, and makes no file."""
        if self._path.exists():
            with self._told():
                self._file.do(self._tidy)

    def record(self, entry: Entry) -> None:
        """Writes an entry down, after those that wait, and lets go of what is too old or too much. Raises nothing."""
        self._waiting.append(entry)
        with self._told():
            self._file.do(self._write_waiting)
            self._file.do(self._tidy)
            self._complaints.well()

    def find(self, query: Query) -> Page:
        """Raises MmassistError if the file can't be used."""
        with self._file.translated():
            return self._file.do(lambda file: _found(file, query))

    def delete(self, ids: Sequence[int]) -> int:
        """Those of these numbers, without a trace; returns how many there were. Raises MmassistError if it can't."""
        with self._file.translated():
            return self._file.do(lambda file: _deleted(file, f"id IN ({', '.join(str(int(one)) for one in ids)})"))

    def forget_since(self, at: float) -> None:
        """Those of that time and later, and what is waiting. Raises nothing, and makes no file."""
        self._waiting.clear()
        if self._path.exists():
            with self._told():
                self._file.do(lambda file: _deleted(file, f"at >= {float(at)!r}"))

    def wipe(self) -> None:
        """Forgets all, copies that were set aside too. Raises MmassistError if it can't."""
        self._waiting.clear()
        with self._file.translated():
            self._file.do(_emptied)
            self._file.forget_copies()

    def close(self) -> None:
        """Idempotent. What is still waiting gets a last chance."""
        if self._waiting:
            with self._told():
                self._file.do(self._write_waiting)
        self._file.shut()

    def _write_waiting(self, file: sqlite3.Connection) -> None:
        with file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany(_INSERT, [_values(entry) for entry in self._waiting])
        self._waiting.clear()

    def _tidy(self, file: sqlite3.Connection) -> None:
        """From time to time, and whenever the file has grown too large."""
        if time.monotonic() - self._tidied >= _TIDY_EVERY:
            _deleted(file, f"at < {time.time() - self._options.days * _DAY!r}")
            self._tidied = time.monotonic()
        while _size(file) > self._options.megabytes * _MEGABYTE:
            count: int = file.execute("SELECT count(*) FROM entries").fetchone()[0]
            oldest = f"id IN (SELECT id FROM entries ORDER BY at, id LIMIT {max(1, count // _SHARE)})"  # noqa: S608
            if count < 2 or not _deleted(file, oldest):
                break

    def _carry_over(self, aside: Path) -> None:
        """What can be read of a broken file, of which the user hears."""
        saved, _ = readable(aside, "entries", _COLUMNS, lambda values: _entry((*values, 0)))
        self._file.do(lambda file: file.executemany(_INSERT, [_values(entry) for entry in saved]))
        self._complaints.tell(
            MmassistError(
                "history: broken file",
                saying(
                    "The history was damaged. A new one was begun, with {entries} that could be read.", entries=counted(len(saved), "entry")
                ),
                saying("The damaged file was kept as {file}; wiping the history removes it. Check the disk.", file=aside.name),
            )
        )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._file.translated():
                yield
        except MmassistError as error:
            self._complaints.tell(error)


def _found(file: sqlite3.Connection, query: Query) -> Page:
    conditions, values = _conditions(query)
    total = file.execute(f"SELECT count(*) FROM entries WHERE {' AND '.join(conditions)}", values).fetchone()[0]  # noqa: S608
    for other, sign in ((query.before, "<"), (query.after, ">")):
        if other:
            near = f"(at, id) {sign} (SELECT at, id FROM entries WHERE id = ?)"  # noqa: S608 - a sign of our own
            gone = f"id {sign} ? AND NOT EXISTS (SELECT 1 FROM entries WHERE id = ?)"  # noqa: S608 - the entry itself was deleted
            conditions.append(f"({near} OR {gone})")
            values += [other] * 3
    way = "ASC" if query.after else "DESC"
    rows = file.execute(f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY at {way}, id {way} LIMIT ?", (*values, query.limit))
    entries = sorted((_entry(row) for row in rows), key=lambda entry: (entry.at, entry.id), reverse=True)
    programs = tuple(name for (name,) in file.execute("SELECT DISTINCT program FROM entries WHERE program <> '' ORDER BY program"))
    return Page(query, tuple(entries), total, programs)


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    conditions, values = ["1"], list[Any]()
    if query.program:
        conditions.append("program = ? COLLATE NOCASE")
        values.append(query.program)
    words = _WORD.findall(query.text)
    if query.text.strip() and not words:
        conditions.append("0")  # nothing but signs, which no index holds
    for word in words:
        if _UNSPACED.search(word):
            conditions.append("instr(program || ' ' || title || ' ' || question || ' ' || spoken, ?)")
            values.append(word)
    if spaced := [word for word in words if not _UNSPACED.search(word)]:
        conditions.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(" ".join(f'"{word}"*' for word in spaced))
    return conditions, values


def _deleted(file: sqlite3.Connection, condition: str) -> int:
    """How many there were. The index keeps what was deleted until its parts are merged, and the log until it is emptied."""
    with file:
        file.execute("BEGIN IMMEDIATE")
        count = file.execute(f"DELETE FROM entries WHERE {condition}").rowcount  # noqa: S608 - of numbers alone
        if count:
            file.execute("INSERT INTO words (words) VALUES ('optimize')")
    if count:
        _emptied_log(file)
    return count


def _emptied(file: sqlite3.Connection) -> None:
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute("DELETE FROM entries")
        file.execute("INSERT INTO words (words) VALUES ('rebuild')")
        file.execute("DELETE FROM sqlite_sequence")
    file.execute("VACUUM")
    _emptied_log(file)


def _emptied_log(file: sqlite3.Connection) -> None:
    if file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        error = sqlite3.OperationalError("a reader holds the log")
        error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
        raise error


def _size(file: sqlite3.Connection) -> int:
    """Bytes in use."""
    pages, free, each = (file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
    return int((pages - free) * each)


def _values(entry: Entry) -> tuple[Any, ...]:
    return tuple(getattr(entry, name) for name in _COLUMNS)


def _entry(values: tuple[Any, ...]) -> Entry:
    """Raises TypeError for what is none."""
    at, program, title, question, spoken, backend, number = values
    if not isinstance(at, float) or not all(isinstance(text, str) for text in values[1:-1]):
        raise TypeError("no entry")
    return Entry(at, program, title, question, spoken, backend, number)
