"""`mmassist ask`: a question about the window in front, typed or spoken; a typed one may be answered by the app that runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mmassist.cli.common import Json, Print, Printer, faults, print_fault, print_json, translated
from mmassist.cli.seat import seat_of
from mmassist.values import Spoken, Transcript


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What you want to know.", show_default=False)] = "",
    voice: Annotated[bool, typer.Option("--voice", help="Say it: a question, or a command such as describe.")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="With --voice: keep what you say in this new WAV file.", show_default=False)
    ] = None,
    backend: Annotated[str, typer.Option("--backend", help="Who answers; naming one that sends is your word for it.")] = "",
    show: Print = False,
    as_json: Json = False,
) -> None:
    """Ask about the window in front, typed or spoken."""
    if voice == bool(question):
        raise typer.BadParameter("type a question, or say it with --voice")
    if save is not None and not voice:
        raise typer.BadParameter("only what is said with --voice can be saved")
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Request
    from mmassist.engine.report import heard_event, turn_object

    seat = seat_of(context)
    understood: list[Transcript] = []
    said: list[str] = []

    def spoken(spoken: Spoken) -> None:
        said.append(spoken.utterance.text)
        printer.event({}, spoken.utterance.text)

    with faults(as_json, seat.echo):
        settings, problem = seat.settings()
        if problem is not None:
            seat.echo(translated(problem.told), err=True)
        settings = settings.with_backend(backend) if backend else settings
        printer = Printer(show and not as_json, as_json, seat.put)
        listeners = Listeners(spoken=spoken, turn=lambda turn: None, heard=understood.append)
        if voice:
            turn = seat.listen(settings, listeners, save)
        else:
            request = Request(time.monotonic(), verbosity=settings.describe.verbosity, question=question, send=backend)
            turn = seat.turn(settings, request, listeners, speak=True)
    if as_json:
        heard = heard_event(understood[-1]) if understood else None
        print_json({"heard": heard, "said": said, "turn": turn_object(turn) if turn else None}, seat.echo)
    if turn is not None and turn.fault is not None:
        if not (show or as_json):
            print_fault(turn.fault.error, turn.fault.spoken, turn.fault.remedy, as_json, seat.echo)
        raise typer.Exit(1)
    if voice and not understood:
        raise typer.Exit(1)
