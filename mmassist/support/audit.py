"""What happened in support sessions, for the user to read: one line of JSON an event, in a file that is theirs alone. No text of a screen,
of a chat or of what was said is in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mmassist.errors import SupportError
from mmassist.visible import visible

_MOST_BYTES = 1_000_000
_LONGEST_NAME = 60


class Happened(StrEnum):
    INVITED = "invited"
    KNOCKED = "knocked"
    REFUSED = "refused"
    ADMITTED = "admitted"
    GRANTED = "granted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    DISMISSED = "dismissed"
    MONITOR = "shown a monitor"
    WINDOW = "shown one window again"


@dataclass(frozen=True, slots=True)
class Entry:
    """`name`: what they call themselves, unverified. `seconds`: for how long. `at`: when it was written, with its time zone."""

    happened: Happened
    role: str = ""
    name: str = ""
    right: str = ""
    seconds: float = 0.0
    at: datetime | None = None


class AuditLog:
    """Appends, so that a crash loses no more than the last line. When it is over a megabyte the older half goes."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now().astimezone()) -> None:
        self._path, self._now = path, now

    def note(self, entry: Entry) -> None:
        """On the disk when it returns. Raises SupportError."""
        line = {
            "at": self._now().isoformat(timespec="seconds"),
            "happened": entry.happened.value,
            "role": entry.role,
            "name": visible(entry.name).strip()[:_LONGEST_NAME],
            "right": entry.right,
            "seconds": entry.seconds,
        }
        try:
            self._shorten()
            self._append(json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise _unusable(error, "written") from error

    def entries(self) -> tuple[tuple[Entry, ...], int]:
        """The oldest first, and how many lines can't be read. Raises SupportError."""
        read = [_read(line) for line in self._bytes().splitlines() if line.strip()]
        return tuple(entry for entry in read if entry is not None), read.count(None)

    def left(self) -> tuple[Entry, ...]:
        """Who was let in and never dismissed, as an app that was killed leaves them. Raises SupportError."""
        there: dict[str, Entry] = {}
        for entry in self.entries()[0]:
            if entry.happened is Happened.ADMITTED:
                there[entry.role] = entry
            elif entry.happened is Happened.DISMISSED:
                there.pop(entry.role, None)
        return tuple(there.values())

    def dismiss(self, left: Iterable[Entry]) -> None:
        """Notes of each that they are let in no more. Raises SupportError."""
        for entry in left:
            self.note(Entry(Happened.DISMISSED, entry.role, entry.name))

    def wipe(self) -> None:
        """Raises SupportError."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise _unusable(error, "wiped") from error

    def _append(self, line: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(
            self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600
        )
        try:
            if os.lseek(handle, 0, os.SEEK_END):
                os.lseek(handle, -1, os.SEEK_END)
                if os.read(handle, 1) != b"\n":
                    line = b"\n" + line  # the last one was cut off by a crash
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)

    def _shorten(self) -> None:
        if not self._path.exists() or self._path.stat().st_size <= _MOST_BYTES:
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        shorter = self._path.with_suffix(".new")
        shorter.unlink(missing_ok=True)
        handle = os.open(shorter, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.writelines(lines[len(lines) // 2 :])
            file.flush()
            os.fsync(file.fileno())
        shorter.replace(self._path)

    def _bytes(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _unusable(error, "read") from error


def _unusable(error: OSError, what: str) -> SupportError:
    sentences = {
        "written": "What happens in support sessions can't be written down, so nothing is allowed to anybody.",
        "read": "What happened in support sessions can't be read.",
        "wiped": "What happened in support sessions can't be wiped.",
    }
    return SupportError(f"audit log: {error.strerror}", sentences[what], "Check the disk, and whose the folder of mmassist's data is.")


def _read(line: bytes) -> Entry | None:
    try:
        row = json.loads(line)
        return Entry(
            Happened(row["happened"]),
            str(row.get("role", "")),
            str(row.get("name", "")),
            str(row.get("right", "")),
            float(row.get("seconds", 0)),
            datetime.fromisoformat(row["at"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
