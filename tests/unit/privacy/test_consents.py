"""What the user agreed to is kept, and only that."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mmassist.errors import SettingsError
from mmassist.privacy.consents import Consent, Consents

AGREED = Consent("openai", datetime(2026, 11, 25, 12, 0, tzinfo=UTC), "2026-11-01")


def test_a_consent_is_there_the_next_time(tmp_path: Path) -> None:
    Consents(tmp_path / "consents.json").agree(AGREED)
    assert Consents(tmp_path / "consents.json").all() == (AGREED,)


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "consents.json"
    Consents(path).agree(AGREED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_holds_for_the_terms_that_were_heard(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    consents.agree(AGREED)
    assert consents.has("openai", "2026-11-01")
    assert not consents.has("openai", "2026-12-01") and not consents.has("claude", "2026-11-01")


def test_it_can_be_withdrawn(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    consents.agree(AGREED)
    assert consents.withdraw("openai") and not consents.withdraw("openai")
    assert Consents(tmp_path / "consents.json").all() == ()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 9, "consents": []}', '{"version": 1, "consents": [{"vendor": 3}]}', "null"]
)
def test_a_broken_file_is_no_consent_and_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "consents.json"
    path.write_text(content)
    consents = Consents(path)
    assert consents.all() == ()
    assert consents.problem is not None and "nothing is sent" in consents.problem.spoken


def test_what_can_not_be_written_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    consents = Consents(tmp_path / "file" / "consents.json")
    with pytest.raises(SettingsError):
        consents.agree(AGREED)
    assert not consents.has("openai", "2026-11-01")
