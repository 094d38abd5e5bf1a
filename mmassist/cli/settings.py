"""`mmassist settings`: each setting with its sentence of help, changed and put back one at a time."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json, put_to_use, settings_file

if TYPE_CHECKING:
    from mmassist.each_setting import Setting
    from mmassist.settings import Settings

settings = typer.Typer(help="Each setting with its sentence of help: list, search, get, set, reset, path.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(help="As it is listed, such as speech.rate.", show_default=False)]


@settings.callback(invoke_without_command=True)
def list_by_itself(context: typer.Context, as_json: Json = False) -> None:
    """Each setting with its sentence of help: list, search, get, set, reset, path."""
    if context.invoked_subcommand is None:
        _print("", as_json)


@settings.command("list")
def list_all(as_json: Json = False) -> None:
    """List all settings."""
    _print("", as_json)


@settings.command()
def search(text: Annotated[str, typer.Argument(help="Words of the name or the help.")], as_json: Json = False) -> None:
    """List the settings whose name or help holds these words."""
    _print(text, as_json)


@settings.command()
def get(name: Name, as_json: Json = False) -> None:
    """Print the value of one setting."""
    from mmassist.each_setting import named

    with faults(as_json):
        setting = named(_read(), name)
    if as_json:
        print_json(_plain(setting))
    else:
        typer.echo(_toml(setting.value))


@settings.command("set")
def set_one(
    name: Name,
    value: Annotated[str, typer.Argument(help='As in the file; a text needs no quotes. A list: "[\\"a\\", \\"b\\"]".', show_default=False)],
    as_json: Json = False,
) -> None:
    """Change one setting. It is in use at once in an app that runs, where that can be."""
    from mmassist.each_setting import changed, named
    from mmassist.wiring.keeping import keep

    with faults(as_json):
        before = _read()
        after = changed(before, name, _meant(named(before, name), value))
        keep(before, after, settings_file())
        setting = named(after, name)
    _tell(setting, f"{name} is now {_toml(setting.value)}.", as_json)


@settings.command()
def reset(name: Name, as_json: Json = False) -> None:
    """Put one setting back to its default."""
    from mmassist.each_setting import named
    from mmassist.each_setting import reset as put_back
    from mmassist.wiring.keeping import keep

    with faults(as_json):
        before = _read()
        after = put_back(before, name)
        keep(before, after, settings_file())
        setting = named(after, name)
    _tell(setting, f"{name} is {_toml(setting.value)} again.", as_json)


@settings.command()
def path(as_json: Json = False) -> None:
    """Print where the settings file is."""
    if as_json:
        print_json({"path": str(settings_file())})
    else:
        typer.echo(settings_file())


def _read() -> Settings:
    """As the file has them. Raises SettingsError where it can't be used: nothing is changed in what the user has not heard of."""
    from mmassist.settings import from_file

    found, problem = from_file(settings_file())
    if problem is not None:
        raise problem
    return found


def _meant(setting: Setting, value: str) -> object:
    """A value as it was typed: TOML where it is some, for what is no text; else as it stands."""
    from mmassist.each_setting import Kind

    if setting.kind in (Kind.TEXT, Kind.CHOICE):
        return value
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value  # what is wrong with it is told by the setting itself


def _print(text: str, as_json: bool) -> None:
    from mmassist.each_setting import each
    from mmassist.wiring.offered import with_choices

    with faults(as_json):
        words = text.casefold().split()
        found = [with_choices(one) for one in each(_read()) if all(word in f"{one.name} {one.help}".casefold() for word in words)]
    if as_json:
        print_json({"settings": [_plain(one) for one in found]})
        return
    for one in found:
        typer.echo(f"{one.name} = {_toml(one.value)}{_told_default(one)}\n    {one.help}{_told_range(one)}")
    if not found:
        raise typer.Exit(_not_found(text))


def _not_found(text: str) -> int:
    typer.echo(f"No setting's name or help holds: {text}.", err=True)
    return 1


def _told_default(setting: Setting) -> str:
    return "" if setting.is_default else f" (default: {_toml(setting.default)})"


def _told_range(setting: Setting) -> str:
    if setting.choices:
        return f" One of: {', '.join(choice or 'empty' for choice in setting.choices)}."
    if setting.least is not None and setting.most is not None:
        return f" {setting.least:g} to {setting.most:g}."
    return ""


def _toml(value: object) -> str:
    """As it is written in the file, in one line."""
    import tomlkit

    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return table.as_string()
    return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()


def _plain(setting: Setting) -> dict[str, Any]:
    return {**asdict(setting), "name": setting.name, "is_default": setting.is_default}


def _tell(setting: Setting, text: str, as_json: bool) -> None:
    """How a change went, and whether an app that runs has it now."""
    in_use = put_to_use()
    if as_json:
        print_json({**_plain(setting), "in_use": in_use})
    else:
        typer.echo(f"{text}{in_use.told}")
