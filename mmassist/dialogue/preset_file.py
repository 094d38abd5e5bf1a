"""Reads files of presets: one TOML table each, checked field by field, every fault named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mmassist.dialogue.preset import Pictures, Preset
from mmassist.dialogue.untrusted import one_line
from mmassist.errors import SettingsError
from mmassist.sayings import saying
from mmassist.values import Verbosity

_MOST_BYTES, _MOST_PRESETS = 200_000, 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LONGEST = {"purpose": 300, "instructions": 6000, "program": 100}
_TOKENS = (16, 32_000)
_DEFAULT_BASE = "ask"


class _Wrong(ValueError):
    """`field`: which one; the message says what it should be."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds, and what in it can't be used."""

    presets: dict[str, Preset]
    faults: tuple[SettingsError, ...]


def read(path: Path, base: Mapping[str, Preset]) -> Parsed:
    """The user's file. `base`: the presets that one in it may build upon (`like`)."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Parsed({}, (_fault(path.name, f"it is larger than {_MOST_BYTES} bytes"),))
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Parsed({}, ())
    except OSError as error:
        return Parsed({}, (_fault(path.name, f"it can't be read ({error.strerror})"),))
    except UnicodeDecodeError:
        return Parsed({}, (_fault(path.name, "it is not UTF-8 text"),))
    return parse(text, own=True, base=base, file=path.name)


def parse(text: str, *, own: bool, base: Mapping[str, Preset] = MappingProxyType({}), file: str = "presets.toml") -> Parsed:
    """`own`: they are the user's. A preset that is wrong is left out, the others stay."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Parsed({}, (_fault(file, f"it is not valid TOML: {error}"),))
    presets: dict[str, Preset] = {}
    faults: list[SettingsError] = []
    for name, table in list(tables.items())[:_MOST_PRESETS]:
        try:
            presets[name] = _preset(name, table, base, own=own)
        except _Wrong as wrong:
            line = _line_of(text, name, wrong.field)
            faults.append(_fault(file, f"line {line}, preset {one_line(name, 40)}, {wrong.field or 'its name'}: {wrong}"))
    if len(tables) > _MOST_PRESETS:
        faults.append(_fault(file, f"it has more than {_MOST_PRESETS} presets; the rest is left out"))
    return Parsed(presets, tuple(faults))


def _preset(name: str, table: object, base: Mapping[str, Preset], *, own: bool) -> Preset:
    if not isinstance(table, dict):
        raise _Wrong(name, "each preset is a table, such as [recipe]")
    if not _NAME.fullmatch(name):
        raise _Wrong("", "a name has small letters, digits, - and _, at most 40 in all")
    unknown = next((key for key in table if key not in _CHECKS and key != "like"), None)
    if unknown:
        raise _Wrong(unknown, f"there is no such field; there are like, {', '.join(_CHECKS)}")
    values: dict[str, Any] = {key: check(table[key], key) for key, check in _CHECKS.items() if key in table}
    if "instructions" not in values:
        raise _Wrong("instructions", "they are missing")
    if not base:
        return Preset(name=name, own=own, **values)
    like = table.get("like", name if name in base else _DEFAULT_BASE)
    if not isinstance(like, str) or like not in base:
        raise _Wrong("like", f"it is the name of a built-in preset: {', '.join(sorted(base))}")
    given = {"purpose": f"Do what the user set down under {name}."} | values
    return replace(base[like], **(given | {"name": name, "own": own}))


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST[key]:
        raise _Wrong(key, f"it is a text in quotation marks, of 1 to {_LONGEST[key]} characters")
    return value.strip()


def _pictures(value: object, key: str) -> Pictures:
    if not isinstance(value, str) or value not in set(Pictures):
        raise _Wrong(key, 'it is "needed", "helpful" or "none"')
    return Pictures(value)


def _share(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _Wrong(key, "it is a number from 0 to 1")
    return float(value)


def _number(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not _TOKENS[0] <= value <= _TOKENS[1]:
        raise _Wrong(key, f"it is a whole number from {_TOKENS[0]} to {_TOKENS[1]}")
    return value


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(key, "it is true or false")
    return value


def _lengths(value: object, key: str) -> Mapping[Verbosity, int]:
    """One number for all, or one for each verbosity."""
    if isinstance(value, dict):
        if set(value) != set(Verbosity):
            raise _Wrong(key, "it is one number, or one each for brief, normal and full")
        return MappingProxyType({verbosity: _number(value[verbosity], key) for verbosity in Verbosity})
    return MappingProxyType(dict.fromkeys(Verbosity, _number(value, key)))


_CHECKS: Mapping[str, Callable[[Any, str], Any]] = MappingProxyType(
    {
        "purpose": _text,
        "instructions": _text,
        "program": _text,
        "pictures": _pictures,
        "hard": _share,
        "screen_tokens": _number,
        "answer_tokens": _lengths,
        "structured": _flag,
        "texts_first": _flag,
    }
)


def _line_of(text: str, name: str, field: str) -> int:
    """The line of a preset's field, of its heading where the field has none, counted from 1."""
    heading = re.compile(rf"\s*\[\s*[\"']?{re.escape(name)}[\"']?\s*(?:\.|\])|\s*[\"']?{re.escape(name)}[\"']?\s*[=.]")
    entry = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*[=.]")
    at = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not at and heading.match(line):
            at = number
        elif at and field and entry.match(line):
            return number
        elif at and re.match(r"\s*\[[^\]=]+\]\s*(?:#.*)?$", line):
            break
    return at or 1


def _fault(file: str, complaint: str) -> SettingsError:
    return SettingsError(
        f"{file}: {complaint}",
        saying("A preset of your own can't be used. In {file}, {complaint}.", file=file, complaint=complaint),
        "Mend that line. The built-in presets and your other ones work as before.",
    )
