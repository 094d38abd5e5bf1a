"""Credentials for a TURN server, tried on a real coturn with the configuration that is shipped."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.broker.turn import Turn, credentials

_CONFIGURATION = Path(__file__).parents[3] / "packaging/support/turnserver.conf"
_SECRET = "of this test"

pytestmark = pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn is not installed")


class Coturn:
    def __init__(self, port: int) -> None:
        self._port = port

    def relays(self, username: str, password: str, *options: str) -> bool:
        """Whether packets go through it and come back, between two clients of coturn's own."""
        command = ["turnutils_uclient", "-y", "-c", "-n", "3", "-p", str(self._port), "-u", username, "-w", password, *options, "127.0.0.1"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=8)
        except subprocess.TimeoutExpired:  # it asks again and again where it is refused
            return False
        return done.returncode == 0 and "Total lost packets 0" in done.stdout


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    folder = tmp_path_factory.mktemp("coturn")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = ["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}", f"--static-auth-secret={_SECRET}"]
    loopback = ["--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1", "--no-tls", "--no-dtls", f"--pidfile={folder}/pid"]
    server = subprocess.Popen(
        ["turnserver", "-c", str(_CONFIGURATION), *own, *loopback, f"--userdb={folder}/db"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, "coturn does not take its configuration"
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield Coturn(port)
    server.kill()
    server.wait()


@pytest.mark.parametrize("transport", [[], ["-t"]], ids=["udp", "tcp"])
def test_who_has_credentials_of_the_broker_is_relayed(coturn: Coturn, transport: list[str]) -> None:
    server = Turn(["turn:127.0.0.1"], _SECRET).server(time.time(), "session")
    assert coturn.relays(str(server["username"]), str(server["credential"]), *transport)


def test_they_are_worth_nothing_when_their_time_is_over_or_another_secret_made_them(coturn: Coturn) -> None:
    assert not coturn.relays(*credentials(_SECRET, "session", time.time() - 1))
    assert not coturn.relays(*credentials("another", "session", time.time() + 600))


def test_a_time_that_was_written_over_is_noticed(coturn: Coturn) -> None:
    username, password = credentials(_SECRET, "session", time.time() - 1)
    until, _, user = username.partition(":")
    assert not coturn.relays(f"{int(until) + 3600}:{user}", password)
