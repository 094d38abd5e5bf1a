"""Starting with the user's session: by a desktop entry (XDG Desktop Application Autostart Specification), Windows' Run key, or a launch
agent of macOS. What was put there by somebody else under our name is left alone."""

from __future__ import annotations

import contextlib
import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Protocol

from mmassist.desktop import private_file
from mmassist.errors import DesktopError

_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME, _LABEL, _OURS = "mmassist", "org.mmassist.mmassist", "X-mmassist=true"


class Autostart(Protocol):
    """Where the system keeps what it starts. Blocks for the disk; raises OSError."""

    def is_on(self) -> bool: ...

    def on(self, command: Sequence[str]) -> None: ...

    def off(self) -> None: ...


def apply(at_login: bool, autostart: Autostart | None = None) -> None:
    """Starts mmassist with the user's session from now on, or no longer. Raises DesktopError."""
    autostart = autostart or _of(sys.platform)
    try:
        if at_login:
            autostart.on(command())
        elif autostart.is_on():
            autostart.off()
    except OSError as error:
        raise DesktopError(
            f"autostart: {type(error).__name__}",
            "Starting at login could not be changed.",
            "Check the disk's free space and your rights, or add mmassist run to your desktop's autostart yourself.",
        ) from error


def command() -> list[str]:
    """What starts the app, from whatever folder; with its own folder where it has one of its own."""
    home = os.environ.get("MMASSIST_HOME")
    started = [sys.executable, "-m", "mmassist", "run"]
    return ["env", f"MMASSIST_HOME={Path(home).absolute()}", *started] if home and sys.platform != "win32" else started


def _of(platform: str) -> Autostart:
    if platform == "win32":
        import winreg

        return RunKey(winreg)
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents")
    return DesktopEntry(Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "autostart")


class DesktopEntry:
    """A file in the folder of what a Linux desktop starts."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_NAME}.desktop"

    def is_on(self) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return _OURS in self._file.read_text("utf-8").splitlines()
        return False

    def on(self, command: Sequence[str]) -> None:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            "Name=mmassist",
            "Comment=Eyes for blind and low-vision people on any desktop",
            f"Exec={' '.join(map(_quoted, command))}",
            "Terminal=false",
            _OURS,
        )
        private_file.write(self._file, ("\n".join(lines) + "\n").encode())

    def off(self) -> None:
        self._file.unlink(missing_ok=True)


def _quoted(argument: str) -> str:
    """As the Desktop Entry Specification wants the arguments of Exec: quoted, with its escapes escaped once more as a string's."""
    for sign in ("\\", '"', "`", "$"):
        argument = argument.replace(sign, "\\" + sign)
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%") + '"'


class RunKey:
    """A value in the user's Run key."""

    def __init__(self, registry: ModuleType) -> None:
        """`registry`: Python's winreg."""
        self._registry = registry

    def is_on(self) -> bool:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return "mmassist" in str(registry.QueryValueEx(key, _NAME)[0])
        except FileNotFoundError:
            return False

    def on(self, command: Sequence[str]) -> None:
        from subprocess import list2cmdline

        registry = self._registry
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, _RUN_KEY, 0, registry.KEY_SET_VALUE) as key:
            registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, list2cmdline(command))

    def off(self) -> None:
        registry = self._registry
        with (
            contextlib.suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, _RUN_KEY, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, _NAME)


class LaunchAgent:
    """A property list in the folder of what macOS starts for the user."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_LABEL}.plist"

    def is_on(self) -> bool:
        return self._file.exists()

    def on(self, command: Sequence[str]) -> None:
        private_file.write(self._file, plistlib.dumps({"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True}))

    def off(self) -> None:
        self._file.unlink(missing_ok=True)
