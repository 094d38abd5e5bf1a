"""A child process that does one thing whenever it is told to: a line goes in, a line of JSON comes out.

The parent's side is `Commanded`; the child's is `replies`, which keeps what libraries print off the wire.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import IO, Any


class ChildFailed(RuntimeError):
    """The child ended, or did not answer in time."""


class Commanded:
    """One child from `__enter__` to `__exit__`, leader of a process group that ends with it. Used from one thread."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._argv = [sys.executable, "-P", "-m", module, *arguments]
        self._environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> Commanded:
        self._complaints = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            self._argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=self._environment,
            start_new_session=True,
            bufsize=0,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def tell(self, line: str) -> None:
        """Raises ChildFailed if it has ended."""
        pipe = self._running().stdin
        try:
            if pipe is not None:
                pipe.write(line.encode() + b"\n")
        except BrokenPipeError:
            raise self._failed("has ended") from None

    def answer(self, timeout: float = 20.0) -> dict[str, Any]:
        """Its next line. Raises ChildFailed."""
        pipe = self._running().stdout
        deadline = time.monotonic() + timeout
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if pipe is None or left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise self._failed(f"did not answer in {timeout:.0f} s")
            if not (more := os.read(pipe.fileno(), 1 << 16)):
                raise self._failed("has ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, line: str, timeout: float = 20.0) -> dict[str, Any]:
        """Tells, and returns the answer. Raises ChildFailed."""
        self.tell(line)
        return self.answer(timeout)

    def end(self) -> None:
        """Kills it and all that it started. Idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout, self._complaints):
            if pipe is not None:
                pipe.close()

    def _failed(self, how: str) -> ChildFailed:
        """With the end of what it wrote to standard error."""
        complaints = b""
        if self._complaints is not None and not self._complaints.closed:
            self._complaints.seek(0)
            complaints = self._complaints.read()[-1000:]
        return ChildFailed(f"{self._argv[3]} {how}\n{complaints.decode(errors='replace')}".strip())

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise self._failed("is not running")
        return self._process


def replies() -> Callable[[Mapping[str, Any]], None]:
    """The child's side: a function that answers. From now on what anything prints goes to standard error."""
    wire = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def reply(answer: Mapping[str, Any]) -> None:
        wire.write(json.dumps(answer) + "\n")

    return reply
