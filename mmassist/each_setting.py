"""Each setting by itself: its name, what it is for, what it may be, what it is; changed or put back one at a time."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from mmassist.errors import SettingsError
from mmassist.settings import ProfileSettings, Section, Settings

_FIRST = {("backends", "kind"): "openai"}
"""What a section that is added says where it must say something."""

Value: typing.TypeAlias = bool | int | float | str | tuple[str, ...] | dict[str, str]


class Kind(StrEnum):
    """What a setting holds: yes or no, a number (whole or not), one of several words, any text, several texts, or a word for each name."""

    SWITCH = "switch"
    WHOLE = "whole"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Setting:
    """`path`: where it is in the file, such as ("speech", "rate"). `help`: one sentence. `default`, `value`: plain.

    `least`, `most`: bounds of a number, None where there is none. `choices`: of a choice, or of what a table has for each name.
    """

    path: tuple[str, ...]
    help: str
    kind: Kind
    default: Value
    value: Value
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is written in the file, such as "speech.rate"."""
        return ".".join(self.path)

    @property
    def is_default(self) -> bool:
        return self.value == self.default


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a change went: why it is none, where it is none, which was said then."""

    fault: str = ""


def each(settings: Settings) -> tuple[Setting, ...]:
    """All of them, in the file's order; those of a table of sections, such as backends, for each that is there."""
    return tuple(_of_section(settings, ()))


def changed(settings: Settings, name: str, value: object) -> Settings:
    """The same settings with one changed. Raises SettingsError where there is no such setting, or it can't be that."""
    settings = _with_room(settings, name)
    data = settings.model_dump()
    *path, last = named(settings, name).path
    part = data
    for step in path:
        part = part[step]
    part[last] = value
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        why = error.errors(include_input=False, include_url=False)[0]["msg"]
        raise SettingsError(f"{name}: {why}", f"{name} can't be that: {why}.", "It stays as it was.") from error


def reset(settings: Settings, name: str) -> Settings:
    """The same settings with one as it is without a file. Raises SettingsError where there is no such setting."""
    return changed(settings, name, named(settings, name).default)


def tables(settings: Settings) -> tuple[str, ...]:
    """Names of the tables of sections, such as "backends": a user can add one to each, under a name of their own."""
    return tuple(_tables(settings, ()))


def added(settings: Settings, table: str, name: str) -> Settings:
    """With one more in a table, as it is by default. Raises SettingsError where it can't be called that, or is there already."""
    name = name.strip()
    data = settings.model_dump()
    rows = _table(data, settings, table)
    if not name or name in rows:
        why = "is there already" if name else "has no name"
        raise SettingsError(f"{table}: {name} {why}", f"{name or 'What is to be added'} {why}.", "Choose another name.")
    field = _field_of(settings, table)
    section = get_args(field.annotation)[1]
    rows[name] = {one: _FIRST[table, one] for one, about in section.model_fields.items() if about.is_required()}
    return Settings.model_validate(data)


def removed(settings: Settings, table: str, name: str) -> Settings:
    """Without that one of a table. Raises SettingsError where it is not there."""
    data = settings.model_dump()
    rows = _table(data, settings, table)
    if name not in rows:
        raise SettingsError(f"{table}: no {name}", f"There is no setting called {table}.{name}.", "Look for it among all settings.")
    del rows[name]
    return Settings.model_validate(data)


def _table(data: dict[str, Any], settings: Settings, table: str) -> dict[str, Any]:
    """Where the rows of a table are in `data`, a dump of `settings`."""
    if table not in tables(settings):
        raise SettingsError(f"no table {table}", f"There is no setting called {table}.", "Look for it among all settings.")
    part = data
    for step in table.split("."):
        part = part[step]
    return part


def _field_of(settings: Settings, table: str) -> FieldInfo:
    *path, last = table.split(".")
    section: BaseModel = settings
    for step in path:
        section = getattr(section, step)
    return type(section).model_fields[last]


def _tables(section: BaseModel, path: tuple[str, ...]) -> Iterator[str]:
    for name, field in type(section).model_fields.items():
        if _sections(field):
            yield ".".join((*path, name))
        elif isinstance(value := getattr(section, name), Section):
            yield from _tables(value, (*path, name))


def _with_room(settings: Settings, name: str) -> Settings:
    """With a profile of the program that `name` is about, such as "profiles.Firefox.rate"."""
    section, _, rest = name.partition(".")
    called, _, last = rest.rpartition(".")
    if section != "profiles" or not called or called in settings.profiles or last not in ProfileSettings.model_fields:
        return settings
    return settings.model_copy(update={"profiles": {**settings.profiles, called: ProfileSettings()}})


def named(settings: Settings, name: str) -> Setting:
    """Raises SettingsError where there is no such setting; every program may have a profile."""
    for setting in each(_with_room(settings, name)):
        if setting.name == name:
            return setting
    raise SettingsError(f"no setting {name}", f"There is no setting called {name}.", "Look for it among all settings.")


def _of_section(section: BaseModel, path: tuple[str, ...]) -> Iterator[Setting]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, Section):
            yield from _of_section(value, (*path, name))
        elif _sections(field):
            for key, part in value.items():
                yield from _of_section(part, (*path, name, key))
        elif path:  # the version is the file's, not the user's
            yield _setting((*path, name), field, value)


def _sections(field: FieldInfo) -> bool:
    """Whether it is a table of sections, by names of the user's own."""
    arguments = get_args(field.annotation)
    return get_origin(field.annotation) is dict and isinstance(arguments[1], type) and issubclass(arguments[1], Section)


def _setting(path: tuple[str, ...], field: FieldInfo, value: object) -> Setting:
    kind, choices = _kind(field.annotation)
    default = value if field.is_required() else field.get_default(call_default_factory=True)
    least, most = _bound(field, "ge", "gt"), _bound(field, "le", "lt")
    return Setting(path, field.description or "", kind, _plain(default), _plain(value), least, most, choices)


def _bound(field: FieldInfo, *names: str) -> float | None:
    found = (getattr(limit, name, None) for limit in field.metadata for name in names)
    return next((float(bound) for bound in found if bound is not None), None)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _kind(next(one for one in arguments if one is not type(None)))
    if origin is Literal:
        return Kind.CHOICE, tuple(map(str, arguments))
    if origin is dict:
        return Kind.TABLE, _kind(arguments[1])[1]
    if origin is tuple:
        return Kind.LIST, ()
    if issubclass(annotation, Enum):
        return Kind.CHOICE, tuple(str(member.value) for member in annotation)
    return {bool: Kind.SWITCH, int: Kind.WHOLE, float: Kind.NUMBER}.get(annotation, Kind.TEXT), ()


def _plain(value: object) -> Value:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return {str(key): str(_plain(one)) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(str(_plain(one)) for one in value)
    if isinstance(value, bool | int | float | str):
        return value
    return "" if value is None else str(value)
