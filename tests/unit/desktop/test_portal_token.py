"""The permission to see the screen again, as it is kept."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from mmassist.desktop import portal_token


def test_what_is_kept_is_read_again() -> None:
    portal_token.write("a-b-c")
    assert portal_token.read() == "a-b-c"


def test_nothing_kept_is_an_empty_token() -> None:
    assert portal_token.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="modes are Unix's")
def test_it_is_its_owners_alone(home: Path) -> None:
    portal_token.write("a-b-c")
    (file,) = home.rglob("screen-token")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_empty_token_forgets_it(home: Path) -> None:
    portal_token.write("a-b-c")
    portal_token.write("")
    assert not list(home.rglob("screen-token"))


def test_a_token_that_can_not_be_kept_breaks_nothing(home: Path) -> None:
    (home / "data").write_text("no folder")
    portal_token.write("a-b-c")
    assert portal_token.read() == ""


def test_rubbish_in_the_file_is_no_token(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "screen-token").write_bytes(b"\xff\xfe" * 40)
    assert portal_token.read() == ""
