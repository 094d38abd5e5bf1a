"""`mmassist describe`: one turn, without the app or by the one that runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mmassist.cli.common import Json, Print, Printer, faults, print_fault, print_json
from mmassist.cli.seat import seat_of
from mmassist.cli.targets import box_of, chosen
from mmassist.values import Clip, Target, TargetKind, Verbosity


def describe(
    context: typer.Context,
    window: Annotated[bool, typer.Option("--window", help="The window in front (the default).")] = False,
    monitor: Annotated[int | None, typer.Option("--monitor", min=0, help="A monitor by number; 0 is the one under the pointer.")] = None,
    screen: Annotated[bool, typer.Option("--screen", help="The whole desktop.")] = False,
    pointer: Annotated[bool, typer.Option("--pointer", help="What is around the mouse pointer.")] = False,
    focus: Annotated[bool, typer.Option("--focus", help="What is around the control that has the focus.")] = False,
    region: Annotated[str, typer.Option("--region", help="A part of the desktop, in pixels: left,top,width,height.")] = "",
    clipboard: Annotated[bool, typer.Option("--clipboard", help="A picture in the clipboard, or files of pictures.")] = False,
    image: Annotated[list[Path] | None, typer.Option("--image", help="A picture file; several are told one after the other.")] = None,
    camera: Annotated[str, typer.Option("--camera", help="What a camera sees: its number, file or address.")] = "",
    verbosity: Annotated[Verbosity | None, typer.Option("--verbosity", help="How much is said.")] = None,
    backend: Annotated[str, typer.Option("--backend", help="Who gives the detail; naming one that sends is your word for it.")] = "",
    ask: Annotated[str, typer.Option("--ask", help="A question about it.")] = "",
    preset: Annotated[str, typer.Option("--preset", help="What kind of answer: describe, brief, read, form, table, error, ...")] = "",
    attach: Annotated[list[Path] | None, typer.Option("--attach", help="A recording to send along: sound or a short video.")] = None,
    reveal: Annotated[list[str] | None, typer.Option("--reveal", help="A hidden thing to be sent whole this once: card 1.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Tell what would be sent; send nothing.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Tell why this backend was chosen.")] = False,
    outline: Annotated[bool, typer.Option("--outline/--no-outline", help="Use the accessibility tree, or pixels alone.")] = True,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    show: Print = False,
    as_json: Json = False,
) -> None:
    """Describe what is on the screen, or in a picture, once."""
    seat = seat_of(context)
    pictures = [str(seat.path(one)) for one in image or ()]
    target = chosen(
        {
            "--window": Target() if window else None,
            "--monitor": Target(TargetKind.MONITOR, monitor=monitor) if monitor is not None else None,
            "--screen": Target(TargetKind.SCREEN) if screen else None,
            "--pointer": Target(TargetKind.POINTER) if pointer else None,
            "--focus": Target(TargetKind.FOCUS) if focus else None,
            "--region": Target(TargetKind.REGION, region=box_of(region)) if region else None,
            "--clipboard": Target(TargetKind.CLIPBOARD) if clipboard else None,
            "--image": Target(TargetKind.IMAGE, path=pictures[0], more=tuple(pictures[1:])) if pictures else None,
            "--camera": Target(TargetKind.CAMERA, path=camera) if camera else None,
        }
    )
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Request
    from mmassist.engine.report import turn_object

    with faults(as_json, seat.echo):
        settings, problem = seat.settings()
        if problem is not None:
            seat.echo(f"{problem.spoken} {problem.remedy}", err=True)
        settings = settings.with_backend(backend) if backend else settings
        printer = Printer((show or not speak) and not as_json, as_json, seat.put)
        listeners = Listeners(spoken=lambda spoken: printer.event({}, spoken.utterance.text), turn=lambda turn: None)
        request = Request(
            time.monotonic(),
            target,
            verbosity or settings.describe.verbosity,
            outline,
            question=ask,
            preset=preset or settings.describe.preset,
            send=backend,
            revealed=frozenset(reveal or ()),
            clips=tuple(_clip(seat.path(one)) for one in attach or ()),
            preview=preview,
        )
        turn = seat.turn(settings, request, listeners, speak=speak)
    if turn.fault is not None:
        if as_json or (speak and not show):  # else it was printed as it was spoken
            print_fault(turn.fault.error, turn.fault.spoken, turn.fault.remedy, as_json, seat.echo)
        raise typer.Exit(1)
    if as_json:
        print_json(turn_object(turn), seat.echo)
    elif explain:
        seat.echo("\n".join(turn.explanation), err=True)


def _clip(path: Path) -> Clip:
    from mmassist.capture.clips import read_clip

    return read_clip(path)
