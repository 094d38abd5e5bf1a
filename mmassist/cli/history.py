"""`mmassist history`: what was told before."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import Json, faults, load_settings, print_json, translated
from mmassist.errors import HistoryLocked, MmassistError
from mmassist.plurals import counted

if TYPE_CHECKING:
    from mmassist.engine.history import Page
    from mmassist.engine.history_store import HistoryStore

history = typer.Typer(help="What was told before: list, search, export, delete, wipe. Nothing of it leaves this computer.")

Program = Annotated[str, typer.Option("--program", help="Of this program alone.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most so many, the newest.")]


@history.callback(invoke_without_command=True)
def list_entries(context: typer.Context, program: Program = "", limit: Limit = 20, as_json: Json = False) -> None:
    """What was told before: list, search, export, delete, wipe. Nothing of it leaves this computer."""
    if context.invoked_subcommand is None:
        _print("", program, limit, as_json)


@history.command()
def search(
    text: Annotated[str, typer.Argument(help="Words that all occur, each at least as it begins.")],
    program: Program = "",
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """List what these words occur in: titles, questions, answers."""
    _print(text, program, limit, as_json)


@history.command()
def export(
    file: Annotated[Path, typer.Argument(help="Ends in .json, .csv or .txt.")],
    text: Annotated[str, typer.Option("--search", help="What these words occur in alone.")] = "",
    program: Program = "",
    as_json: Json = False,
) -> None:
    """Write the history to a file."""
    from mmassist.engine.history import Query
    from mmassist.engine.history_export import export as write

    with faults(as_json), _store() as store:
        entries = store.find(Query(text, program, limit=1_000_000)).entries
        write(entries, file)
    if as_json:
        print_json({"exported": len(entries), "file": str(file)})
    else:
        typer.echo(f"{counted(len(entries), 'entry')} written to {file}.")


@history.command()
def delete(ids: Annotated[list[int], typer.Argument(help="Numbers, as the list tells them.")], as_json: Json = False) -> None:
    """Delete single entries, without a trace."""
    with faults(as_json), _store() as store:
        number = store.delete(ids)
    if as_json:
        print_json({"deleted": number})
    else:
        typer.echo(f"{counted(number, 'entry')} deleted.")


@history.command()
def wipe(as_json: Json = False) -> None:
    """Delete all, without a trace."""
    with faults(as_json), _store() as store:
        store.wipe()
    if as_json:
        print_json({"wiped": True})
    else:
        typer.echo("The history is wiped.")


def _print(text: str, program: str, limit: int, as_json: bool) -> None:
    from mmassist.engine.history import Query
    from mmassist.engine.history_export import plain

    with faults(as_json), _store() as store:
        found = store.find(Query(text, program, limit=limit))
    if as_json:
        print_json({"total": found.total, "programs": found.programs, "entries": [plain(entry) for entry in found.entries]})
    else:
        typer.echo("\n".join(_told(found)))


def _told(page: Page) -> list[str]:
    from mmassist.engine.history import sentences

    if not page.entries:
        return ["Nothing is found." if page.query.text or page.query.program else "The history is empty."]
    more = page.total - len(page.entries)
    return [*sentences(page.entries), *([f"{counted(more, 'older entry')} not shown: use --limit."] if more else [])]


@contextlib.contextmanager
def _store() -> Iterator[HistoryStore]:
    """Raises HistoryLocked while the session is locked."""
    from mmassist.engine.history_store import HistoryStore
    from mmassist.wiring.desktop import is_locked
    from mmassist.wiring.past import history_file, history_of

    if asyncio.run(is_locked()):
        raise HistoryLocked("the session is locked")
    settings, problem = load_settings()
    if problem is not None:
        _tell(problem)
    if not settings.history.enabled:
        typer.echo("The history is switched off: nothing new is written down.", err=True)
    store = HistoryStore(history_file(), history_of(settings), _tell)
    try:
        yield store
    finally:
        store.close()


def _tell(error: MmassistError) -> None:
    typer.echo(translated(error.told), err=True)
