"""`mmassist backends`: who can answer, what they cost and keep, and whether they do answer."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer

from mmassist.cli.common import Json, faults, load_settings, print_json, translated
from mmassist.plurals import counted
from mmassist.visible import visible

backends = typer.Typer(help="Who can answer: list them, try one, agree to one.", invoke_without_command=True)
Name = Annotated[str, typer.Argument(help="Its name in your settings, or its kind.")]


@backends.callback()
def listed(context: typer.Context, as_json: Json = False) -> None:
    """List the backends: yours, and the models that the catalogue knows."""
    if context.invoked_subcommand is not None:
        return
    from mmassist.wiring.asking import overview

    settings, _ = load_settings()
    with faults(as_json):
        rows = overview(settings)
    if as_json:
        print_json({"backends": rows})
        return
    for row in rows:
        typer.echo(_line(row))


@backends.command()
def test(name: Name, as_json: Json = False) -> None:
    """Ask a backend one small question, without a picture, and tell how it went and what it cost."""
    from mmassist.dialogue.money import dollars
    from mmassist.wiring.trial import try_out

    settings, _ = load_settings()
    with faults(as_json):
        tried = asyncio.run(try_out(name, settings, lambda error: typer.echo(translated(error.told), err=True)))
    if as_json:
        print_json(tried)
    else:
        # A server's words must not steer the terminal.
        after = counted(round(tried["first_token_ms"]), "millisecond")
        typer.echo(visible(f"{tried['model']} answered after {after}: {tried['text']}"))
        typer.echo("Its price is not known." if tried["cost"] is None else f"It cost {dollars(tried['cost'])}.")


@backends.command()
def models(name: Name, as_json: Json = False) -> None:
    """Ask a backend which models it offers, and compare them with the one that is set."""
    from mmassist.wiring.asking import offered

    settings, _ = load_settings()
    with faults(as_json):
        found = asyncio.run(offered(name, settings))
    if as_json:
        print_json(found)
    else:
        typer.echo("\n".join(map(visible, [*found["models"], *found["warnings"]])))


@backends.command()
def pull(name: Name, model: Annotated[str, typer.Argument(help="The model to fetch.")]) -> None:
    """Let an Ollama server fetch a model; tells how far it is."""
    from mmassist.wiring.asking import fetched

    settings, _ = load_settings()

    async def follow() -> None:
        async for line in fetched(name, model, settings):
            typer.echo(line)

    with faults(False):
        asyncio.run(follow())


@backends.command()
def consent(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Agree without being asked.")] = False, as_json: Json = False
) -> None:
    """Read what a vendor keeps and for how long, and agree to send to it."""
    from mmassist.wiring.asking import agree, terms_of

    settings, _ = load_settings()
    with faults(as_json):
        terms = terms_of(name, settings)
        if not as_json:
            typer.echo(terms)
        if not (yes or typer.confirm("Do you agree?")):
            raise typer.Exit(1)
        agree(name, settings)
    if as_json:
        print_json({"backend": name, "terms": terms, "agreed": True})
    else:
        typer.echo(f"Noted. mmassist backends revoke {name} takes it back.")


@backends.command()
def revoke(name: Name, as_json: Json = False) -> None:
    """Take back what was agreed to with a vendor."""
    from mmassist.wiring.asking import disagree

    settings, _ = load_settings()
    with faults(as_json):
        disagree(name, settings)
    if as_json:
        print_json({"backend": name, "agreed": False})
    else:
        typer.echo("Noted. Nothing more is sent to it.")


def _line(row: dict[str, Any]) -> str:
    price = "no price known" if row["price_input"] is None else f"{row['price_input']} and {row['price_output']} dollars a million tokens"
    parts = [row["name"], row["kind"], row["model"], *row["inputs"]]
    parts += ["on this computer" if row["local"] else price, *row["notes"]]
    return ", ".join(part for part in parts if part)
