"""Servers that we did not write, as `packaging/peers.sh` builds them: llama.cpp's and transformers', with tiny random models."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mmassist.errors import BackendError, PromptTooLarge, ServiceFailed
from tests.conftest import ROOT

PEERS = ROOT / "build" / "peers"
MODELS = PEERS / "models"
CONTEXT = 8192
"""Tokens that a model of llama.cpp's server takes."""
_STARTING = 120.0  # seconds: torch alone takes ten to import on a busy machine
_QUIET = 0.3  # seconds without a tick of processor time after which a server has stopped working


@dataclass(frozen=True, slots=True)
class Peer:
    """`command`: for a port and a model ("brief" soon ends its answers, "endless" never). `model`: what the server calls it.

    `version`: a command that prints it. `unknown`, `too_long`: what a name that it does not know and a prompt beyond its context come
    to; None where it answers all the same.
    """

    name: str
    command: Callable[[int, str], list[str]]
    model: Callable[[str], str]
    version: list[str]
    unknown: type[BackendError] | None
    too_long: type[BackendError] | None


def _llama(port: int, model: str) -> list[str]:
    files = ["-m", str(MODELS / "llama" / f"{model}.gguf"), "--mmproj", str(MODELS / "llama" / "projector.gguf"), "--alias", model]
    size = ["-c", str(2 * CONTEXT), "-np", "2", "-t", "1", "--no-warmup"]
    return [str(PEERS / "llama-build" / "bin" / "llama-server"), "--host", "127.0.0.1", "--port", str(port), *files, *size]


def _transformers(port: int, model: str) -> list[str]:
    return [str(PEERS / "venv" / "bin" / "transformers"), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]


LLAMA = Peer(
    "llama.cpp llama-server",
    _llama,
    lambda model: model,
    [str(PEERS / "llama-build" / "bin" / "llama-server"), "--version"],
    unknown=None,
    too_long=PromptTooLarge,
)
TRANSFORMERS = Peer(
    "transformers serve",
    _transformers,
    lambda model: str(MODELS / "mllama" / model),
    [str(PEERS / "venv" / "bin" / "python"), "-c", "import transformers, torch; print(transformers.__version__, torch.__version__)"],
    unknown=ServiceFailed,
    too_long=None,
)
ALL = (LLAMA, TRANSFORMERS)


def missing() -> str:
    """Why the peers can't be used; empty where they can."""
    needed = (PEERS / "llama-build" / "bin" / "llama-server", PEERS / "venv" / "bin" / "transformers", MODELS / "words.json")
    return "" if all(path.exists() for path in needed) else "the peers are not built: run make peers (about 10 minutes)"


def words() -> frozenset[str]:
    """All that the models can say."""
    return frozenset(json.loads((MODELS / "words.json").read_text("utf-8")))


class Running:
    """One server process with one model. It can be killed and started again at the same address."""

    def __init__(self, peer: Peer, model: str) -> None:
        self.peer = peer
        self.model = peer.model(model)
        self._port = _free_port()
        self._command = peer.command(self._port, model)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As a user would set it."""
        return f"http://127.0.0.1:{self._port}/v1"

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError where it does not."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        environment |= {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(PEERS / "hub"), "HF_HUB_DISABLE_TELEMETRY": "1", "OMP_NUM_THREADS": "1"}
        (PEERS / "hub").mkdir(exist_ok=True)
        with (PEERS / f"{self.peer.name.split()[0]}.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        due = time.monotonic() + _STARTING
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > due:
                self.kill()
                raise RuntimeError(f"{self.peer.name} did not start: see {log.name}")
            time.sleep(0.1)

    def kill(self) -> None:
        """As a crash would. Idempotent."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def worked(self) -> float:
        """Seconds of processor time so far."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def works_until(self, limit: float) -> float:
        """When (by `time.monotonic`) it stopped working; `limit` seconds from now where it has not by then. Blocks."""
        now = last = time.monotonic()
        due = now + limit
        before = self.worked()
        while now < due and now - last < _QUIET:
            time.sleep(0.01)
            now, after = time.monotonic(), self.worked()
            if after > before:
                last, before = now, after
        return last if now - last >= _QUIET else due

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=2) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False


@contextlib.contextmanager
def running(peer: Peer, model: str) -> Iterator[Running]:
    server = Running(peer, model)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
