"""Keys: where they are kept and found, and that none of them is ever told."""

from __future__ import annotations

import logging
import tomllib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from pydantic import SecretStr

from mmassist.desktop import secrets
from mmassist.errors import MmassistError, SecretUnavailable, SettingsError
from tests.fakes.keyring import LockedKeyring, LostKeyring, MemoryKeyring, PlainKeyring, TellingKeyring

CANARY = "sk-canary-5d1f0c"
Use = Callable[[KeyringBackend], KeyringBackend]


@pytest.fixture
def use() -> Iterator[Use]:
    """Sets the keyring of the process, and puts back what was there."""
    before = keyring.get_keyring()

    def replace(ring: KeyringBackend) -> KeyringBackend:
        keyring.set_keyring(ring)
        return ring

    yield replace
    keyring.set_keyring(before)


@pytest.fixture
def ring(use: Use) -> MemoryKeyring:
    ring = MemoryKeyring()
    use(ring)
    return ring


@pytest.fixture(autouse=True)
def no_keys_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def found(name: str, kind: str) -> str | None:
    key = secrets.get(name, kind)
    return key.get_secret_value() if key else None


def test_a_stored_key_is_found(ring: MemoryKeyring) -> None:
    secrets.store("work", SecretStr(CANARY))
    assert found("work", "openai") == CANARY


def test_a_new_key_replaces_the_old_one(ring: MemoryKeyring) -> None:
    secrets.store("work", SecretStr("old"))
    secrets.store("work", SecretStr("new"))
    assert found("work", "openai") == "new"


def test_no_key_is_none_where_the_keyring_works(ring: MemoryKeyring) -> None:
    assert secrets.get("work", "openai") is None


def test_a_forgotten_key_is_gone_and_so_is_its_name(ring: MemoryKeyring) -> None:
    secrets.store("work", SecretStr(CANARY))
    secrets.forget("work")
    assert (secrets.get("work", "openai"), secrets.names(), ring.kept) == (None, (), {})


def test_forgetting_what_is_not_there_is_said(ring: MemoryKeyring) -> None:
    with pytest.raises(SecretUnavailable, match="no key for work"):
        secrets.forget("work")


def test_names_are_listed_in_order(ring: MemoryKeyring) -> None:
    for name in ("work", "home", "work"):
        secrets.store(name, SecretStr(CANARY))
    assert secrets.names() == ("home", "work")


def test_the_list_holds_names_alone_and_is_the_owners(ring: MemoryKeyring, home: Path) -> None:
    secrets.store("work", SecretStr(CANARY))
    path = home / "config" / "keys.toml"
    assert path.stat().st_mode & 0o077 == 0
    assert tomllib.loads(path.read_text()) == {"names": ["work"]}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"names = [", b"names = 3"])
def test_a_broken_list_is_kept_aside(ring: MemoryKeyring, home: Path, content: bytes) -> None:
    path = home / "config" / "keys.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert secrets.names() == ()
    assert path.with_name("keys.toml.broken").read_bytes() == content


def test_a_list_that_cannot_be_written_is_said_and_the_key_is_kept(ring: MemoryKeyring, home: Path) -> None:
    (home / "config").write_text("in the way")
    with pytest.raises(SettingsError, match=r"keys\.toml") as caught:
        secrets.store("work", SecretStr(CANARY))
    assert "in the keyring" in caught.value.spoken


@pytest.mark.parametrize(
    ("kind", "variable"),
    [
        ("openai", "MMASSIST_KEY_MY_WORK"),
        ("openai", "OPENAI_API_KEY"),
        ("gemini", "GEMINI_API_KEY"),
        ("gemini", "GOOGLE_API_KEY"),
        ("claude", "ANTHROPIC_API_KEY"),
        ("chat", "MMASSIST_KEY_MY_WORK"),
    ],
)
def test_the_environment_is_the_fall_back(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, kind: str, variable: str) -> None:
    monkeypatch.setenv(variable, CANARY)
    assert found("my-work", kind) == CANARY


def test_the_keyring_counts_before_the_environment(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_KEY_WORK", "other")
    secrets.store("work", SecretStr(CANARY))
    assert found("work", "openai") == CANARY


@pytest.mark.parametrize("kind", ["chat", "ollama"])
def test_a_server_that_speaks_a_vendors_format_gets_not_its_key(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    assert secrets.get("work", kind) is None


@pytest.mark.parametrize("broken", [LockedKeyring, TellingKeyring, LostKeyring, PlainKeyring])
def test_where_the_keyring_fails_the_environment_is_used(use: Use, monkeypatch: pytest.MonkeyPatch, broken: type[MemoryKeyring]) -> None:
    use(broken())
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    assert found("work", "openai") == CANARY


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (LockedKeyring, "The keyring is locked."),
        (TellingKeyring, "The keyring does not answer."),
        (LostKeyring, "The keyring does not answer."),
        (PlainKeyring, "does not keep keys safe"),
    ],
)
def test_without_any_key_the_reason_is_told(use: Use, broken: type[MemoryKeyring], told: str) -> None:
    use(broken())
    with pytest.raises(SecretUnavailable) as caught:
        secrets.get("work", "openai")
    assert told in caught.value.spoken
    assert caught.value.remedy


