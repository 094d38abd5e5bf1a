"""The keys in the settings files of window managers, desktops and screen readers. Each raises ValueError for what is no such file."""

from __future__ import annotations

import ast
import configparser
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from mmassist.desktop.chords import Chord
from mmassist.desktop.claims import accelerators

# Bits of AT-SPI's modifiers (Atspi.ModifierType), and of Orca's own, which stands for Insert or Caps Lock.
_ATSPI = {1 << 0: "Shift", 1 << 2: "Ctrl", 1 << 3: "Alt", 1 << 6: "Super"}
_ORCA = 1 << 8


def openbox(text: str) -> Sequence[Chord]:
    """rc.xml: each `keybind` at the top; those within others are later keys of a chain."""
    keyboards = [node for node in _xml(text).iter() if _name(node) == "keyboard"]
    bound = [each for keyboard in keyboards for each in keyboard if _name(each) == "keybind"]
    return _known((each.get("key", "") for each in bound), accelerators.openbox)


def xfconf(text: str) -> Sequence[Chord]:
    """xfce4-keyboard-shortcuts.xml: properties that are named by their keys."""
    return _known((node.get("name", "") for node in _xml(text).iter() if node.get("value")), accelerators.gtk)


def kde(text: str) -> Sequence[Chord]:
    """kglobalshortcutsrc: "action=key in use,default,name", several keys between tabs."""
    file = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    try:
        file.read_string(text)
    except configparser.Error as error:
        raise ValueError(f"no kglobalshortcutsrc: {type(error).__name__}") from error
    values = (value.split(",")[0] for section in file.sections() for value in file[section].values())
    return _known((key for value in values for key in re.split(r"\\t|\t", value)), accelerators.plain)


def gsettings(text: str) -> Sequence[Chord]:
    """What `gsettings list-recursively` prints: "schema key ['<Alt>F4', ...]" or "schema key '<Alt>F4'"."""
    found = (line.split(maxsplit=2) for line in text.splitlines())
    return _known((key for parts in found if len(parts) == 3 for key in _listed(parts[2])), accelerators.gtk)


def orca(text: str) -> Sequence[Chord]:
    """user-settings.conf (Orca 43): for each handler lists of keysym, mask, modifiers and clicks, in all profiles."""
    try:
        data = json.loads(text)
        tables = [data.get("keybindings", {}), *(profile.get("keybindings", {}) for profile in data.get("profiles", {}).values())]
        bindings = [binding for table in tables for bound in table.values() for binding in bound]
        return _known((_atspi(binding) for binding in bindings), accelerators.plain)
    except (AttributeError, TypeError, IndexError, RecursionError) as error:
        raise ValueError(f"no settings of Orca: {error}") from error


def _atspi(binding: Sequence[Any]) -> str:
    """ "" for one that goes with Orca's own key, and for none."""
    keysym, modifiers = str(binding[0]), int(binding[2])
    names = [name for bit, name in _ATSPI.items() if modifiers & bit]
    return "" if modifiers & _ORCA else "+".join((*names, keysym))


def _known(texts: Iterator[str], read: Callable[[str], Chord | None]) -> list[Chord]:
    found = (read(text) for text in texts if text)
    return list(dict.fromkeys(chord for chord in found if chord is not None))


def _listed(value: str) -> list[str]:
    try:
        found = ast.literal_eval(value.removeprefix("@as "))
    except (ValueError, SyntaxError):
        return []
    return [str(each) for each in (found if isinstance(found, list) else [found])]


def _name(node: Xml.Element) -> str:
    return node.tag.rpartition("}")[2]


def _xml(text: str) -> Xml.Element:
    try:
        return Xml.fromstring(text)  # noqa: S314 - the user's own file, whose size is bounded
    except Xml.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
