"""Entries of the history as a file for other programs, or to be read: JSON, CSV or plain text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mmassist.engine import exporting
from mmassist.engine.history import Entry, sentences


def export(entries: Sequence[Entry], path: Path) -> None:
    """Writes them; see `exporting.export`."""
    makers = {".json": lambda: as_json(entries), ".csv": lambda: as_csv(entries), ".txt": lambda: "\n\n".join(sentences(entries)) + "\n"}
    exporting.export(path, makers)


def as_csv(entries: Sequence[Entry]) -> str:
    """A line an entry under one of names."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [each.name for each in fields(Entry)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain(entry) for entry in entries)
    return file.getvalue()


def as_json(entries: Sequence[Entry]) -> str:
    """A list of objects."""
    return json.dumps([plain(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"


def plain(entry: Entry) -> dict[str, Any]:
    """`at` as a date and time in UTC (ISO 8601)."""
    return {**asdict(entry), "at": datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds")}
