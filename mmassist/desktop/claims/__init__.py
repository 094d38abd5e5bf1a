"""Which global keys belong to others, read from their own settings; nothing there is ever changed, and what can't be read is left out."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from mmassist.desktop import x11
from mmassist.desktop.chords import Chord
from mmassist.desktop.claims import accelerators, formats
from mmassist.errors import DesktopError, SettingsError

log = logging.getLogger(__name__)

_READERS: Mapping[str, Callable[[str], Sequence[Chord]]] = {
    "openbox": formats.openbox,
    "xfconf": formats.xfconf,
    "kde": formats.kde,
    "orca": formats.orca,
}
_PATIENCE = 5.0  # seconds for gsettings
_LARGEST = 4_000_000  # bytes of a settings file


@dataclass(frozen=True, slots=True)
class Claim:
    """`owner` uses `chord`. `listens`: without grabbing it, so that it may be grabbed all the same, and the owner does not get it then."""

    chord: Chord
    owner: str
    listens: bool


def claims(manager: str, environment: Mapping[str, str] = os.environ) -> tuple[Claim, ...]:
    """Of the window manager that calls itself so, and of the screen readers that are installed. Blocks for as long as files and gsettings
    take."""
    found: list[Claim] = []
    for owner in _owners():
        named = manager.casefold() in owner["wm"] if "wm" in owner else shutil.which(owner["program"]) is not None
        if named:
            found += [Claim(chord, owner["name"], owner.get("listens", False)) for chord in _of(owner, environment)]
    return tuple(found)


def window_manager() -> str:
    """As it calls itself; "" where there is none, or no X."""
    try:
        with x11.opened() as connection:
            return x11.window_manager(connection)
    except DesktopError as error:
        log.info("no window manager to ask: %s", error)
        return ""


def _of(owner: Mapping[str, Any], environment: Mapping[str, str]) -> Sequence[Chord]:
    found = [chord for text in owner.get("defaults", ()) if (chord := accelerators.plain(text))]
    for schema in owner.get("schemas", ()):
        found += formats.gsettings(_settings_of(schema))
    path = next((path for path in _paths(owner.get("files", ()), environment) if path.is_file()), None)
    if path is None:
        return found
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large to be settings")
        return [*found, *_READERS[owner["format"]](path.read_text("utf-8"))]
    except (OSError, ValueError, SettingsError) as error:
        log.warning("the keys of %s can't be read: %s", owner["name"], error)
        return found


def _paths(files: Sequence[str], environment: Mapping[str, str]) -> list[Path]:
    home = Path(environment.get("HOME") or Path.home())
    places = {
        "$XDG_CONFIG_HOME": environment.get("XDG_CONFIG_HOME") or str(home / ".config"),
        "$XDG_DATA_HOME": environment.get("XDG_DATA_HOME") or str(home / ".local" / "share"),
    }
    found = []
    for file in files:
        for name, place in places.items():
            file = file.replace(name, place)
        found.append(Path(file))
    return found


def _settings_of(schema: str) -> str:
    """ "" where there is no gsettings or no such schema."""
    if (program := shutil.which("gsettings")) is None:
        return ""
    try:
        done = subprocess.run((program, "list-recursively", schema), capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("gsettings %s: %s", schema, error)
        return ""
    return done.stdout if done.returncode == 0 else ""


@cache
def _owners() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads((resources.files("mmassist") / "resources" / "claims.toml").read_text("utf-8"))["owner"])
