"""Which target a command was given: `describe` and `read` take the same."""

from __future__ import annotations

import typer

from mmassist.values import Box, Target


def chosen(options: dict[str, Target | None]) -> Target:
    """The one that was chosen, by default the window in front."""
    given = [target for target in options.values() if target is not None]
    if len(given) > 1:
        *others, last = options
        raise typer.BadParameter(f"choose one of {', '.join(others)} and {last}")
    return given[0] if given else Target()


def box_of(given: str) -> Box:
    """Of --region: four whole numbers, of which left and top may be negative."""
    try:
        x, y, width, height = map(int, given.split(","))
    except ValueError as error:
        raise typer.BadParameter("--region wants four numbers: left,top,width,height") from error
    if width <= 0 or height <= 0:
        raise typer.BadParameter("--region wants a width and a height above zero")
    return Box(x, y, width, height)
