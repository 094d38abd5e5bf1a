"""The command line. Everything slow is imported inside the command that needs it: help answers at once."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mmassist.cli.common import Json, Print, Printer, faults, load_settings, print_fault, print_json, settings_file
from mmassist.cli.measure import bench, evaluate
from mmassist.errors import SettingsError
from mmassist.values import Target, TargetKind, Verbosity

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(bench, name="bench")
app.add_typer(evaluate, name="evaluate")


@app.callback()
def _log(
    context: typer.Context,
    verbose: Annotated[bool, typer.Option("--verbose", help="Write what happens inside to standard error.")] = False,
) -> None:
    """Eyes for blind and low-vision people on any desktop: press a key and hear what is on the screen."""
    import logging

    usual = logging.WARNING if context.invoked_subcommand == "run" else logging.CRITICAL  # the others print their errors themselves
    level = logging.DEBUG if verbose else usual
    logging.basicConfig(level=level, format="%(asctime)s %(name)s: %(message)s", stream=sys.stderr)
    logging.captureWarnings(True)


def _written_down() -> SettingsError | None:
    """The first start writes the defaults down, so that every setting is there to be found and changed."""
    from mmassist.settings import Settings, save

    try:
        if not settings_file().exists():
            save(Settings(), settings_file())
    except SettingsError as error:
        return error
    return None


@app.command()
def run(show: Print = False, as_json: Json = False) -> None:
    """Start the app: it waits for its key and describes the window in front."""
    from mmassist.app import App
    from mmassist.engine.engine import Listeners
    from mmassist.engine.report import spoken_event, turn_event

    printer = Printer(show or as_json, as_json)
    with faults(as_json):
        settings, problem = load_settings()
        problem = problem or _written_down()
        listeners = Listeners(
            spoken=lambda spoken: printer.event(spoken_event(spoken), spoken.utterance.text),
            turn=lambda turn: printer.event(turn_event(turn), ""),
        )
        code = App(settings, problem, listeners).run(lambda: printer.event({"event": "ready", "at": time.monotonic()}, ""))
    raise typer.Exit(code)


@app.command()
def describe(
    window: Annotated[bool, typer.Option("--window", help="The window in front (the default).")] = False,
    monitor: Annotated[int | None, typer.Option("--monitor", min=0, help="A monitor by number; 0 is the one under the pointer.")] = None,
    screen: Annotated[bool, typer.Option("--screen", help="The whole desktop.")] = False,
    image: Annotated[Path | None, typer.Option("--image", help="A picture file.")] = None,
    verbosity: Annotated[Verbosity | None, typer.Option("--verbosity", help="How much is said.")] = None,
    backend: Annotated[str, typer.Option("--backend", help="Who gives the detail.")] = "",
    outline: Annotated[bool, typer.Option("--outline/--no-outline", help="Use the accessibility tree, or pixels alone.")] = True,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    show: Print = False,
    as_json: Json = False,
) -> None:
    """Describe what is on the screen, or in a picture, once."""
    target = _target(window, monitor, screen, image)
    from mmassist.app import describe_once
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Request
    from mmassist.engine.report import turn_object

    with faults(as_json):
        settings, problem = load_settings()
        if problem is not None:
            typer.echo(f"{problem.spoken} {problem.remedy}", err=True)
        if backend:
            settings = settings.with_backend(backend)
        printer = Printer((show or not speak) and not as_json, as_json)
        listeners = Listeners(spoken=lambda spoken: printer.event({}, spoken.utterance.text), turn=lambda turn: None)
        request = Request(time.monotonic(), target, verbosity or settings.describe.verbosity, outline)
        turn = asyncio.run(describe_once(settings, request, listeners, speak=speak))
    if turn.fault is not None:
        if as_json or (speak and not show):  # else it was printed as it was spoken
            print_fault(turn.fault.error, turn.fault.spoken, turn.fault.remedy, as_json)
        raise typer.Exit(1)
    if as_json:
        print_json(turn_object(turn))


def _target(window: bool, monitor: int | None, screen: bool, image: Path | None) -> Target:
    if sum((window, monitor is not None, screen, image is not None)) > 1:
        raise typer.BadParameter("choose one of --window, --monitor, --screen and --image")
    if monitor is not None:
        return Target(TargetKind.MONITOR, monitor=monitor)
    if image is not None:
        return Target(TargetKind.IMAGE, path=str(image))
    return Target(TargetKind.SCREEN if screen else TargetKind.WINDOW)


@app.command()
def outline(as_json: Json = False) -> None:
    """Print the accessibility tree of the window in front."""
    from mmassist.app import outline_once
    from mmassist.engine.report import outline_object, outline_text

    with faults(as_json):
        settings, _ = load_settings()
        window, tree = asyncio.run(outline_once(settings))
    if as_json:
        print_json({"window": window.title, "program": window.program, **outline_object(tree)})
    else:
        typer.echo(outline_text(tree))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check each part: found, missing, and how to mend it."""
    from mmassist.doctor import Verdict, examine

    settings, problem = load_settings()
    findings = list(examine(settings, problem))
    broken = any(finding.verdict is Verdict.BROKEN for finding in findings)
    if as_json:
        print_json({"ok": not broken, "parts": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            typer.echo(f"{finding.part}: {finding.verdict.value}, {finding.detail}" + (f" {finding.remedy}" if finding.remedy else ""))
    raise typer.Exit(1 if broken else 0)
