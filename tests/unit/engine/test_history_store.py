"""The history on the disk: found again, bounded, gone without a trace, and everything that can be wrong with a disk."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.engine.history import Entry, Options, Query
from mmassist.engine.history_store import HistoryStore
from mmassist.errors import MmassistError
from mmassist.visible import visible

ENTRY = Entry(time.time() - 100, "Mousepad", "shopping list", "", "Two loaves of bread, and a résumé.", "embedded")


class Told(list[MmassistError]):
    @property
    def spoken(self) -> str:
        return " ".join(error.spoken for error in self)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(path: Path, told: Told) -> Iterator[HistoryStore]:
    store = HistoryStore(path, Options(), told.append)
    yield store
    store.close()


def spoken(store: HistoryStore, text: str = "", **query: str | int) -> list[str]:
    return [entry.spoken for entry in store.find(replace(Query(text), **query)).entries]  # type: ignore[arg-type]


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def test_what_is_recorded_is_found_newest_first(store: HistoryStore) -> None:
    for number in range(3):
        store.record(replace(ENTRY, at=ENTRY.at + number, spoken=f"Answer {number}."))
    assert spoken(store) == ["Answer 2.", "Answer 1.", "Answer 0."]


@pytest.mark.parametrize("text", ["bread", "Bre", "loaves bread", "SHOPPING", "resume", "résumé", "mousepad list", "bread, -two*"])
def test_words_are_found_as_they_begin_whatever_their_case_and_accents(store: HistoryStore, text: str) -> None:
    store.record(ENTRY)
    assert spoken(store, text) == [ENTRY.spoken]


@pytest.mark.parametrize("text", ["butter", "read", "bread butter", "*", '"', "ANDY (", "NEAR/2"])
def test_what_is_not_there_is_not_found_and_signs_are_no_query_language(store: HistoryStore, text: str) -> None:
    store.record(ENTRY)
    assert spoken(store, text) == []


def test_parts_of_texts_without_spaces_are_found(store: HistoryStore) -> None:
    store.record(replace(ENTRY, spoken="保存しますか"))
    assert spoken(store, "します") == ["保存しますか"]
    assert spoken(store, "閉じる") == []


def test_a_page_tells_how_many_there_are_and_of_which_programs(store: HistoryStore) -> None:
    for number in range(5):
        store.record(replace(ENTRY, at=ENTRY.at + number, program=("Mousepad", "Firefox")[number % 2]))
    page = store.find(Query("bread", program="firefox", limit=1))
    assert (len(page.entries), page.total, page.programs) == (1, 2, ("Firefox", "Mousepad"))


def test_from_one_entry_it_goes_back_and_forward(store: HistoryStore) -> None:
    for number in range(4):
        store.record(replace(ENTRY, spoken=f"Answer {number}."))  # all at the same time
    second = store.find(Query(limit=2)).entries[1]
    assert spoken(store, before=second.id, limit=1) == ["Answer 1."]
    assert spoken(store, after=second.id, limit=1) == ["Answer 3."]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_text_comes_back_as_it_was_and_any_search_is_answered(
    tmp_path_factory: pytest.TempPathFactory, title: str, said: str, text: str
) -> None:
    entry = replace(ENTRY, title=visible(title), spoken=visible(said))
    store = HistoryStore(tmp_path_factory.getbasetemp() / "any-entry.db", Options(), lambda error: pytest.fail(str(error)))
    store.wipe()
    store.record(entry)
    assert [replace(one, id=0) for one in store.find(Query()).entries] == [entry]
    store.find(Query(text))
    store.close()


def test_the_files_are_the_owners_alone(store: HistoryStore, path: Path) -> None:
    store.record(ENTRY)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_wiping_leaves_no_bytes_behind(store: HistoryStore, path: Path) -> None:
    path.parent.mkdir()
    (path.parent / "history.db.broken").write_text("canaryfile")
    for number in range(300):
        store.record(replace(ENTRY, spoken=f"canaryword{number} " * 20, title="canarytitle", question="canaryquestion"))
    assert b"canary" in bytes_of(path)
    store.wipe()
    assert b"canary" not in bytes_of(path).lower()
    assert spoken(store) == []


def test_a_deleted_entry_leaves_no_bytes_behind_and_the_others_stay(store: HistoryStore, path: Path) -> None:
    for number in range(50):
        store.record(replace(ENTRY, at=ENTRY.at + number, spoken=f"secretword{number:02} and more of it"))
    entries = store.find(Query("secretword17")).entries
    assert store.delete([entry.id for entry in entries]) == 1
    assert b"secretword17" not in bytes_of(path)
    assert b"secretword18" in bytes_of(path)
    assert len(spoken(store, "secretword")) == 49


def test_numbers_that_are_not_there_delete_nothing(store: HistoryStore) -> None:
    store.record(ENTRY)
    assert store.delete([99]) == 0
    assert len(spoken(store)) == 1


def test_what_is_too_old_goes(store: HistoryStore, path: Path) -> None:
    store.record(replace(ENTRY, at=time.time() - 89 * 86_400, spoken="Still there."))
    store.close()
    late = HistoryStore(path, Options(), lambda error: pytest.fail(str(error)))
    late.record(replace(ENTRY, at=time.time() - 91 * 86_400, spoken="outdatedword"))
    late.close()
    again = HistoryStore(path, Options(), lambda error: pytest.fail(str(error)))
    again.tidy()
    assert spoken(again) == ["Still there."]
    again.close()
    assert b"outdatedword" not in bytes_of(path)


def test_the_oldest_go_when_it_grows_too_large(path: Path) -> None:
    store = HistoryStore(path, Options(megabytes=1), lambda error: pytest.fail(str(error)))
    for number in range(120):
        store.record(replace(ENTRY, at=ENTRY.at + number, spoken=f"entry{number} " + "".join(f"{number}x{at} " for at in range(2000))))
    found = spoken(store, limit=1000)
    store.close()
    assert found[0].startswith("entry119 ")
    assert 5 < len(found) < 119
    assert path.stat().st_size < 2_500_000


def test_nothing_is_made_for_tidying_and_forgetting_alone(store: HistoryStore, path: Path) -> None:
    store.tidy()
    store.forget_since(0.0)
    assert not path.exists()


def test_this_run_is_forgotten_and_what_was_before_stays(store: HistoryStore, path: Path) -> None:
    store.record(ENTRY)
    began = time.time()
    store.record(replace(ENTRY, at=began + 1, spoken="thisrunword"))
    store.forget_since(began)
    assert spoken(store) == [ENTRY.spoken]
    assert b"thisrunword" not in bytes_of(path)


def test_ten_thousand_entries_are_searched_in_the_blink_of_an_eye(store: HistoryStore, path: Path) -> None:
    words = ["invoice", "window", "button", "settings", "letter", "garden", "ticket", "account"]
    store.record(ENTRY)
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        rows = (
            (
                ENTRY.at - number,
                f"Program {number % 20}",
                f"Title {number}",
                "",
                f"Number {number} " + " ".join(words[number % 7 :] * 8),
                "e",
            )
            for number in range(10_000)
        )
        file.executemany("INSERT INTO entries (at, program, title, question, spoken, backend) VALUES (?, ?, ?, ?, ?, ?)", rows)
    page = store.find(Query("garden 9999", limit=20))
    assert (page.total, len(page.programs)) == (1, 21)
    plan = _plan(path)
    assert "SCAN entries" not in plan.replace("SCAN entries USING COVERING INDEX", "")


def _plan(path: Path) -> str:
    """How a page of what words occur in is found: by the index, not by reading all."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        query = "SELECT id FROM entries WHERE 1 AND id IN (SELECT rowid FROM words WHERE words MATCH ?) ORDER BY at DESC, id DESC LIMIT 20"
        return "; ".join(str(row[3]) for row in file.execute(f"EXPLAIN QUERY PLAN {query}", ('"garden"*',)))


