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

from mmassist.engine import exporting
from mmassist.engine.metrics import Row


def export(rows: Sequence[Row], path: Path) -> None:
    """Writes the rows; see `exporting.export`."""
    exporting.export(path, {".csv": lambda: as_csv(rows), ".json": lambda: as_json(rows)})


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
