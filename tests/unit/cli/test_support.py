"""`mmassist support`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mmassist.cli import app
from mmassist.support.audit import AuditLog, Entry, Happened


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["support", *arguments])
    return result.exit_code, result.output


def test_the_broker_serves_its_page_until_it_is_told_to_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    secret = tmp_path / "secret"
    secret.write_text("hush\n", "utf-8")
    options = ["--port", str(port), "--turn", "turn:turn.example", "--turn-secret", str(secret)]
    process = subprocess.Popen(
        [sys.executable, "-m", "mmassist", "support", "broker", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
            break
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert output == b""


def test_a_local_network_gets_the_page_by_https_and_its_certificate_is_told_and_kept_nowhere(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mmassist", "support", "broker", "--port", str(port), "--lan", "127.0.0.2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(2)]
    assert told[0] == f"The page is at https://127.0.0.2:{port + 1}/ in this network."
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
            break
        assert time.monotonic() < deadline
        time.sleep(0.05)
    pem = ssl.get_server_certificate(("127.0.0.2", port + 1))
    shown = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    assert told[1].removeprefix("SHA-256 of its certificate: ").replace(":", "").lower() == shown
    trusting = ssl.create_default_context(cadata=pem)
    with urllib.request.urlopen(f"https://127.0.0.2:{port + 1}/", timeout=5, context=trusting) as answer:
        assert b"main.js" in answer.read()
    assert list(tmp_path.iterdir()) == []
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert output == ""


def test_what_happened_is_told_and_forgotten(home: Path) -> None:
    assert "No support session" in _run("log")[1]
    kept = AuditLog(home / "data" / "support.jsonl")
    kept.note(Entry(Happened.ADMITTED, "helper", "Ada"))
    kept.note(Entry(Happened.GRANTED, "helper", "Ada", "control", 120.0))
    lines = _run("log")[1].splitlines()
    assert [line.partition(" ")[2].partition(" ")[2] for line in lines] == [
        "admitted, helper Ada",
        "granted, helper Ada, control for 120 seconds",
    ]
    listed = json.loads(_run("log", "--json")[1])
    assert [entry["right"] for entry in listed["entries"]] == ["", "control"]
    assert _run("wipe") == (0, "It is forgotten.\n")
    assert "No support session" in _run("log")[1]


def test_an_address_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, output = _run("broker", "--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "can't listen" in output
    assert "--port" in output


def test_a_certificate_that_is_none_is_said(tmp_path: Path) -> None:
    wrong = tmp_path / "cert.pem"
    wrong.write_text("no certificate", "utf-8")
    code, output = _run("broker", "--certificate", str(wrong), "--key", str(wrong))
    assert code == 1
    assert "certificate" in output


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_a_secret_that_can_not_be_read_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    code, output = _run("broker", "--turn", "turn:a", "--turn-secret", str(file))
    assert code == 1
    assert "secret" in output


def test_a_redis_that_can_not_be_reached_is_told_once_to_who_runs_the_broker() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        port, nobody = one.getsockname()[1], other.getsockname()[1]
    command = [sys.executable, "-m", "mmassist", "support", "broker", "--port", str(port), "--redis", f"redis://:hush@127.0.0.1:{nobody}/0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    told = process.stdout.readline()
    assert "Redis can't be reached (ConnectionError)" in told
    time.sleep(1.2)  # it tries again twice
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10)
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=20)
    assert rest == ""
    assert "hush" not in told


def test_where_redis_is_may_be_said_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password is not for the list of processes."""
    from mmassist.broker import serve

    said: list[serve.Serving] = []
    monkeypatch.setattr(serve, "serve", lambda serving, _: said.append(serving))
    monkeypatch.setenv("MMASSIST_BROKER_REDIS", "redis://:hush@host/0")
    assert _run("broker")[0] == 0
    assert said[0].redis == "redis://:hush@host/0"


def test_turn_needs_its_secret() -> None:
    assert _run("broker", "--turn", "turn:a")[0] == 2


def test_without_the_extra_it_is_said_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import util

    whole = util.find_spec

    def found(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "uvicorn" else whole(name, package)

    monkeypatch.setattr(util, "find_spec", found)
    code, output = _run("broker")
    assert code == 1
    assert 'extra "broker"' in output


_WITHOUT = """
import sys
from importlib.metadata import packages_distributions

allowed = set(sys.argv[1].split())

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

absent = {module for module, owners in packages_distributions().items() if not {one.lower().replace("_", "-") for one in owners} & allowed}
assert "PySide6" in absent and "uvicorn" not in absent
sys.meta_path.insert(0, Absent())
import mmassist.broker.serve
from mmassist.cli import app
app(["support", "broker", "--help"])
"""


def test_a_broker_needs_nothing_of_the_app() -> None:
    """A container holds no more than the lock names."""
    root = Path(__file__).parents[3]
    lock = (root / "requirements/broker.txt").read_text("utf-8")
    allowed = "mmassist " + " ".join(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    subprocess.run([sys.executable, "-c", _WITHOUT, allowed], capture_output=True, check=True, cwd=root)
