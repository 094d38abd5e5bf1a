"""One turn of a command: the settings, what is said, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from mmassist.cli.common import Printer, faults, print_fault, translated

if TYPE_CHECKING:
    from mmassist.cli.seat import Seat
    from mmassist.engine.record import Request
    from mmassist.settings import Settings
    from mmassist.values import Turn


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is told: `show` prints all that is spoken, `as_json` nothing but an object."""

    speak: bool
    show: bool
    as_json: bool


def one_turn(seat: Seat, manner: Manner, asked: Callable[[Settings], Request], backend: str = "") -> Turn:
    """The turn that was asked for; `backend`: who is to give the detail. A fault is told, and is exit code 1. Blocks."""
    from mmassist.engine.engine import Listeners

    as_json = manner.as_json
    with faults(as_json, seat.echo):
        settings, problem = seat.settings()
        if problem is not None:
            seat.echo(translated(problem.told), err=True)
        settings = settings.with_backend(backend) if backend else settings
        printer = Printer((manner.show or not manner.speak) and not as_json, as_json, seat.put)
        listeners = Listeners(spoken=lambda spoken: printer.event({}, spoken.utterance.text), turn=lambda turn: None)
        turn = seat.turn(settings, asked(settings), listeners, speak=manner.speak)
    if turn.fault is not None:
        if as_json or (manner.speak and not manner.show):  # else it was printed as it was spoken
            print_fault(turn.fault.error, turn.fault.spoken, turn.fault.remedy, as_json, seat.echo)
        raise typer.Exit(1)
    return turn
