"""Turns as files for other programs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from mmassist.engine.metrics import Row
from mmassist.engine.metrics_export import as_csv, export
from mmassist.errors import MmassistError, SettingsError


def test_a_table_has_a_line_a_row_and_unknown_is_empty() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([Row(0.0, "work", redactions={"card": 2})])))
    assert (row["at"], row["backend"], row["cost"], row["redactions"]) == ("1970-01-01T00:00:00+00:00", "work", "", '{"card": 2}')


def test_a_file_is_the_owners_alone(tmp_path: Path) -> None:
    export([Row(0.0, "work")], tmp_path / "turns.CSV")
    assert (tmp_path / "turns.CSV").stat().st_mode & 0o077 == 0


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="unknown format"):
        export([], tmp_path / "turns.xls")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MmassistError) as caught:
        export([], tmp_path / "file" / "turns.csv")
    assert caught.value.remedy
    assert "could not be written" in caught.value.spoken