def test_a_machine_without_a_keyring_says_which_variable_would_do() -> None:
    with pytest.raises(SecretUnavailable) as caught:
        secrets.get("work", "claude")
    assert "no keyring" in caught.value.spoken
    assert "ANTHROPIC_API_KEY" in caught.value.remedy


def test_a_server_that_needs_no_key_is_not_held_up_by_a_locked_keyring(use: Use) -> None:
    use(LockedKeyring())
    assert secrets.get("home", "ollama") is None


def test_a_server_whose_key_was_stored_is(use: Use, ring: MemoryKeyring) -> None:
    secrets.store("home", SecretStr(CANARY))
    use(LockedKeyring())
    with pytest.raises(SecretUnavailable):
        secrets.get("home", "chat")


@pytest.mark.parametrize("broken", [LockedKeyring, TellingKeyring, LostKeyring, PlainKeyring])
def test_nothing_is_stored_in_a_keyring_that_is_not_safe(use: Use, broken: type[MemoryKeyring]) -> None:
    ring = broken()
    use(ring)
    with pytest.raises(SecretUnavailable, match="keyring"):
        secrets.store("work", SecretStr(CANARY))
    assert (ring.kept, secrets.names()) == ({}, ())


def test_nothing_is_stored_where_keyring_would_throw_it_away() -> None:
    with pytest.raises(SecretUnavailable, match="none"):
        secrets.store("work", SecretStr(CANARY))


def test_a_safe_keyring_behind_one_that_is_not_is_used(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.chainer import ChainerBackend

    plain, safe = PlainKeyring(), MemoryKeyring()
    monkeypatch.setattr(ChainerBackend, "backends", [plain, safe])
    use(load_keyring("keyring.backends.chainer.ChainerBackend"))
    secrets.store("work", SecretStr(CANARY))
    assert (plain.kept, list(safe.kept.values())) == ({}, [CANARY])


@pytest.mark.parametrize("text", ["", "   \n", "two\nlines", "with space", "nul\0", "x" * 4097, "clé", "sk-\u200b1", "tab\tbed"])
def test_what_can_be_no_key_is_refused(ring: MemoryKeyring, text: str) -> None:
    with pytest.raises(SecretUnavailable, match="not a key"):
        secrets.store("work", SecretStr(text))
    assert ring.kept == {}


def test_spaces_around_a_key_do_not_count(ring: MemoryKeyring) -> None:
    secrets.store("work", SecretStr(f"  {CANARY}\r\n"))
    assert found("work", "openai") == CANARY


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=200))
def test_every_printable_key_comes_back(key: str) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        secrets.store("work", SecretStr(key))
        assert found("work", "openai") == key
    finally:
        keyring.set_keyring(before)


def test_a_key_in_the_environment_that_can_be_none_is_refused(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_KEY_WORK", "one\ntwo")
    with pytest.raises(SecretUnavailable, match="not a key"):
        secrets.get("work", "openai")


@pytest.mark.parametrize("name", ["", "../up", "a b", "-x", "ä", "x" * 65, "new\nline"])
def test_what_can_be_no_name_is_refused(ring: MemoryKeyring, name: str) -> None:
    with pytest.raises(SettingsError, match="not a backend's name"):
        secrets.store(name, SecretStr(CANARY))


def test_entries_name_every_place(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.store("work", SecretStr(CANARY))
    monkeypatch.setenv("MMASSIST_KEY_HOME", CANARY)
    monkeypatch.setenv("GEMINI_API_KEY", CANARY)
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    assert [(entry.name, entry.place) for entry in secrets.entries()] == [
        ("gemini", "GEMINI_API_KEY"),
        ("home", "MMASSIST_KEY_HOME"),
        ("work", "keyring"),
    ]


def _failing_get(ring: TellingKeyring) -> None:
    ring.kept[("mmassist", "work")] = CANARY
    secrets.get("work", "openai")


def _failing_store(ring: TellingKeyring) -> None:
    secrets.store("work", SecretStr(CANARY))


def _bad_key(ring: TellingKeyring) -> None:
    secrets.store("work", SecretStr(f"{CANARY}\nmore"))


@pytest.mark.parametrize("failing", [_failing_get, _failing_store, _bad_key])
def test_no_error_and_no_log_holds_the_key(use: Use, caplog: pytest.LogCaptureFixture, failing: Callable[[TellingKeyring], None]) -> None:
    caplog.set_level(logging.DEBUG)
    ring = TellingKeyring()
    use(ring)
    with pytest.raises(MmassistError) as caught:
        failing(ring)
    told = "".join(traceback.format_exception(caught.value)) + caught.value.spoken + caught.value.remedy
    assert CANARY not in told + caplog.text
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
