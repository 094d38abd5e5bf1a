"""What happened in support sessions, as the user reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mmassist.errors import SupportError
from mmassist.support import audit
from mmassist.support.audit import AuditLog, Entry, Happened

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "data" / "support.jsonl", lambda: NOON)


def _file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "support.jsonl"


def test_what_is_noted_is_read_again_in_order(log: AuditLog) -> None:
    noted = [Entry(Happened.ADMITTED, "helper", "Ada"), Entry(Happened.GRANTED, "helper", "Ada", "control", 120.0)]
    for entry in noted:
        log.note(entry)
    entries, unread = log.entries()
    assert unread == 0
    assert [(one.happened, one.role, one.name, one.right, one.seconds) for one in entries] == [
        (one.happened, one.role, one.name, one.right, one.seconds) for one in noted
    ]
    assert {one.at for one in entries} == {NOON}


@pytest.mark.skipif(os.name == "nt", reason="modes are not Windows' way")
def test_the_file_is_the_user_s_alone(log: AuditLog, tmp_path: Path) -> None:
    log.note(Entry(Happened.INVITED))
    assert _file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_name_can_not_write_lines_nor_hide(log: AuditLog, tmp_path: Path) -> None:
    log.note(Entry(Happened.KNOCKED, "helper", 'Ada\n{"happened":"wiped"}\u202e\x1b[2J' + "a" * 500))
    assert len(_file(tmp_path).read_bytes().splitlines()) == 1
    (entry,), _ = log.entries()
    assert entry.name.startswith("Ada {")
    assert len(entry.name) == 60


def test_a_line_that_was_cut_off_loses_itself_alone(log: AuditLog, tmp_path: Path) -> None:
    log.note(Entry(Happened.INVITED))
    with _file(tmp_path).open("ab") as file:
        file.write(b'{"at": "2026-07-01T12:0')
    log.note(Entry(Happened.KNOCKED, "helper", "Ada"))
    entries, unread = log.entries()
    assert [entry.happened for entry in entries] == [Happened.INVITED, Happened.KNOCKED]
    assert unread == 1


def test_killed_in_the_middle_of_writing_no_line_is_lost_but_the_last(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom mmassist.support.audit import *\n"
        "log = AuditLog(Path(sys.argv[1]))\n"
        "for number in range(100000):\n    log.note(Entry(Happened.KNOCKED, 'helper', str(number)))\n    print(number, flush=True)\n"
    )
    file = tmp_path / "support.jsonl"
    process = subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        for _ in range(50):
            process.stdout.readline()
        process.kill()
        told = 50 + len(process.stdout.read().split())
    process.wait()
    entries, unread = AuditLog(file).entries()
    assert unread <= 1
    assert [entry.name for entry in entries[: told - 1]] == [str(number) for number in range(told - 1)]


def test_it_does_not_grow_without_end(log: AuditLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_MOST_BYTES", 2000)
    for number in range(200):
        log.note(Entry(Happened.KNOCKED, "helper", str(number)))
    assert _file(tmp_path).stat().st_size < 2200
    entries, unread = log.entries()
    assert unread == 0
    assert entries[-1].name == "199"
    assert os.name == "nt" or _file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_wiped_it_is_gone(log: AuditLog, tmp_path: Path) -> None:
    log.wipe()
    log.note(Entry(Happened.INVITED))
    log.wipe()
    assert not _file(tmp_path).exists()
    assert log.entries() == ((), 0)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_its_place_is_not_followed(log: AuditLog, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("", "utf-8")
    _file(tmp_path).parent.mkdir()
    _file(tmp_path).symlink_to(elsewhere)
    with pytest.raises(SupportError) as refused:
        log.note(Entry(Happened.INVITED))
    assert "nothing is allowed" in refused.value.spoken
    assert elsewhere.read_text("utf-8") == ""


def test_who_was_never_dismissed_is_so_at_the_next_start_and_told_once(log: AuditLog) -> None:
    log.note(Entry(Happened.ADMITTED, "helper", "Ann"))
    log.note(Entry(Happened.DISMISSED, "helper", "Ann"))
    assert log.left() == ()
    log.note(Entry(Happened.ADMITTED, "helper", "Ada"))
    log.note(Entry(Happened.GRANTED, "helper", "Ada", "view", 60.0))
    assert [entry.name for entry in log.left()] == ["Ada"]
    log.dismiss(log.left())
    assert log.left() == ()
    last = log.entries()[0][-1]
    assert (last.happened, last.role, last.name) == (Happened.DISMISSED, "helper", "Ada")
