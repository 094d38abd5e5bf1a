"""A file for whoever helps with a fault: what is installed, what the doctor finds, how the app is set up, how turns went. Nothing of what
was on a screen, asked or told; no picture, key, address, or name of the user's own. Looks, sends nothing."""

from __future__ import annotations

import json
import os
import platform
import re
import socket
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from mmassist.desktop import paths, private_file, starts
from mmassist.desktop.session import is_wayland
from mmassist.doctor import Finding
from mmassist.each_setting import Kind, Setting, each
from mmassist.engine.metrics import Row
from mmassist.errors import MmassistError
from mmassist.plurals import counted
from mmassist.privacy.findings import find
from mmassist.settings import Settings
from mmassist.speech.voices import registry as voices

_PACKAGES = ("mmassist", "PySide6-Essentials", "onnxruntime", "onnxruntime-gpu", "rapidocr", "mss", "dbus-fast", "sounddevice", "openai")
# Of these the doctor tells versions and sizes; of all others a name of the user's own may stand in what it tells.
_TOLD = frozenset({"Python", "onnxruntime", "onnxruntime-gpu", "starts", "text recogniser", "screen", "accessibility tree", "sound output"})
_DESKTOP = ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "LANG", "QT_QPA_PLATFORM")
_KNOWN_TEXTS = frozenset({"speech.language", "listen.language"})
_FILES = ("consents.json", "history.db", "metrics.db")
_OF_THE_USER = frozenset({"backends", "profiles"})
_HOLDS_NAMES = re.compile(r"^(backend|voice) ")


@dataclass(frozen=True, slots=True)
class Bundle:
    """`data`: what is in the file; `told`: what that is, to be read out."""

    data: Mapping[str, Any]
    told: tuple[str, ...]


def bundle(settings: Settings, findings: Sequence[Finding], rows: Sequence[Row]) -> Bundle:
    """`findings`: the doctor's; `rows`: the record of the last turns. Blocks for the disk."""
    packages = {name: version for name in _PACKAGES if (version := _version(name))}
    found = [_finding(one, number) for number, one in enumerate(findings, 1)]
    changed = [_setting(one, settings) for one in each(settings) if not one.is_default]
    turns = Counter(f"{row.kind or 'unknown'}: {row.outcome}" for row in rows)
    files = {path.name: path.stat().st_size for name in _FILES for path in sorted(paths.data_dir().glob(f"{name}*"))}
    crashes = starts.crashed(paths.starts_dir())
    data = {
        "made": time.strftime("%Y-%m-%d"),
        "packages": packages,
        "system": _system(),
        "findings": found,
        "settings": {name: value for name, value in changed},
        "turns": dict(turns),
        "files": files,
        "starts that crashed": crashes,
    }
    told = (
        f"The versions of {counted(len(packages), 'package')}, of the system and of Python.",
        f"What the doctor finds of {counted(len(found), 'part')}, without the names of devices, windows or servers.",
        f"{counted(len(changed), 'setting')} that you have changed: numbers and choices as they are, of texts only that there is one.",
        f"How many of {counted(len(rows), 'turn')} of the last 30 days went well, by kind of backend, without what was asked or told.",
        f"The sizes of {counted(len(files), 'file')} of mmassist's own, and that {counted(crashes, 'start')} crashed.",
        "Not in it: anything that was on a screen, asked or told, pictures, keys, addresses, folders, your name and that of this computer.",
    )
    return Bundle(_scrubbed(data), told)


def write(made: Bundle, path: Path) -> None:
    """As JSON, for its owner alone. Raises MmassistError."""
    try:
        private_file.write(path, (json.dumps(made.data, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise MmassistError(
            f"bundle: {type(error).__name__}",
            f"The file could not be written: {error.strerror or 'unknown reason'}.",
            "Check the disk's free space and the folder's rights, or choose another folder.",
        ) from error


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _system() -> dict[str, Any]:
    found = {name: value for name in _DESKTOP if (value := os.environ.get(name, ""))}
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "wayland": is_wayland(),
        **found,
    }


def _finding(finding: Finding, number: int) -> dict[str, str]:
    is_named = _HOLDS_NAMES.match(finding.part)
    part = f"{is_named[1]} {number}" if is_named and finding.part.split(" ", 1)[1] not in voices.names() else finding.part
    told = {"detail": finding.detail} if finding.part in _TOLD or finding.part in _PACKAGES else {}
    return {"part": part, "verdict": finding.verdict.value, **told}


def _setting(setting: Setting, settings: Settings) -> tuple[str, Any]:
    """A name of the user's own is a number, and so is a text of theirs."""
    section, *rest = setting.path
    name = setting.name
    if section in _OF_THE_USER:
        name = f"{section}.{list(getattr(settings, section)).index(rest[0]) + 1}.{'.'.join(rest[1:])}"
    value = setting.value
    if setting.kind in (Kind.SWITCH, Kind.WHOLE, Kind.NUMBER) or (setting.kind is Kind.CHOICE and value in setting.choices):
        return name, value
    if setting.name in _KNOWN_TEXTS or (setting.name == "speech.voice" and value in voices.names()):
        return name, value
    return name, f"{len(value)} set" if isinstance(value, tuple | dict) else "set"


def _scrubbed(value: Any) -> Any:
    """Once more, whatever stands in it: without the user's and the computer's name, folders, and what is personal in itself."""
    if isinstance(value, dict):
        return {key: _scrubbed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_scrubbed(one) for one in value]
    if not isinstance(value, str):
        return value
    for own in _own_names():
        value = re.sub(re.escape(own), "~", value, flags=re.IGNORECASE)
    for span in reversed(find(value)):
        value = f"{value[: span.start]}[{span.kind}]{value[span.end :]}"
    return value


def _own_names() -> Iterable[str]:
    """The longest first: a user's name is part of their folder's."""
    folder = Path.home()
    return sorted(
        {str(paths.config_dir()), str(folder), folder.name, socket.gethostname()} - {"", "/", "root", "localhost"}, key=len, reverse=True
    )
