"""`mmassist read`: the text of a target in reading order, without the app or by the one that runs; or a page that a camera sees."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.camera import Held, read_camera
from mmassist.cli.common import Json, Print, Printer, faults, print_fault, print_json
from mmassist.cli.seat import seat_of
from mmassist.cli.targets import box_of, chosen
from mmassist.values import Target, TargetKind

if TYPE_CHECKING:
    from mmassist.backends.describer.reading import Unit
    from mmassist.values import Turn

# Written out, for help must not wait for the describer: the values of `backends.describer.reading.Unit`.
_UNITS = ("line", "sentence", "paragraph", "block")


def read(
    context: typer.Context,
    window: Annotated[bool, typer.Option("--window", help="The window in front (the default).")] = False,
    monitor: Annotated[int | None, typer.Option("--monitor", min=0, help="A monitor by number; 0 is the one under the pointer.")] = None,
    screen: Annotated[bool, typer.Option("--screen", help="The whole desktop.")] = False,
    pointer: Annotated[bool, typer.Option("--pointer", help="What is around the mouse pointer.")] = False,
    focus: Annotated[bool, typer.Option("--focus", help="What is around the control that has the focus.")] = False,
    region: Annotated[str, typer.Option("--region", help="A part of the desktop, in pixels: left,top,width,height.")] = "",
    clipboard: Annotated[bool, typer.Option("--clipboard", help="A picture in the clipboard, or files of pictures.")] = False,
    image: Annotated[list[Path] | None, typer.Option("--image", help="A picture file; several are read one after the other.")] = None,
    camera: Annotated[str, typer.Option("--camera", help="A page that a camera sees: its number, file or address.")] = "",
    held: Annotated[Held, typer.Option("--held", help="What is in your hand, with --camera: the camera, or the page.")] = Held.CAMERA,
    guide: Annotated[bool, typer.Option("--guide/--no-guide", help="With --camera: guide by voice until the page is well seen.")] = True,
    by: Annotated[str, typer.Option("--by", help="How much at a time: line, sentence, paragraph or block.")] = "sentence",
    outline: Annotated[bool, typer.Option("--outline/--no-outline", help="Use the accessibility tree, or pixels alone.")] = True,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    show: Print = False,
    as_json: Json = False,
) -> None:
    """Read the text of the window in front, of a part of the desktop, a picture, or a page that a camera sees, in reading order."""
    if by not in _UNITS:
        raise typer.BadParameter(f"choose one of {', '.join(_UNITS)}", param_hint="--by")
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
    if target.kind is TargetKind.CAMERA:
        seat.by_itself(lambda: read_camera(camera, held, guide=guide, speak=speak, as_json=as_json))
        return
    from mmassist.backends.describer.reading import Unit
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Reads, Request

    unit = Unit(by)
    with faults(as_json, seat.echo):
        settings, problem = seat.settings()
        if problem is not None:
            seat.echo(f"{problem.spoken} {problem.remedy}", err=True)
        printer = Printer((show or not speak) and not as_json, as_json, seat.put)
        listeners = Listeners(spoken=lambda spoken: printer.event({}, spoken.utterance.text), turn=lambda turn: None)
        request = Request(time.monotonic(), target, use_outline=outline, read=Reads.ALL, by=unit)
        turn = seat.turn(settings, request, listeners, speak=speak)
    if turn.fault is not None:
        if as_json or (speak and not show):  # else it was printed as it was spoken
            print_fault(turn.fault.error, turn.fault.spoken, turn.fault.remedy, as_json, seat.echo)
        raise typer.Exit(1)
    if as_json:
        print_json(_object(turn, unit), seat.echo)


def _object(turn: Turn, unit: Unit) -> dict[str, Any]:
    """What was read, of several pictures the last. Boxes are [x, y, width, height] in pixels of the picture, None where not known."""
    from mmassist.backends.describer.reading import parts, passages

    text = passages(turn.scene) if turn.scene else ()
    return {
        "by": unit.value,
        "heading": turn.gist,
        "units": [
            {
                "text": part.text,
                "box": part.box.as_list() if part.box else None,
                "kind": text[part.start[0]].kind.value,
                "block": text[part.start[0]].block,
                "cells": [
                    [{"header": cell.header, "text": cell.text} for cell in text[at].cells] for at in part.passages if text[at].cells
                ],
                "confidence": round(min(text[at].confidence for at in part.passages), 3),
            }
            for part in parts(text, unit)
        ],
        "timings": turn.timings,
        "warnings": list(turn.warnings),
    }
