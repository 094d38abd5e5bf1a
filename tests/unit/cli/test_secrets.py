"""`mmassist secrets`: what it stores, lists and forgets, and that it shows no key."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from typer.testing import CliRunner, Result

from mmassist.cli.secrets import secrets
from tests.fakes.keyring import MemoryKeyring

CANARY = "sk-canary-5d1f0c"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    for name in ("OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(secrets, list(arguments), input=typed)


def test_a_key_is_read_from_standard_input(ring: MemoryKeyring) -> None:
    done = run("set", "work", typed=f"{CANARY}\n")
    assert done.output == "The key for work is stored: 16 characters.\n"
    assert list(ring.kept.values()) == [CANARY]


def test_set_prints_one_json_object() -> None:
    done = run("set", "work", "--json", typed=f"{CANARY}\n")
    assert json.loads(done.output) == {"stored": "work", "characters": 16}


@pytest.mark.parametrize("given", [[CANARY], [f"--key={CANARY}"], ["--key", CANARY]])
def test_a_key_as_an_argument_is_refused_and_not_quoted(ring: MemoryKeyring, given: list[str]) -> None:
    done = run("set", "work", *given)
    assert done.exit_code == 1
    assert "never given on the command line" in done.output
    assert CANARY not in done.output
    assert ring.kept == {}


def test_no_key_at_all_is_an_error_with_a_remedy() -> None:
    done = run("set", "work", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["error"] == "SecretUnavailable"


def test_a_wrong_file_piped_in_is_refused(ring: MemoryKeyring) -> None:
    done = run("set", "work", typed="x" * 100_000)
    assert done.exit_code == 1
    assert "too long to be a key" in done.output
    assert ring.kept == {}


def test_list_tells_the_places_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    run("set", "work", typed=CANARY)
    done = run("list")
    assert done.output == "claude: environment, ANTHROPIC_API_KEY\nwork: keyring\n"


def test_list_prints_one_json_object() -> None:
    run("set", "work", typed=CANARY)
    assert json.loads(run("list", "--json").output) == {"keys": [{"name": "work", "place": "keyring"}]}


def test_an_empty_list_is_said() -> None:
    assert run("list").output == "No key is stored.\n"


def test_forget_takes_the_key_out(ring: MemoryKeyring) -> None:
    run("set", "work", typed=CANARY)
    assert run("forget", "work").output == "The key for work is forgotten.\n"
    assert ring.kept == {}


def test_forget_tells_of_a_key_that_the_environment_still_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_KEY_WORK", CANARY)
    run("set", "work", typed=CANARY)
    assert run("forget", "work").output.endswith("The environment still has one, in MMASSIST_KEY_WORK.\n")


def test_forgetting_what_is_not_there_is_an_error() -> None:
    done = run("forget", "work", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["spoken"] == "No key is stored for work."


def read_until(terminal: int, end: bytes) -> bytes:
    """What the terminal shows, up to `end` or to its close."""
    shown = b""
    while end not in shown:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"nothing more after {shown!r}"
        try:
            shown += os.read(terminal, 1000)
        except OSError:  # closed by the last program that held it
            break
    return shown


def test_a_key_typed_on_a_terminal_is_not_shown(home: Path) -> None:
    code = "from mmassist.cli.secrets import secrets; secrets()"
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "tests.fakes.keyring.MemoryKeyring"}
    command = [sys.executable, "-W", "ignore", "-c", code, "set", "work"]
    with (
        subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment),
        os.fdopen(ours, "wb", buffering=0) as terminal,
    ):
        os.close(theirs)
        shown = read_until(ours, b"type: ")
        terminal.write(f"{CANARY}\n".encode())
        shown += read_until(ours, b"characters")
    assert b"16 characters" in shown
    assert CANARY.encode() not in shown
