"""What goes over the socket of the command line, and where that socket may be."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop import command_wire as wire
from mmassist.desktop import paths

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(arguments=st.lists(WORDS, min_size=1), environment=st.dictionaries(WORDS.filter(lambda name: name and "=" not in name), WORDS))
def test_what_was_typed_arrives_as_it_was(arguments: list[str], environment: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", environment)
        typed, place, installed, there = wire.asked(wire.request(arguments))
    assert (list(typed), place, installed, there) == (arguments, str(Path.cwd()), wire.installation(), environment)


@given(st.binary())
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        wire.asked(body)


def test_a_request_that_has_fewer_words_than_it_says_is_refused() -> None:
    body = b"\0".join((wire.VERSION.encode(), b"here", b"/", b"3", b"describe"))
    with pytest.raises(ValueError):
        wire.asked(body)


@given(st.text())
def test_a_text_arrives_whole_in_frames_that_are_short_enough(text: str) -> None:
    frames = wire.texts(wire.OUT, text * 3)
    assert all(wire.head(each) == (wire.OUT, len(each) - wire.HEAD) for each in frames)
    assert "".join(wire.text(each[wire.HEAD :]) for each in frames) == text * 3


def test_a_long_text_goes_in_several_frames() -> None:
    frames = wire.texts(wire.OUT, "\U0001f600" * 40_000)
    assert len(frames) == 3
    assert all(len(each) <= wire.LONGEST_ANSWER + wire.HEAD for each in frames)


def test_the_folder_is_that_of_what_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path(wire.folder()) == paths.runtime_dir()
    monkeypatch.delenv("MMASSIST_HOME")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    assert Path(wire.folder()) == home / "mmassist"


def test_a_folder_that_others_may_write_to_is_not_ours(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    with pytest.raises(wire.NotOurs):
        wire.open_folder(str(tmp_path))


def test_a_folder_of_another_user_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(wire.NotOurs):
        wire.open_folder(str(tmp_path))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(wire.NotOurs):
        wire.open_folder(str(tmp_path / "link"))


def test_who_is_at_the_other_end_is_told_by_three_numbers() -> None:
    credentials = struct.pack("3i", 4711, 1000, 100)
    assert (wire.process_of(credentials), wire.user_of(credentials)) == (4711, 1000)


def test_a_command_pays_for_no_more_than_it_needs() -> None:
    """What is slow to import is not imported before the app has answered."""
    code = "import sys, mmassist.desktop.command_client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    slow = {"typing", "re", "json", "socket", "pathlib", "dataclasses", "asyncio", "logging", "typer", "numpy"}
    plain = subprocess.run([sys.executable, "-I", "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True)
    assert not slow & (set(done.stdout.split()) - set(plain.stdout.split()))
