"""`mmassist models`: what can be pulled, with its size and what this computer can do, before anything is fetched; and what is here."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import InUse, Json, faults, load_settings, model_in_use, print_json, translated

if TYPE_CHECKING:
    from mmassist.inference.store import Installed, Model, Source, Store

models = typer.Typer(help="The models that run on this computer: list, pull, verify and remove them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="As mmassist models list names it.", show_default=False)]

_STOPPED = 130
_CHOOSES = {"whisper": "listen.model", "vision": "the model of the backend local"}
"""The setting that names a model, by its kind."""


@models.command("list")
def list_models(
    kind: Annotated[str, typer.Option("--kind", help="Only models of this kind, such as whisper.")] = "",
    language: Annotated[str, typer.Option("--language", help="What you speak, such as en: recommends for it. Empty: any.")] = "",
    as_json: Json = False,
) -> None:
    """Tell of each model: its size, whether it is here, what this computer can do with it, and which is recommended."""
    from mmassist.cli.models_report import line, row
    from mmassist.inference.store import advice, look

    with faults(as_json):
        store = _store()
        machine = look()
        found = advice(machine, store.catalogue, language)
        shown = [one for one in found if kind in ("", one.model.kind)]
        rows = [row(one, store.find(one.model.name), store.begun(one.model.name)) for one in shown]
    if as_json:
        print_json({"machine": machine.as_json(), "models": rows})
        return
    typer.echo(machine.sentence())
    for each in rows:
        typer.echo(line(each))


@models.command()
def pull(
    name: Name,
    folder: Annotated[Path | None, typer.Option("--from", help="Copy it from this folder, a USB stick for example.")] = None,
    hub: Annotated[str, typer.Option("--hub", envvar="MMASSIST_HUB", help="Another hub's address.", show_default=False)] = "",
    proxy: Annotated[str, typer.Option("--proxy", help="Instead of the environment's. One with a password belongs there.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Pull without being asked.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch a model, once; it is used without a network afterwards. Stopped, it goes on where it was."""
    from mmassist.inference import store as models_store

    with faults(as_json):
        store = _store()
        model = store.catalogue.model(name)
        source = _hub(hub, proxy, store) if folder is None else models_store.Folder(folder)
        if folder is None and not yes and store.find(name) is None and not _agreed(model, store):
            raise typer.Exit(1)
        found = _pulled(store, model, source, as_json)
    in_use = model_in_use(name)
    if as_json:
        row = {"event": "pulled", "model": name, "bytes": found.size, "folder": str(found.path), "checks": sorted(found.checks)}
        print_json({**row, "in_use": in_use})
    else:
        typer.echo(_told(model, found) + _use_of(model, in_use))


@models.command()
def verify(
    name: Annotated[str, typer.Argument(help="Its name; left out, all that are here.", show_default=False)] = "",
    as_json: Json = False,
) -> None:
    """Read each file from beginning to end and compare it with what it was when it came."""
    from mmassist.cli.models_report import verdict

    with faults(as_json):
        store = _store()
        names = [name] if name else [model.name for model in store.catalogue.models if store.path(model).exists()]
        rows = [verdict(store, each) for each in names]
    if as_json:
        print_json({"models": rows})
    else:
        for each in rows:
            typer.echo(each["spoken"])
        if not rows:
            typer.echo("No model is here.")
    raise typer.Exit(0 if all(each["whole"] for each in rows) else 1)


@models.command()
def remove(name: Name, as_json: Json = False) -> None:
    """Remove a model, and what has come of one that was being pulled."""
    from mmassist.inference.store.progress import megabytes

    with faults(as_json):
        freed = _store().remove(name)
    if freed:
        model_in_use(name)
    if as_json:
        print_json({"removed": name, "bytes": freed})
    else:
        typer.echo(f"{name} is removed: {megabytes(freed)} megabytes are free again." if freed else f"Nothing of {name} was here.")


def _hub(address: str, proxy: str, store: Store) -> Source:
    """What the command says counts before the settings, those before the catalogue and the environment."""
    from mmassist.inference.store import Hub

    settings, problem = load_settings()
    if problem is not None:
        typer.echo(translated(problem.told), err=True)
    return Hub(address or settings.models.hub or store.catalogue.hub, proxy or settings.models.proxy)


def _store() -> Store:
    from mmassist.wiring.models import open_store

    return open_store()


def _agreed(model: Model, store: Store) -> bool:
    from mmassist.inference.store.progress import megabytes

    begun = store.begun(model.name)
    here = f" {megabytes(begun)} of them are here already." if begun else ""
    return typer.confirm(f"{model.title}: {model.megabytes} megabytes, licence {model.licence}.{here} Pull it?", err=True)


def _pulled(store: Store, model: Model, source: Source, as_json: bool) -> Installed:
    from mmassist.cli.models_report import Ear

    ear = Ear(as_json, sys.stderr.isatty())

    async def pulling() -> Installed:
        try:
            return await store.pull(model.name, source, ear.hear)
        finally:
            await source.aclose()

    try:
        return asyncio.run(pulling())
    except KeyboardInterrupt:
        ear.clear()
        from mmassist.inference.store.progress import megabytes

        kept = megabytes(store.begun(model.name))
        typer.echo(f"Stopped. {kept} megabytes have come and are kept; the same command goes on from there.", err=True)
        raise typer.Exit(_STOPPED) from None
    finally:
        ear.clear()


def _use_of(model: Model, in_use: InUse) -> str:
    """A space and sentences about who uses it; nothing where there is nothing to tell."""
    if model.kind == "vision" and not _asks_local():
        return " Ask it with --backend local. To have mmassist ask it by itself, put local into the setting answers.order."
    if in_use is not InUse.NOT:
        return in_use.told
    return f" mmassist goes on with another one. For this one set {_CHOOSES[model.kind]} to {model.name} in the settings."


def _asks_local() -> bool:
    """Whether a model on this computer is among those that are asked."""
    settings, _ = load_settings()
    kinds = {name: backend.kind for name, backend in settings.backends.items()}
    return any(kinds.get(name, name) == "local" for name in settings.asked())


def _told(model: Model, found: Installed) -> str:
    from mmassist.inference.store import Check

    if Check.RECORDED in found.checks:
        how = "For some of its files nobody says what they must be: what came was recorded, and every later load is held to it."
    elif Check.SERVER in found.checks:
        how = "It was checked against what the server said, and recorded: every later load is held to it."
    elif Check.KNOWN in found.checks:
        how = "It was checked against what was recorded of it before; every later load is held to it."
    else:
        how = "It was checked against its publisher's figures, and is at every load."
    return f"{model.title} is here and works without a network. {how}"
