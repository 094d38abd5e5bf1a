"""`mmassist keys`: which key does what, changed and put back one at a time, and checked against the other programs' keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json, put_to_use, settings_file

if TYPE_CHECKING:
    from mmassist.desktop.keymap import Keymap
    from mmassist.errors import MmassistError
    from mmassist.settings import Settings

_HELP = "Which key does what: list, set, reset, check."
keys = typer.Typer(help=_HELP, no_args_is_help=False)

Command = Annotated[str, typer.Argument(help="As it is listed, such as describe, or leader for the leader key.", show_default=False)]
Program = Annotated[str, typer.Option("--program", help="Only while the program of this name is in front.")]


@keys.callback(invoke_without_command=True)
def list_by_itself(context: typer.Context, as_json: Json = False) -> None:
    """Which key does what: list, set, reset, check."""
    if context.invoked_subcommand is None:
        _print_all(as_json)


@keys.command("list")
def list_all(as_json: Json = False) -> None:
    """List all commands with their keys."""
    _print_all(as_json)


@keys.command("set")
def set_one(
    command: Command,
    key: Annotated[
        str, typer.Argument(help="A letter (d, Shift+B), a key (Ctrl+Shift+F9), or none; without it a free key is looked for.")
    ] = "",
    program: Program = "",
    as_json: Json = False,
) -> None:
    """Give a command another letter or key. A key that is taken is refused, with one that is free."""
    from mmassist.desktop.keymap import NONE
    from mmassist.wiring.keeping import keep
    from mmassist.wiring.key_changes import changed, is_letter
    from mmassist.wiring.key_tuning import tried

    with faults(as_json):
        before = _read()
        with tried() as conflicts:
            after, key = changed(before, command, key, program, conflicts)
        keep(before, after, settings_file())
    told = f"{command} has no key now." if key == NONE else f"{command} has the {'letter' if is_letter(command, key) else 'key'} {key} now."
    _tell({"command": command, "key": key, "program": program}, told, as_json)


@keys.command()
def reset(
    command: Annotated[str, typer.Argument(help="As it is listed; without it all keys are put back.", show_default=False)] = "",
    program: Program = "",
    as_json: Json = False,
) -> None:
    """Put the keys of one command, or all, back to the defaults."""
    from mmassist.wiring.keeping import keep
    from mmassist.wiring.key_changes import put_back

    with faults(as_json):
        before = _read()
        keep(before, put_back(before, command, program), settings_file())
    _tell({"reset": command or "all", "program": program}, f"{command or 'Each command'} has its usual keys again.", as_json)


@keys.command()
def check(as_json: Json = False) -> None:
    """Tell which keys are set twice, or belong to another program, the window manager or the screen reader; exit code 1 if any."""
    with faults(as_json):
        problems = _problems(_read())
    if as_json:
        print_json({"ok": not problems, "problems": [_plain(problem) for problem in problems]})
    else:
        typer.echo("\n".join(f"{problem.spoken} {problem.remedy}" for problem in problems) or "All keys are free for mmassist.")
    raise typer.Exit(1 if problems else 0)


def _problems(settings: Settings) -> list[MmassistError]:
    from mmassist.desktop import paths
    from mmassist.desktop.instance import is_taken
    from mmassist.wiring.key_changes import check_all
    from mmassist.wiring.key_tuning import tried

    with tried() as conflicts:
        return check_all(settings, conflicts, held=is_taken(paths.runtime_dir()))


def _read() -> Settings:
    """As the file has them. Raises SettingsError where it can't be used: nothing is changed in what the user has not heard of."""
    from mmassist.settings import from_file

    found, problem = from_file(settings_file())
    if problem is not None:
        raise problem
    return found


def _print_all(as_json: bool) -> None:
    from mmassist.wiring.key_changes import now

    with faults(as_json):
        settings = _read()
        maps = {"": now(settings), **{program: now(settings, program) for program in settings.keys.programs}}
    if as_json:
        print_json({"keys": [{"program": program, **_object(each)} for program, each in maps.items()]})
        return
    for program, each in maps.items():
        if program:
            typer.echo(f"\nIn {program}:")
        typer.echo(f"Leader: {each.leader or 'none'}" + (", then a letter" if each.leader else ""))
        for row in _rows(each):
            typer.echo(f"{row['command']:<20} {row['letter'] or '-':<9} {row['key'] or '-':<14} {row['does']}")


def _object(keys: Keymap) -> dict[str, Any]:
    return {"leader": str(keys.leader or ""), "commands": _rows(keys), "problems": [_plain(problem) for problem in keys.problems]}


def _rows(keys: Keymap) -> list[dict[str, str]]:
    """All commands: those with letters in the order in which they are told, then the others."""
    from mmassist.desktop.keymap import ASK, words
    from mmassist.dialogue.commands import names

    order = dict.fromkeys((*keys.letters.values(), *keys.chords, *sorted(names() | {ASK})))
    return [{"command": name, "letter": keys.letter_of(name), "key": str(keys.chords.get(name, "")), "does": words(name)} for name in order]


def _plain(error: MmassistError) -> dict[str, str]:
    return {"spoken": str(error.spoken), "remedy": str(error.remedy)}


def _tell(value: dict[str, str], text: str, as_json: bool) -> None:
    """How a change went, and whether an app that runs has it now."""
    in_use = put_to_use()
    if as_json:
        print_json({**value, "in_use": in_use})
    else:
        typer.echo(f"{text}{in_use.told}")
