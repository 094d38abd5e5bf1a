"""Rows of the record as a file for other programs: CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mmassist.desktop import private_file
from mmassist.engine.metrics import Row
from mmassist.errors import MmassistError, SettingsError

FORMATS = ("csv", "json")


def export(rows: Sequence[Row], path: Path) -> None:
    """Writes the rows, whole or not at all, for their owner alone. The ending of the name tells the format.

    Blocks. Raises SettingsError for another ending, MmassistError if it can't be written.
    """
    makers = {".csv": as_csv, ".json": as_json}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise SettingsError("unknown format", "The file's name must end in .csv or .json.", "Choose another name.")
    try:
        private_file.write(path, maker(rows).encode())
    except OSError as error:
        raise MmassistError(
            f"export: {type(error).__name__}",
            f"The file could not be written: {error.strerror or 'unknown reason'}.",
            "Check the disk's free space and the folder's rights, or choose another folder.",
        ) from error


def as_csv(rows: Sequence[Row]) -> str:
    """A line a row under one of names; what is not known is empty, redactions are JSON."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [each.name for each in fields(Row)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(_plain(row) | {"redactions": json.dumps(dict(row.redactions), ensure_ascii=False)})
    return file.getvalue()


def as_json(rows: Sequence[Row]) -> str:
    """A list of objects."""
    return json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def _plain(row: Row) -> dict[str, Any]:
    """`at` as a date and time in UTC (ISO 8601)."""
    return {**asdict(row), "at": datetime.fromtimestamp(row.at, UTC).isoformat(timespec="seconds")}
