"""`mmassist bench` and `mmassist evaluate`: the wings, reached only when they are asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from mmassist.cli.common import Json, faults, print_json

bench = typer.Typer(help="Measure this machine; each figure beside a named opponent.", no_args_is_help=True)
evaluate = typer.Typer(help="Check what is said against known truth.", no_args_is_help=True)


@bench.command("turn")
def bench_turn(
    turns: Annotated[int, typer.Option(min=3, help="Turns for each figure.")] = 30,
    as_json: Json = False,
) -> None:
    """From the key press to the sound, in a real desktop with real programs."""
    from mmassist.measure.turn import measure, table

    with faults(as_json):
        report = measure(turns)
    if as_json:
        print_json(report)
    else:
        typer.echo(table(report))


@evaluate.command("windows")
def evaluate_windows(
    count: Annotated[int, typer.Option(min=1, help="How many windows.")] = 30,
    seed: Annotated[int | None, typer.Option(help="Of the generator; the published figures use the default.")] = None,
    pixels: Annotated[bool, typer.Option("--pixels/--no-pixels", help="Also read each window from its pixels alone.")] = True,
    as_json: Json = False,
) -> None:
    """Describe generated windows whose content is known, and judge what was said."""
    from mmassist.evaluation import specs, windows

    seed = specs.PUBLISHED_SEED if seed is None else seed
    with faults(as_json):
        report = windows.run(count, seed, pixels=pixels, progress=lambda one: typer.echo(one.line(), err=True))
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report.table())
    raise typer.Exit(0 if report.met else 1)
