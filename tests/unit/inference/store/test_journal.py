"""The journal of a pull believes what it can check, and nothing after it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from mmassist.inference.store.journal import Begun, Block, Facts, Journal, parse

_DIGEST = "0" * 64
_FACTS = Facts("hub.example", 1000, '"tag"', _DIGEST, "", "a" * 40)


def _written(folder: Path) -> bytes:
    journal = Journal(folder / "journal")
    journal.open()
    journal.begin("config.json", _FACTS)
    journal.block(10, _DIGEST)
    journal.done("config.json")
    journal.begin("model.bin", _FACTS)
    journal.block(100, _DIGEST)
    journal.block(200, _DIGEST)
    journal.close()
    return (folder / "journal").read_bytes()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    files, good = parse(_written(tmp_path))
    assert files == {
        "config.json": Begun(_FACTS, (Block(10, _DIGEST),), done=True),
        "model.bin": Begun(_FACTS, (Block(100, _DIGEST), Block(200, _DIGEST))),
    }
    assert good == (tmp_path / "journal").stat().st_size


def test_a_line_that_was_torn_is_cut_off_and_written_over(tmp_path: Path) -> None:
    data = _written(tmp_path)
    (tmp_path / "journal").write_bytes(data[:-5])
    journal = Journal(tmp_path / "journal")
    journal.open()
    journal.block(300, _DIGEST)
    journal.close()
    files, _ = parse((tmp_path / "journal").read_bytes())
    assert [block.length for block in files["model.bin"].blocks] == [100, 300]


def test_blocks_that_were_given_up_count_no_more(tmp_path: Path) -> None:
    _written(tmp_path)
    journal = Journal(tmp_path / "journal")
    journal.open()
    journal.go_on("model.bin", 1)
    journal.close()
    files, _ = parse((tmp_path / "journal").read_bytes())
    assert [block.length for block in files["model.bin"].blocks] == [100]


def test_a_file_that_begins_anew_is_not_done(tmp_path: Path) -> None:
    _written(tmp_path)
    journal = Journal(tmp_path / "journal")
    journal.open()
    journal.begin("config.json", _FACTS)
    journal.close()
    files, _ = parse((tmp_path / "journal").read_bytes())
    assert files["config.json"] == Begun(_FACTS)


@given(st.data())
def test_a_bit_that_tips_takes_nothing_but_what_follows(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        written = _written(Path(folder))
    lines = written.splitlines(keepends=True)
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    tipped = bytearray(written)
    tipped[bit // 8] ^= 1 << bit % 8
    ends = [len(b"".join(lines[: count + 1])) for count in range(len(lines))]
    before = sum(end <= bit // 8 for end in ends)
    assert parse(bytes(tipped)) == parse(b"".join(lines[:before]))


@given(st.binary(max_size=400))
def test_what_is_no_journal_is_none(garbage: bytes) -> None:
    assert parse(garbage) == ({}, 0)


@given(st.sampled_from(["total", "identity", "sha256", "git", "source"]), st.booleans())
def test_two_files_are_the_same_only_where_something_says_so(differs: str, digests: bool) -> None:
    one = Facts("hub.example", 1000, '"tag"', _DIGEST if digests else "", "b" * 40 if digests else "", "a" * 40)
    other = {"source": one.source, "identity": one.identity, "sha256": one.sha256, "git": one.git, "total": one.total}
    other[differs] = 1001 if differs == "total" else "1" * 64
    same = one.same_file(Facts(**other))  # type: ignore[arg-type]
    if digests:
        assert same == (differs in ("identity", "source", "git"))
    else:
        assert same == (differs in ("sha256", "git"))
