"""`mmassist secrets`: the keys of backends. A key is typed unseen or piped in; it is never an argument, which every program can read."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mmassist.cli.common import Json, faults, print_json
from mmassist.errors import SettingsError
from mmassist.plurals import counted

secrets = typer.Typer(help="Keep the keys of backends in the system's keyring.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The backend's name, as in the settings.", show_default=False)]

# Longer than any key, so that a wrong file that is piped in is told from a key and not read whole.
_MOST = 65_536


# What comes too much may be a key: it must not be quoted, as the parser would.
@secrets.command("set", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def set_key(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Store a key: asked for unseen, or read from standard input."""
    from pydantic import SecretStr

    from mmassist.desktop import secrets as keys

    with faults(as_json):
        if context.args:
            raise SettingsError(
                "a key as an argument",
                "A key is never given on the command line, where other programs can read it. Nothing was stored.",
                "Run mmassist secrets set with the name alone; it asks for the key. If what you gave was a key, make a new one.",
            )
        key = SecretStr(_typed(name) if sys.stdin.isatty() else sys.stdin.read(_MOST))
        keys.store(name, key)
    length = len(key.get_secret_value().strip())
    if as_json:
        print_json({"stored": name, "characters": length})
    else:
        typer.echo(f"The key for {name} is stored: {counted(length, 'character')}.")


@secrets.command("list")
def list_keys(as_json: Json = False) -> None:
    """Name the backends that have a key, and where it is. No key is shown."""
    from mmassist.desktop import secrets as keys

    with faults(as_json):
        entries = keys.entries()
    if as_json:
        print_json({"keys": [{"name": entry.name, "place": entry.place} for entry in entries]})
        return
    for entry in entries:
        typer.echo(f"{entry.name}: {'keyring' if entry.place == 'keyring' else f'environment, {entry.place}'}")
    if not entries:
        typer.echo("No key is stored.")


@secrets.command("forget")
def forget_key(name: Name, as_json: Json = False) -> None:
    """Take a key out of the keyring."""
    from mmassist.desktop import secrets as keys

    with faults(as_json):
        keys.forget(name)
        left = [entry.place for entry in keys.entries() if entry.place in keys.variables_of(name, name)]
    if as_json:
        print_json({"forgotten": name, "still_in_environment": left})
        return
    typer.echo(f"The key for {name} is forgotten.")
    for place in left:
        typer.echo(f"The environment still has one, in {place}.")


def _typed(name: str) -> str:
    return str(typer.prompt(f"Key for {name}, not shown as you type", hide_input=True, err=True))
