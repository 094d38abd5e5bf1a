"""The settings' file itself: read, written whole or not at all with the user's comments kept, backed up, set aside, put back.

Beside the file `settings.toml` lie, where they are needed, `.broken` (one that could not be used), `.good` (the last one that could), and
`.v1.bak` (one of an older version, as it was before it was first written in this one's words).
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from mmassist.desktop import private_file

log = logging.getLogger(__name__)


def read(path: Path) -> dict[str, Any]:
    """What it says. Raises OSError, and ValueError for what is no TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def write(path: Path, data: dict[str, Any]) -> None:
    """Makes the file say `data`, which is then the last good one too. Raises OSError, and then leaves what was there."""
    try:
        before = path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        before = ""
    text = in_words_of(before, data).encode()
    private_file.write(path, text)
    keep_good(path, text)


def in_words_of(before: str, data: dict[str, Any]) -> str:
    """`data` as TOML, in the order and with the comments of `before` where that can be."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(before)
        _merge(document, tomllib.loads(before), data)
        text = tomlkit.dumps(document)
        if tomllib.loads(text) == data:
            return text
    except (TOMLKitError, ValueError, KeyError) as odd:
        log.info("comments are not kept: %s", type(odd).__name__)
    return tomlkit.dumps(data)


def _merge(table: MutableMapping[str, Any], said: dict[str, Any], data: dict[str, Any]) -> None:
    """Makes `table`, which says `said`, say `data`: what stays the same is not touched."""
    for name in said.keys() - data.keys():
        del table[name]
    for name, value in data.items():
        here = said.get(name)
        if isinstance(value, dict) and isinstance(here, dict):
            _merge(table[name], here, value)
        elif name not in said or here != value or type(here) is not type(value):
            table[name] = value


def keep_good(path: Path, text: bytes) -> None:
    """Notes that this was a good file. Where that can't be written it is not noted: the settings are in use all the same."""
    good = _good(path)
    try:
        if not good.exists() or good.read_bytes() != text:
            private_file.write(good, text)
    except OSError as error:
        log.warning("the good settings are not kept: %s", error.strerror)


def last_good(path: Path) -> dict[str, Any] | None:
    """What the last good file said; None where none was kept, or it can't be read any more."""
    try:
        return read(_good(path))
    except (OSError, ValueError):
        return None


def put_back(path: Path) -> None:
    """The last good file is the file again. Where that can't be written it is used all the same, from where it is."""
    try:
        private_file.write(path, _good(path).read_bytes())
    except OSError as error:
        log.warning("the good settings are not put back: %s", error.strerror)


def set_aside(path: Path) -> str:
    """Moves it out of the way, and tells its new name; its old one where that can't be."""
    broken = path.with_name(path.name + ".broken")
    try:
        path.replace(broken)
    except OSError as error:
        log.warning("the settings file is not set aside: %s", error.strerror)
        return path.name
    return broken.name


def back_up(path: Path, version: int) -> None:
    """A copy of a file of an older version, once. Raises OSError."""
    backup = path.with_name(f"{path.name}.v{version}.bak")
    if not backup.exists():
        private_file.write(backup, path.read_bytes())


def _good(path: Path) -> Path:
    return path.with_name(path.name + ".good")
