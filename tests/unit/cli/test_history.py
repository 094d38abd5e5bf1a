"""`mmassist history`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mmassist.cli import app
from mmassist.engine.history import Entry, Options
from mmassist.engine.history_store import HistoryStore
from tests.fakes.session import SessionDouble
from tests.fakes.session_bus import session_bus


@pytest.fixture
def kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three entries, and no bus that could say that the session is locked."""
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nowhere/at/all")
    store = HistoryStore(home / "data" / "history.db", Options(), lambda error: pytest.fail(str(error)))
    for number, (program, said) in enumerate([("Mousepad", "A letter."), ("Firefox", "An invoice."), ("Firefox", "A ticket.")]):
        store.record(Entry(time.time() - 10 + number, program, "Title", "What is it?" if number == 2 else "", said, "embedded"))
    store.close()
    yield home


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["history", *arguments])


def said(*arguments: str) -> list[str]:
    found = run(*arguments, "--json")
    assert found.exit_code == 0, found.output
    return [entry["spoken"] for entry in json.loads(found.stdout)["entries"]]


def test_it_is_listed_newest_first(kept: Path) -> None:
    assert said() == ["A ticket.", "An invoice.", "A letter."]
    assert "Firefox, Title. You asked: What is it? A ticket." in run().stdout
    assert "1 older entry not shown" in run("--limit", "2").stdout


def test_it_is_searched_and_filtered(kept: Path) -> None:
    assert said("search", "invoi") == ["An invoice."]
    assert said("search", "title", "--program", "mousepad") == ["A letter."]
    assert run("search", "nowhere").stdout == "Nothing is found.\n"


def test_entries_are_deleted_by_the_numbers_that_are_told(kept: Path) -> None:
    number = run("search", "invoice").stdout.partition(":")[0]
    assert run("delete", number).stdout == "1 entry deleted.\n"
    assert said() == ["A ticket.", "A letter."]


def test_that_it_is_switched_off_and_what_is_wrong_with_the_settings_is_said(kept: Path) -> None:
    file = kept / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text("[history]\nenabled = false\n")
    assert run().stderr == "The history is switched off: nothing new is written down.\n"
    assert len(said()) == 3
    file.write_text("[history]\ndays = 0\n")
    assert "The settings file can't be used: history.days" in run().stderr


def test_it_is_exported(kept: Path, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "all.json")).stdout.startswith("3 entries written")
    assert len(json.loads((tmp_path / "all.json").read_text())) == 3
    wrong = run("export", str(tmp_path / "all.doc"))
    assert wrong.exit_code == 1
    assert "must end in .json or .csv or .txt" in wrong.stderr


def test_it_is_wiped(kept: Path) -> None:
    assert run("wipe").stdout == "The history is wiped.\n"
    assert run().stdout == "The history is empty.\n"
    assert all(b"ticket" not in file.read_bytes() for file in (kept / "data").iterdir())


def test_nothing_is_told_of_it_while_the_session_is_locked(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with session_bus(monkeypatch) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with SessionDouble(locked=True):
            refused = [run(), run("search", "ticket"), run("export", str(tmp_path / "all.txt"))]
    assert [(one.exit_code, one.stdout) for one in refused] == [(1, "")] * 3
    assert all("locked away while the session is locked" in one.stderr for one in refused)
    assert not (tmp_path / "all.txt").exists()
