"""Watches a stretch of the run by Python's own audit events: no way around a patched function exists."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

_PREFIXES = ("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "shutil.", "ftplib.", "smtplib.", "urllib.", "http.client.")
_EVENTS = frozenset(
    {
        "open",
        "os.fork",
        "os.forkpty",
        "os.link",
        "os.mkdir",
        "os.putenv",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.startfile",
        "os.symlink",
        "os.system",
        "os.truncate",
        "pty.spawn",
        "ctypes.dlopen",
        "sqlite3.connect",
        "webbrowser.open",
    }
)

_RESOURCES = f"{resources.files('mmassist.resources')}/"


class Watch:
    """What was done while watching. A hook can't be taken out again, so there is one a process."""

    def __init__(self) -> None:
        self._on = False
        self._seen: list[str] = []
        sys.addaudithook(self._hook)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Yields the list to which every socket, process and file touched meanwhile is added, by whichever thread.

        Modules that are imported late are not, nor are the app's own resources that are read late."""
        seen: list[str] = []
        self._seen = seen
        self._on = True
        try:
            yield seen
        finally:
            self._on = False

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and (event in _EVENTS or event.startswith(_PREFIXES)) and not _is_package(event, arguments):
            self._seen.append(f"{event} {str(arguments[:1])[:120]}")


def _is_package(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether Python reads a module of an installed package, or the app a resource of its own: what was there before, when first needed."""
    path = str(arguments[0]) if arguments else ""
    is_module = path.endswith((".py", ".pyc")) and any(path.startswith(folder) for folder in sys.path if folder)
    is_resource = path.startswith(_RESOURCES) and ".." not in path
    return event == "open" and (is_module or is_resource) and arguments[1] in ("r", "rb", None)
