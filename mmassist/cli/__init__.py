"""The command line. Everything slow is imported inside the command that needs it: help answers at once."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.about import Checks
from mmassist.cli.ask import ask
from mmassist.cli.backends import backends
from mmassist.cli.bench import bench
from mmassist.cli.bundle import write_bundle
from mmassist.cli.camera import codes, colour, find, framing
from mmassist.cli.common import Json, Print, Printer, faults, load_settings, print_json, settings_file, translated
from mmassist.cli.describe import describe
from mmassist.cli.evaluate import evaluate
from mmassist.cli.history import history
from mmassist.cli.keys import keys
from mmassist.cli.licences import licences
from mmassist.cli.models import models
from mmassist.cli.read import read
from mmassist.cli.seat import seat_of
from mmassist.cli.secrets import secrets
from mmassist.cli.see import see
from mmassist.cli.settings import settings
from mmassist.cli.stats import stats
from mmassist.cli.support import support
from mmassist.cli.train import train
from mmassist.cli.transcribe import transcribe
from mmassist.cli.troubleshoot import troubleshoot
from mmassist.cli.watch import watch
from mmassist.engine.own_windows import OwnWindow
from mmassist.errors import DesktopError, MmassistError, SettingsError

if TYPE_CHECKING:
    from mmassist.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


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


def _as_at_login(settings: Settings) -> DesktopError | None:
    """The settings may have been changed by hand: they say whether the app starts at login."""
    from mmassist.desktop import autostart

    try:
        autostart.apply(settings.start.at_login)
    except DesktopError as error:
        return error
    return None


def _written_down() -> SettingsError | None:
    """The first start writes the defaults down, so that every setting is there to be found and changed; so does one after a broken file."""
    from mmassist.settings import save
    from mmassist.wiring.first import first_settings

    try:
        if not settings_file().exists():
            save(first_settings(), settings_file())
    except SettingsError as error:
        return error
    return None


_SAFE, _WINDOW = "--safe", "--window"


_STARTING = 20.0  # seconds


def _run_by_another(window: OwnWindow | None) -> int:
    """Has the app that runs come to the front, or show a window; it may still be starting. Raises DesktopError where it does not answer."""
    from mmassist.desktop.command_client import hand_over
    from mmassist.desktop.command_wire import START, WINDOW, folder

    if not folder():
        typer.echo("mmassist runs already. Open it from its tray icon.")
        return 0
    patience = time.monotonic() + _STARTING
    while time.monotonic() < patience:
        if (code := hand_over([START, *([WINDOW, window.value] if window is not None else [])])) is not None:
            return code
        time.sleep(0.2)
    raise DesktopError("another instance", "mmassist runs already, but does not answer.", "End it, then start it again.")


@app.command()
def run(
    show: Print = False,
    as_json: Json = False,
    safe: Annotated[bool, typer.Option(_SAFE, help="Start in safe mode: only what is sure to work.")] = False,
    window: Annotated[OwnWindow | None, typer.Option(_WINDOW, help="Show this window.")] = None,
) -> None:
    """Start the app: it waits for its key and describes the window in front."""
    from mmassist.app import App
    from mmassist.cli.served import CommandLines
    from mmassist.desktop import paths
    from mmassist.desktop.instance import Instance
    from mmassist.desktop.starts import Start, ended_by_signals
    from mmassist.engine.engine import Listeners
    from mmassist.engine.report import heard_event, spoken_event, turn_event
    from mmassist.wiring.safe import reason
    from mmassist.wiring.welcomed import is_welcomed

    printer = Printer(show or as_json, as_json)
    with faults(as_json), contextlib.closing(Instance(paths.runtime_dir())) as instance:
        if not instance.take():
            raise typer.Exit(_run_by_another(window))
        unwritten = _written_down()
        settings, problem = load_settings()
        problem = problem or unwritten or _written_down()
        listeners = Listeners(
            spoken=lambda spoken: printer.event(spoken_event(spoken), spoken.utterance.text),
            turn=lambda turn: printer.event(turn_event(turn), ""),
            heard=lambda transcript: printer.event(heard_event(transcript), ""),
            listening=lambda is_open: printer.event({"event": "listening", "open": is_open, "at": time.monotonic()}, ""),
            switched_off=lambda parts: printer.event({"event": "switched off", "parts": parts, "at": time.monotonic()}, ""),
        )
        start = Start(paths.starts_dir())
        lines = CommandLines(app, settings, paths.config_dir()) if problem is None else None
        with ended_by_signals(start, instance.close):
            running = App(
                settings,
                problem or _as_at_login(settings),
                listeners,
                start,
                reason(start.crashed, asked=safe),
                lines,
                window or (None if is_welcomed() else OwnWindow.WELCOME),
                Checks(settings, problem),
                was_cut=instance.was_cut,
            )
            try:
                code = running.run(lambda: printer.event({"event": "ready", "at": time.monotonic()}, ""))
            except MmassistError:
                start.forget()
                raise
    if running.wants_another:
        again = [argument for argument in sys.orig_argv[1:] if argument not in (_SAFE, _WINDOW, *filter(None, (window,)))]
        os.execv(sys.executable, [sys.executable, *again])  # noqa: S606 - itself
    raise typer.Exit(code)


app.command()(describe)
app.command()(ask)
app.command()(transcribe)
app.command()(see)
app.command()(watch)
app.command()(troubleshoot)
for one in (read, find, codes, colour, framing):
    app.command()(one)


@app.command()
def outline(context: typer.Context, as_json: Json = False) -> None:
    """Print the accessibility tree of the window in front."""
    from mmassist.engine.report import outline_object, outline_text

    seat = seat_of(context)
    with faults(as_json, seat.echo):
        settings, _ = seat.settings()
        window, tree = seat.outline(settings)
    if as_json:
        print_json({"window": window.title, "program": window.program, **outline_object(tree)}, seat.echo)
    else:
        seat.echo(outline_text(tree))


@app.command()
def doctor(
    as_json: Json = False,
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Write a file for whoever helps you, and tell what is in it.")] = None,
) -> None:
    """Check each part: found, missing, and how to mend it."""
    from mmassist.doctor import Verdict, examine

    settings, problem = load_settings()
    findings = list(examine(settings, problem))
    if bundle is not None:
        write_bundle(settings, findings, bundle, as_json)
        return
    broken = any(finding.verdict is Verdict.BROKEN for finding in findings)
    if as_json:
        print_json({"ok": not broken, "parts": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            typer.echo(translated(finding.sentence))
    raise typer.Exit(1 if broken else 0)


app.command()(stats)
app.add_typer(support, name="support")
app.command()(licences)
app.add_typer(history, name="history")
app.add_typer(settings, name="settings")
app.add_typer(keys, name="keys")
app.add_typer(backends, name="backends")
app.add_typer(secrets, name="secrets")
app.add_typer(models, name="models")
app.add_typer(bench, name="bench")
app.add_typer(evaluate, name="evaluate")
app.add_typer(train, name="train")
