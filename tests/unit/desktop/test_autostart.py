"""Starting with the user's session, on three systems."""

from __future__ import annotations

import configparser
import os
import plistlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from mmassist.cli import app
from mmassist.desktop import autostart
from mmassist.desktop.autostart import Autostart, DesktopEntry, LaunchAgent, RunKey
from mmassist.errors import DesktopError
from mmassist.settings import Settings, load


class FakeRegistry:
    """Of winreg what is called, over a dictionary."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 1, 2, 1

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.keys: list[str] = []

    def OpenKey(self, root: int, path: str, *rest: int) -> Any:  # noqa: N802 - winreg's own name
        self.keys.append(path)
        return self.CreateKeyEx(root, path)

    def CreateKeyEx(self, root: int, path: str, *rest: int) -> Any:  # noqa: N802 - the same
        self.keys.append(path)
        return Path(os.devnull).open()

    def QueryValueEx(self, key: Any, name: str) -> tuple[str, int]:  # noqa: N802 - the same
        if name not in self.values:
            raise FileNotFoundError
        return self.values[name], 1

    def SetValueEx(self, key: Any, name: str, zero: int, kind: int, value: str) -> None:  # noqa: N802 - the same
        self.values[name] = value

    def DeleteValue(self, key: Any, name: str) -> None:  # noqa: N802 - the same
        if self.values.pop(name, None) is None:
            raise FileNotFoundError


MAKERS: dict[str, Callable[[Path], Autostart]] = {
    "linux": DesktopEntry,
    "win32": lambda folder: RunKey(cast(ModuleType, FakeRegistry())),
    "darwin": LaunchAgent,
}


@pytest.mark.parametrize("system", MAKERS)
def test_it_is_switched_on_and_off_as_often_as_one_likes(tmp_path: Path, system: str) -> None:
    one = MAKERS[system](tmp_path / "folder")
    for wanted in (False, True, True, False, False):
        autostart.apply(wanted, one)
        assert one.starts() == (one.written(autostart.command()) if wanted else "")


def test_a_desktop_starts_what_the_entry_says_whatever_stands_in_it(tmp_path: Path) -> None:
    """The entry is read as its specification says, and writes down its arguments."""
    odd = 'a "b" $HOME `c` \\ 100% é'
    script = tmp_path / "it's here.py"
    script.write_text("import sys, pathlib\npathlib.Path(sys.argv[1]).write_text(sys.argv[2])\n")
    DesktopEntry(tmp_path).on([sys.executable, str(script), str(tmp_path / "out"), odd])
    parsed = configparser.RawConfigParser(strict=False)
    parsed.read(tmp_path / "mmassist.desktop", "utf-8")
    line = parsed["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")  # as a string's escapes and field codes are read
    subprocess.run(["sh", "-c", line], check=True)
    assert (tmp_path / "out").read_text() == odd


def test_somebody_elses_entry_of_our_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mmassist.desktop").write_text("[Desktop Entry]\nExec=something else\n")
    autostart.apply(False, DesktopEntry(tmp_path))
    assert "something else" in (tmp_path / "mmassist.desktop").read_text()


def test_an_entry_of_an_app_in_another_folder_is_left_alone(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    autostart.apply(True, DesktopEntry(tmp_path))
    monkeypatch.setenv("MMASSIST_HOME", str(tmp_path / "portable"))
    autostart.apply(False, DesktopEntry(tmp_path))
    assert str(home) in DesktopEntry(tmp_path).starts()


def test_windows_runs_the_command_of_the_users_run_key() -> None:
    registry = FakeRegistry()
    RunKey(cast(ModuleType, registry)).on(["C:\\Program Files\\mm assist\\python.exe", "-m", "mmassist", "run"])
    assert registry.values == {"mmassist": '"C:\\Program Files\\mm assist\\python.exe" -m mmassist run'}
    assert set(registry.keys) == {r"Software\Microsoft\Windows\CurrentVersion\Run"}


def test_macos_runs_it_at_load(tmp_path: Path) -> None:
    LaunchAgent(tmp_path).on(["python", "-m", "mmassist", "run"])
    agent = plistlib.loads((tmp_path / "org.mmassist.mmassist.plist").read_bytes())
    assert (agent["ProgramArguments"], agent["RunAtLoad"]) == (["python", "-m", "mmassist", "run"], True)


def test_an_app_with_a_folder_of_its_own_starts_with_it(home: Path) -> None:
    assert autostart.command() == ["env", f"MMASSIST_HOME={home}", sys.executable, "-m", "mmassist", "run"]


@pytest.mark.skipif(sys.platform != "linux", reason="another system's own place can't be moved")
def test_the_setting_writes_and_removes_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    entry = tmp_path / "autostart" / "mmassist.desktop"
    for value, is_there in (("true", True), ("false", False)):
        assert CliRunner().invoke(app, ["settings", "set", "start.at_login", value]).exit_code == 0
        assert entry.exists() is is_there
        assert load(home / "config" / "settings.toml")[0].start.at_login is is_there


@pytest.mark.skipif(sys.platform != "linux", reason="another system's own place can't be moved")
def test_where_it_can_not_be_written_that_is_said_and_the_setting_stays(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    refused = CliRunner().invoke(app, ["settings", "set", "start.at_login", "true"])
    assert refused.exit_code == 1
    assert "Starting at login could not be changed." in refused.stderr
    assert load(home / "config" / "settings.toml") == (Settings(), None)
    with pytest.raises(DesktopError):
        autostart.apply(True)


def test_settings_that_can_not_be_written_leave_the_autostart_as_it_was(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def full(path: Path, data: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mmassist.settings_file.write", full)
    refused = CliRunner().invoke(app, ["settings", "set", "start.at_login", "true"])
    assert refused.exit_code == 1
    assert "The settings could not be saved." in refused.stderr
    assert not (tmp_path / "autostart" / "mmassist.desktop").exists()