def test_a_file_of_a_newer_version_is_left_alone_and_said_once(store: HistoryStore, path: Path, told: Told) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    store.record(ENTRY)
    store.record(ENTRY)
    assert told.spoken == "The history was written by a newer mmassist. What is told is not written down meanwhile."
    assert path.read_bytes() == before


def test_what_is_no_database_is_set_aside_and_said_and_a_new_one_begun(store: HistoryStore, path: Path, told: Told) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)
    store.record(ENTRY)
    assert path.with_name("history.db.broken").exists()
    assert told.spoken == "The history was damaged. A new one was begun, with 0 entries that could be read."
    assert spoken(store, "bread") == [ENTRY.spoken]


def test_of_a_damaged_file_what_can_be_read_is_carried_over_and_found(path: Path, told: Told) -> None:
    first = HistoryStore(path, Options(), told.append)
    for number in range(500):
        first.record(replace(ENTRY, at=ENTRY.at + number, spoken=f"Answer {number} " * 30))
    first.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096 * 3)
    store = HistoryStore(path, Options(), told.append)
    store.record(replace(ENTRY, at=ENTRY.at + 1000, spoken="The newest."))
    found = spoken(store, limit=1000)
    assert found[0] == "The newest."
    assert 50 < len(found) <= 501
    assert spoken(store, "newest") == ["The newest."]
    store.close()
    assert "was damaged" in told.spoken


def test_an_entry_waits_while_another_program_holds_the_file(
    store: HistoryStore, path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.engine.database.PATIENCE", 0.05)
    store.record(ENTRY)
    store.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store.record(ENTRY)
    store.record(ENTRY)
    assert told.spoken == "The history is in use by another program. What is told is not written down meanwhile."
    holder.close()
    store.record(ENTRY)
    assert len(spoken(store)) == 4


FULL_DISK = """
import resource, sys, time
from pathlib import Path
from mmassist.engine.history import Entry, Options, Query
from mmassist.engine.history_store import HistoryStore

store = HistoryStore(Path(sys.argv[1]), Options(), lambda error: print(error.spoken))
entry = Entry(time.time(), "Mousepad", "Untitled", "", "Bread.", "embedded")
for _ in range(20):
    store.record(entry)
store.close()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
for _ in range(20):
    store.record(entry)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.record(entry)
print(store.find(Query("bread")).total)
store.close()
"""


def test_on_a_full_disk_nothing_is_lost_and_it_is_said_once(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True)
    said, total = done.stdout.splitlines()
    assert said.startswith("The history can't be written")
    assert total == "41"
