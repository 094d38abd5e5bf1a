"""`mmassist read`: the text of a target in reading order, without the app or by the one that runs; or a page that a camera sees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.camera import Held, read_camera
from mmassist.cli.common import Json, Print, print_json
from mmassist.cli.one_turn import Manner, one_turn
from mmassist.cli.seat import seat_of
from mmassist.cli.targets import aimed
from mmassist.values import Target, TargetKind

if TYPE_CHECKING:
    from mmassist.backends.describer.reading import Unit
    from mmassist.values import Turn

# Written out, for help must not wait for the describer: the values of `backends.describer.reading.Unit`.
_UNITS = ("line", "sentence", "paragraph", "block")


@aimed
def read(
    context: typer.Context,
    target: Target,
    held: Annotated[Held, typer.Option("--held", help="What is in your hand, with --camera: the camera, or the page.")] = Held.CAMERA,
    guide: Annotated[bool, typer.Option("--guide/--no-guide", help="With --camera: guide by voice until the page is well seen.")] = True,
    by: Annotated[str, typer.Option("--by", help="How much at a time: line, sentence, paragraph or block.")] = "sentence",
    scroll: Annotated[bool, typer.Option("--scroll", help="Scroll the window in front to read on, and back again.")] = False,
    outline: Annotated[bool, typer.Option("--outline/--no-outline", help="Use the accessibility tree, or pixels alone.")] = True,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    show: Print = False,
    as_json: Json = False,
) -> None:
    """Read the text of the window in front, of a part of the desktop, a picture, or a page that a camera sees, in reading order."""
    if by not in _UNITS:
        raise typer.BadParameter(f"choose one of {', '.join(_UNITS)}", param_hint="--by")
    if scroll and target.kind is not TargetKind.WINDOW:
        raise typer.BadParameter("only the window in front can be scrolled", param_hint="--scroll")
    seat = seat_of(context)
    if target.kind is TargetKind.CAMERA:
        seat.by_itself(lambda: read_camera(target.path, held, guide=guide, speak=speak, as_json=as_json))
        return
    from mmassist.backends.describer.reading import Unit
    from mmassist.engine.record import Reads, Request

    unit = Unit(by)
    request = Request(time.monotonic(), target, use_outline=outline, read=Reads.ALL, by=unit, scroll=scroll)
    turn = one_turn(seat, Manner(speak, show, as_json), lambda settings: request)
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
