"""`mmassist see`: what the app's own eyes tell of a picture, by its pixels alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json

if TYPE_CHECKING:
    from mmassist.perception.elements.naming import Named
    from mmassist.perception.elements.sight import Seen


def see(
    image: Annotated[Path, typer.Option("--image", help="A picture file.", show_default=False)],
    models: Annotated[Path | None, typer.Option("--models", help="A folder that training exported to, instead of our models.")] = None,
    as_json: Json = False,
) -> None:
    """List the controls in a picture of a screen, found by its pixels alone. Nothing leaves this computer."""
    from mmassist.inference import shipped

    with faults(as_json):
        seen = asyncio.run(_seen(image, models or shipped.FOLDER))
    if as_json:
        print_json(_report(seen))
        return
    for control in seen.controls:
        typer.echo(_sentence(control))
    if seen.trouble is not None:
        typer.echo(f"{seen.trouble.spoken} {seen.trouble.remedy}", err=True)


async def _seen(image: Path, models: Path) -> Seen:
    import contextlib

    from mmassist.capture.files import read_image
    from mmassist.perception.elements.eyes import Eyes
    from mmassist.perception.elements.sight import Sight
    from mmassist.perception.text import Options, TextReader

    frame = read_image(image)
    sight = Sight(TextReader(Options()), Eyes(models))
    async with contextlib.AsyncExitStack() as stack:
        for part in (sight.reader, sight.eyes):
            stack.push_async_callback(part.aclose)
        return await sight.see(frame)


def _report(seen: Seen) -> dict[str, Any]:
    return {
        "items": [_row(control) for control in seen.controls],
        "lines": [{"text": line.text, "box": line.box.as_list(), "confidence": line.confidence} for line in seen.lines],
        "timings": dict(seen.timings),
        "trouble": seen.trouble.spoken if seen.trouble else "",
    }


def _row(control: Named) -> dict[str, Any]:
    element = control.element
    return {
        "role": element.role,
        "name": control.name,
        "named_by": str(control.by),
        "value": control.value,
        "states": sorted(element.states),
        "box": element.box.as_list(),
        "confidence": control.item.confidence,
    }


def _sentence(control: Named) -> str:
    parts = (control.name or "unlabelled", control.element.role, control.value, *sorted(control.element.states))
    return ", ".join(part for part in parts if part)
