"""`mmassist describe`: one turn, without the app or by the one that runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import Json, Print, print_json
from mmassist.cli.one_turn import Manner, one_turn
from mmassist.cli.seat import seat_of
from mmassist.cli.targets import aimed
from mmassist.values import Clip, Target, Verbosity

if TYPE_CHECKING:
    from mmassist.engine.record import Request
    from mmassist.settings import Settings


@aimed
def describe(
    context: typer.Context,
    target: Target,
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
    from mmassist.engine.record import Request
    from mmassist.engine.report import turn_object

    def request(settings: Settings) -> Request:
        return Request(
            time.monotonic(),
            target,
            verbosity or settings.describe.verbosity,
            outline,
            exact=bool(verbosity or preset),
            question=ask,
            preset=preset or settings.describe.preset,
            send=backend,
            revealed=frozenset(reveal or ()),
            clips=tuple(_clip(seat.path(one)) for one in attach or ()),
            preview=preview,
        )

    turn = one_turn(seat, Manner(speak, show, as_json), request, backend)
    if as_json:
        print_json(turn_object(turn), seat.echo)
    elif explain:
        seat.echo("\n".join(turn.explanation), err=True)


def _clip(path: Path) -> Clip:
    from mmassist.capture.clips import read_clip

    return read_clip(path)
