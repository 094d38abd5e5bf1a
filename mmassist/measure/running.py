"""The real app as its user has it: started as a process, heard by the events that it prints, one JSON object a line."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from mmassist.values import Channel

COMMAND = (sys.executable, "-m", "mmassist", "run", "--print", "--json")


class AppFailed(RuntimeError):
    """The app ended, or did not do in time what was waited for; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the app's. `kind`: "ready", "spoken" or "turn". `seen`: `time.monotonic()` when the line came; `fields`: all of it."""

    kind: str
    fields: dict[str, Any]
    seen: float

    @property
    def text(self) -> str:
        return str(self.fields.get("text", ""))

    @property
    def at(self) -> float:
        """When its first sample was handed to the sound device (spoken), or when it happened, by the app's own clock."""
        return float(self.fields.get("at", self.seen))

    @property
    def turn_id(self) -> int:
        return int(self.fields.get("turn_id", 0))

    @property
    def channel(self) -> str:
        return str(self.fields.get("channel", ""))


def read_event(line: str, seen: float) -> Event:
    """Raises ValueError where the line is no event."""
    fields = json.loads(line)
    if not isinstance(fields, dict) or not isinstance(fields.get("event"), str):
        raise ValueError(f"not an event: {line[:200]!r}")
    return Event(fields["event"], fields, seen)


class RunningApp:
    """One app process from `start` to `stop`. A context manager that waits until the app says that it is ready."""

    def __init__(
        self, home: Path, *, command: Sequence[str] = COMMAND, environment: dict[str, str] | None = None, welcomed: bool = True
    ) -> None:
        """`home`: the app's own folder for settings and logs (MMASSIST_HOME). `welcomed`: the first steps were gone before."""
        self._command = command
        self._welcomed = welcomed
        self._mark = home / "data" / "welcomed"
        # what a test draws on is its own affair: the app is on the desktop
        self._environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "MMASSIST_HOME": str(home), **(environment or {})}
        self._events: list[Event] = []
        self._strange: list[str] = []
        self._changed = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._log = home / "standard-error.log"

    def __enter__(self) -> RunningApp:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self, timeout: float = 60.0) -> Event:
        """Returns its "ready". Raises AppFailed."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._welcomed:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self._environment,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, args=(self._process,), name="events of the app", daemon=True)
        self._reader.start()
        try:
            return self.wait_for(lambda event: event.kind == "ready", timeout)
        except AppFailed:
            self.stop()
            raise

    @property
    def environment(self) -> Mapping[str, str]:
        """In which it runs, and commands to it."""
        return self._environment

    @property
    def pid(self) -> int:
        """Process id; 0 before the start."""
        return self._process.pid if self._process else 0

    @property
    def running(self) -> bool:
        """Whether it was started and has neither ended nor been stopped."""
        return self._process is not None and self._process.poll() is None

    @property
    def is_read(self) -> bool:
        """Whether what it printed is still being read: for a moment after its end."""
        return self._reader is not None and self._reader.is_alive()

    @property
    def events(self) -> tuple[Event, ...]:
        """All so far."""
        with self._changed:
            return tuple(self._events)

    def spoken(self, since: float = 0.0) -> tuple[Event, ...]:
        """What was spoken whose sound began at or after `since`."""
        return tuple(event for event in self.events if event.kind == "spoken" and event.at >= since)

    def wait_for(self, wanted: Callable[[Event], bool], timeout: float = 10.0) -> Event:
        """The first event, also of those that were there before, that is `wanted`. Raises AppFailed if none comes in time."""
        deadline = time.monotonic() + timeout
        looked_at = 0
        with self._changed:
            while True:
                for event in self._events[looked_at:]:
                    if wanted(event):
                        return event
                looked_at = len(self._events)
                if self._process is None or self._process.poll() is not None:
                    raise AppFailed(f"the app has ended{self._about()}")
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AppFailed(f"nothing of the kind came in {timeout:.1f} s{self._about()}")
                self._changed.wait(min(left, 0.2))

    def wait_spoken(self, text: str, since: float = 0.0, timeout: float = 10.0) -> Event:
        """Waits until something that holds `text` (case apart) is spoken at or after `since`."""
        return self.wait_for(lambda event: event.kind == "spoken" and event.at >= since and text.lower() in event.text.lower(), timeout)

    def wait_turn(self, since: float, timeout: float = 20.0) -> Event:
        """Waits until the turn is finished whose key went down at or after `since`: its event comes after all of its utterances."""
        return self.wait_for(lambda event: event.kind == "turn" and float(event.fields["started"]) >= since, timeout)

    def stop(self) -> int:
        """Asks it to quit, as a session that ends does; returns its exit code. Idempotent. It is killed after 5 s."""
        if self._process is None or self._reader is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._end_group()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()
        self._process = self._reader = None
        return code

    def _end_group(self) -> None:
        """Its worker processes end with it; what hangs is not left behind."""
        deadline = time.monotonic() + 3
        while self._process and _members(self._process.pid):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            time.sleep(0.05)

    def log_tail(self, lines: int = 25) -> str:
        """The end of what it wrote to standard error, and what it printed that was no event."""
        log = self._log.read_text("utf-8", errors="replace") if self._log.exists() else ""
        return "\n".join([*log.splitlines(), *self._strange][-lines:])

    def _about(self) -> str:
        heard = "".join(f"\n  {event.channel or event.kind}: {event.text}" for event in self._events[-12:])
        return f"; its last events:{heard}\n  its log:\n{self.log_tail()}"

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            seen = time.monotonic()
            try:
                event = read_event(line, seen)
            except ValueError:
                self._strange.append(f"(stdout) {line.rstrip()}")
                continue
            with self._changed:
                self._events.append(event)
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


def _members(group: int) -> list[int]:
    """Processes of a process group that still run; one that has ended counts until init takes note of it, which may take seconds."""
    members = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, its_group, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(its_group) == group and state not in "ZX":
                members.append(int(folder.name))
    return members


def is_description(event: Event) -> bool:
    """Whether the event is a turn's speech, not the system's own."""
    return event.kind == "spoken" and event.turn_id > 0 and event.channel in (Channel.GIST, Channel.DETAIL)
