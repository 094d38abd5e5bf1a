"""A process that keeps what it is told to keep, killed at random moments: what is on the disk afterwards is whole, and at most the last of
it is missing.

`python -m tests.killing 1000` does that so many times and prints one JSON object.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from mmassist.each_setting import changed
from mmassist.engine.history import Entry, Options, Query
from mmassist.engine.history_store import HistoryStore
from mmassist.errors import MmassistError
from mmassist.settings import Settings, from_file, save

_LATER = 4_000_000_000.0  # no entry is ever too old
_LONGEST = 0.12  # seconds until it is killed; a round of what it does takes about a tenth of that


@dataclass
class Found:
    """Over all kills. `lost`: entries and settings that had been told to be kept and were not there, at most `most_lost` in one kill."""

    kills: int = 0
    corrupt: int = 0
    lost: int = 0
    most_lost: int = 0
    kept: int = 0
    began_nothing: int = 0
    """Kills that came before anything was kept."""


def kill(times: int, folder: Path, seed: int = 1) -> Found:
    """Raises nothing for what it finds wrong: it counts."""
    chance, found = random.Random(seed), Found()
    settings, history = folder / "settings.toml", folder / "history.db"
    save(Settings(), settings)
    newest = acknowledged = 0
    for _ in range(times):
        told = _killed(history, settings, newest + 1, chance.uniform(0, _LONGEST))
        found.began_nothing += told is None
        acknowledged = told or acknowledged
        newest, rate, whole = _looked_at(history, settings)
        found.kills += 1
        found.corrupt += not whole
        lost = max(0, acknowledged - newest)
        if acknowledged and rate not in {_speed(number) for number in range(acknowledged, max(acknowledged, newest) + 2)}:
            lost += 1
        found.lost += lost
        found.most_lost = max(found.most_lost, lost)
    found.kept = newest
    return found


def _speed(number: int) -> int:
    """The words a minute that are set with that entry."""
    return 80 + number % 800


def _killed(history: Path, settings: Path, first: int, after: float) -> int | None:
    """The last number that the process told to be kept before it was killed; None where it told none."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _keep(history, settings, first, lambda number: os.write(writing, number.to_bytes(4, "big")))
    os.close(writing)
    time.sleep(after)  # the moment is what is random
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    told = b""
    while more := os.read(reading, 1 << 16):
        told += more
    os.close(reading)
    return int.from_bytes(told[-4:], "big") if told else None


def _keep(history: Path, settings: Path, first: int, told: Callable[[int], object]) -> None:
    """What the app does with what is to be kept, over and over; never returns."""
    store = HistoryStore(history, Options(), _give_up)
    try:
        for number in itertools.count(first):
            store.record(Entry(_LATER + number, "Program", f"Title {number}", "", f"Answer {number} " * 20, "embedded"))
            if number % 7 == 0:  # what is written over and thrown away is cut short too
                store.delete([store.find(Query(f'"Answer {number}"')).entries[0].id])
                store.record(Entry(_LATER + number, "Program", f"Title {number}", "", f"Answer {number}", "embedded"))
            save(changed(from_file(settings)[0], "speech.rate", _speed(number)), settings)
            told(number)
    finally:
        os._exit(1)


def _give_up(error: MmassistError) -> None:
    sys.stderr.write(f"{error}: {error.spoken}\n")
    os._exit(2)


def _looked_at(history: Path, settings: Path) -> tuple[int, int, bool]:
    """The newest entry's number, which rate is set, and whether both files are whole: as the next start finds them."""
    troubles: list[MmassistError] = []
    store = HistoryStore(history, Options(days=36_500), troubles.append)
    try:
        page = store.find(Query(limit=1))
    except MmassistError as error:
        troubles.append(error)
        return 0, 0, False
    finally:
        store.close()
    whole = is_whole(history)
    loaded, problem = from_file(settings)
    newest = int(page.entries[0].at - _LATER) if page.entries else 0
    return newest, loaded.speech.rate, whole and problem is None and not troubles


def is_whole(history: Path) -> bool:
    """By SQLite's own checks of the file and of its index of words."""
    with contextlib.closing(sqlite3.connect(history)) as file:
        try:
            file.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
            return file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(json.dumps(asdict(kill(int(sys.argv[1]), Path(place)))) + "\n")
