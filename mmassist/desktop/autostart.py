"""Starting with the user's session: by a desktop entry (XDG Desktop Application Autostart Specification), Windows' Run key, or a launch
agent of macOS. Only what this very app has put there is taken away again: an app in another folder has its own."""

from __future__ import annotations

import contextlib
import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import list2cmdline
from types import ModuleType
from typing import Protocol

from mmassist.desktop import private_file
from mmassist.errors import DesktopError

_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME, _LABEL = "mmassist", "org.mmassist.mmassist"


class Autostart(Protocol):
    """Where the system keeps what it starts. Blocks for the disk; raises OSError."""

    def starts(self) -> str:
        """What is started, as `on` wrote it; empty for nothing."""
        ...

    def on(self, command: Sequence[str]) -> None: ...

    def off(self) -> None: ...

    def written(self, command: Sequence[str]) -> str:
        """What `starts` tells after `on`."""
        ...


def apply(at_login: bool, autostart: Autostart | None = None) -> None:
    """Starts mmassist with the user's session from now on, or no longer; nothing is done where that is so. Raises DesktopError."""
    autostart, started = autostart or _of(sys.platform), command()
    try:
        is_on = autostart.starts() == autostart.written(started)
        if at_login and not is_on:
            autostart.on(started)
        elif is_on and not at_login:
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

    def starts(self) -> str:
        return _text_of(self._file)

    def on(self, command: Sequence[str]) -> None:
        private_file.write(self._file, self.written(command).encode())

    def written(self, command: Sequence[str]) -> str:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            "Name=mmassist",
            "Comment=Eyes for blind and low-vision people on any desktop",
            f"Exec={' '.join(map(_quoted, command))}",
            "Terminal=false",
        )
        return "\n".join(lines) + "\n"

    def off(self) -> None:
        self._file.unlink(missing_ok=True)


def _text_of(file: Path) -> str:
    """Empty where there is none, or one that is not ours."""
    try:
        return file.read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


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

    def starts(self) -> str:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return str(registry.QueryValueEx(key, _NAME)[0])
        except FileNotFoundError:
            return ""

    def on(self, command: Sequence[str]) -> None:
        registry = self._registry
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, _RUN_KEY, 0, registry.KEY_SET_VALUE) as key:
            registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, self.written(command))

    def written(self, command: Sequence[str]) -> str:
        return list2cmdline(command)

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

    def starts(self) -> str:
        return _text_of(self._file)

    def on(self, command: Sequence[str]) -> None:
        private_file.write(self._file, self.written(command).encode())

    def written(self, command: Sequence[str]) -> str:
        return plistlib.dumps({"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True}).decode()

    def off(self) -> None:
        self._file.unlink(missing_ok=True)
