"""A real speech-dispatcher of its own, which notes all that it says, and a real Orca that speaks through it.

The server plays into a sink of its own, "reader": so what mmassist plays by itself, into "speaker", is told from what it says through the
server.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

SINK = "reader"
OURS = frozenset({0, 24})
"""Pitches, as the server has them, of mmassist's answers and messages under its default settings; Orca's is another."""
_CONFIGURATION = """LogLevel 1
Timeout 0
LogDir "{folder}"
SymbolsPreproc "char"
SymbolsPreprocFile "symbols.dic"
AddModule {module}
AudioOutputMethod "pulse"
AudioPulseDevice "default"
"""


class ServerFailed(RuntimeError):
    """The server or the screen reader did not come up, or did not say what it should."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text as the server had it said. `begin`, `end`: monotonic seconds of its sound; `whole`: it was not cut short; `asked`: how its
    module was to say it, by the names of the server's module protocol."""

    text: str
    ours: bool
    begin: float
    end: float
    whole: bool
    asked: Mapping[str, str] = field(default_factory=dict)


class SpeechServer:
    """From `start` to `stop`; a context manager. `environment`: what programs need to find it."""

    def __init__(self, *, noting: bool = True) -> None:
        """`noting`: what is said is noted, and sounds in `SINK`; else the server's own module of espeak-ng speaks, into the usual sink."""
        self._noting = noting
        self._folder = Path(tempfile.mkdtemp(prefix="mmassist-speech-"))
        self._log = self._folder / "said.jsonl"
        self._server: subprocess.Popen[bytes] | None = None
        self._orca: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None
        self._sink = ""
        self.environment: Mapping[str, str] = {"SPEECHD_ADDRESS": f"unix_socket:{self._folder / 'speechd.sock'}"}

    def __enter__(self) -> SpeechServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self, timeout: float = 20.0) -> None:
        """Returns once it takes connections. Raises ServerFailed."""
        if (program := shutil.which("speech-dispatcher")) is None:
            raise ServerFailed("speech-dispatcher is not installed: packaging/debian-tests.txt")
        self._log.touch()
        module = f'"noting" "{self._module()}"' if self._noting else '"espeak-ng" "sd_espeak-ng" "espeak-ng.conf"'
        (self._folder / "modules").mkdir()
        (self._folder / "modules" / "espeak-ng.conf").write_text("Debug 0\n")
        (self._folder / "speechd.conf").write_text(_CONFIGURATION.format(folder=self._folder, module=module))
        self._sink = _pactl("load-module", "module-null-sink", f"sink_name={SINK}", "rate=48000", "channels=2")
        path = self._folder / "speechd.sock"
        # A null sink that nobody records promptly wakes up every 2 s only.
        options = ["--raw", "--latency-msec=10", "-d", f"{SINK}.monitor"]
        self._recorder = subprocess.Popen(["parec", *options], stdout=subprocess.DEVNULL, start_new_session=True)
        self._server = subprocess.Popen(
            [
                *(program, "--run-single", "--config-dir", str(self._folder), "--log-dir", str(self._folder)),
                *("--communication-method", "unix_socket", "--socket-path", str(path), "--pid-file", str(self._folder / "pid")),
            ],
            env={**os.environ, **({"PULSE_SINK": SINK} if self._noting else {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(lambda: _takes_connections(path), self._server, "speech-dispatcher", timeout)

    def _module(self) -> Path:
        python = shlex.join([sys.executable, "-P", "-m", "mmassist.measure.speech_module", str(self._log)])
        return self._script("module", f'exec {python} "$@"')

    def _script(self, name: str, command: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{command}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def start_orca(self, timeout: float = 60.0) -> None:
        """Returns once it has said that it is there. Raises ServerFailed."""
        # It asks pgrep for another of the same user's, and would give way to one on another desktop.
        alone = f"{self._script('bin/pgrep', 'exit 1').parent}:{os.environ['PATH']}"
        self._orca = subprocess.Popen(
            ["orca", "--user-prefs", str(self._folder / "orca")],
            env={**os.environ, **self.environment, "GSETTINGS_BACKEND": "memory", "PATH": alone},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(lambda: any("Screen reader on" in one.text for one in self.said()), self._orca, "Orca", timeout)

    def stop_orca(self) -> None:
        """Idempotent."""
        _end(self._orca)
        self._orca = None

    def stop(self) -> None:
        """Idempotent."""
        self.stop_orca()
        for process in (self._server, self._recorder):
            _end(process)
        self._server = self._recorder = None
        if self._sink:
            _pactl("unload-module", self._sink)
            self._sink = ""
        shutil.rmtree(self._folder, ignore_errors=True)

    def said(self, since: float = 0.0) -> list[Said]:
        """All whose sound began at or after `since` and has ended, in order."""
        told: list[Said] = []
        text, ours, begin, asked = "", False, 0.0, dict[str, str]()
        for line in self._log.read_text("utf-8").splitlines():
            note = json.loads(line)
            match note["event"]:
                case "begins":
                    text, ours, begin = note["text"], note["pitch"] in OURS, note["at"]
                    asked = {name: note[name] for name in ("punctuation_mode", "cap_let_recogn", "language")}
                case "ends" | "stopped" if begin >= since:
                    told.append(Said(text, ours, begin, note["at"], note["event"] == "ends", asked))
        return told

    @property
    def speaks(self) -> bool:
        """Whether something sounds, as far as is noted."""
        lines = self._log.read_text("utf-8").splitlines()
        return bool(lines) and json.loads(lines[-1])["event"] == "begins"

    def wait_said(self, wanted: Callable[[Said], bool], since: float = 0.0, timeout: float = 15.0) -> Said:
        """The first that is `wanted`. Raises ServerFailed, with all that was said, where none comes."""
        found: list[Said] = []

        def there() -> bool:
            found[:] = [one for one in self.said(since) if wanted(one)]
            return bool(found)

        try:
            self._wait(there, self._server, "what should be said", timeout)
        except ServerFailed as error:
            raise ServerFailed(f"{error}; said was {[one.text for one in self.said(since)]}") from None
        return found[0]

    def _wait(self, done: Callable[[], bool], process: subprocess.Popen[bytes] | None, what: str, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not done():
            if process is not None and process.poll() is not None:
                raise ServerFailed(f"{what}: ended with code {process.returncode}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"{what} did not come in {timeout:.0f} s")
            time.sleep(0.05)


def _takes_connections(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """Ends it and all that it started; returns when it is gone."""
    if process is None:
        return
    for stop, patience in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(process.pid, stop)
            process.wait(patience)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], capture_output=True, text=True, check=True).stdout.strip()
