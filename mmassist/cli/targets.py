"""Which target a command was given: every command that looks at one takes the same options."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from mmassist.cli.seat import Seat, seat_of
from mmassist.values import Box, Target, TargetKind


def aimed(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options that choose its `target`, which it takes behind its context. A wrong choice is a BadParameter."""
    context, _, *own = inspect.signature(command, eval_str=True).parameters.values()
    _, *choices = inspect.signature(chosen, eval_str=True).parameters.values()

    @functools.wraps(command)
    def run(context: typer.Context, **given: Any) -> None:
        options = {choice.name: given.pop(choice.name) for choice in choices}
        command(context, chosen(seat_of(context), **options), **given)

    signature = inspect.Signature([context, *choices, *own])
    vars(run)["__signature__"] = signature  # typer makes its options of these two
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in signature.parameters.values()}
    return run


def chosen(
    seat: Seat,
    window: Annotated[bool, typer.Option("--window", help="The window in front (the default).")] = False,
    monitor: Annotated[int | None, typer.Option("--monitor", min=0, help="A monitor by number; 0 is the one under the pointer.")] = None,
    screen: Annotated[bool, typer.Option("--screen", help="The whole desktop.")] = False,
    pointer: Annotated[bool, typer.Option("--pointer", help="What is around the mouse pointer.")] = False,
    focus: Annotated[bool, typer.Option("--focus", help="What is around the control that has the focus.")] = False,
    container: Annotated[bool, typer.Option("--container", help="The larger part of the window around that.")] = False,
    region: Annotated[str, typer.Option("--region", help="A part of the desktop, in pixels: left,top,width,height.")] = "",
    clipboard: Annotated[bool, typer.Option("--clipboard", help="A picture in the clipboard, or files of pictures.")] = False,
    image: Annotated[list[Path] | None, typer.Option("--image", help="A picture file; several come one after the other.")] = None,
    camera: Annotated[str, typer.Option("--camera", help="What a camera sees: its number, file or address.")] = "",
) -> Target:
    """The one that was chosen, by default the window in front."""
    pictures = [str(seat.path(one)) for one in image or ()]
    options = {
        "--window": Target() if window else None,
        "--monitor": Target(TargetKind.MONITOR, monitor=monitor) if monitor is not None else None,
        "--screen": Target(TargetKind.SCREEN) if screen else None,
        "--pointer": Target(TargetKind.POINTER) if pointer else None,
        "--focus": Target(TargetKind.FOCUS) if focus else None,
        "--container": Target(TargetKind.CONTAINER) if container else None,
        "--region": Target(TargetKind.REGION, region=_box(region)) if region else None,
        "--clipboard": Target(TargetKind.CLIPBOARD) if clipboard else None,
        "--image": Target(TargetKind.IMAGE, path=pictures[0], more=tuple(pictures[1:])) if pictures else None,
        "--camera": Target(TargetKind.CAMERA, path=camera) if camera else None,
    }
    given = [target for target in options.values() if target is not None]
    if len(given) > 1:
        *others, last = options
        raise typer.BadParameter(f"choose one of {', '.join(others)} and {last}")
    return given[0] if given else Target()


def _box(given: str) -> Box:
    """Of --region: four whole numbers, of which left and top may be negative."""
    try:
        x, y, width, height = map(int, given.split(","))
    except ValueError as error:
        raise typer.BadParameter("--region wants four numbers: left,top,width,height") from error
    if width <= 0 or height <= 0:
        raise typer.BadParameter("--region wants a width and a height above zero")
    return Box(x, y, width, height)
