"""`mmassist see`: what the app's own eyes tell of a picture, by its pixels alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json
from mmassist.cli.seat import seat_of

if TYPE_CHECKING:
    from mmassist.backends.captioner.captioner import Captioner
    from mmassist.perception.elements.naming import Named
    from mmassist.perception.elements.sight import Seen
    from mmassist.values import Frame

_LIKELY = 0.25
"""The chance from which on a kind is told."""


def see(
    context: typer.Context,
    image: Annotated[Path, typer.Option("--image", help="A picture file.", show_default=False)],
    models: Annotated[Path | None, typer.Option("--models", help="A folder that training exported to, instead of our models.")] = None,
    ask: Annotated[str, typer.Option("--ask", help="A question about it, answered by our own small model.")] = "",
    as_json: Json = False,
) -> None:
    """List the controls in a picture of a screen, found by its pixels alone. Nothing leaves this computer."""
    seat = seat_of(context)
    with faults(as_json, seat.echo):
        seen, answer = seat.see(seat.path(image), models, ask)
    if as_json:
        print_json({**_report(seen), **({"question": ask, "answer": answer} if ask else {})}, seat.echo)
        return
    if ask:
        seat.echo(answer or "I can't tell that from this picture.")
        return
    if likely := _likely(seen):
        seat.echo(f"It looks like: {', '.join(kind for kind, _ in likely)}.")
    for control in seen.controls:
        seat.echo(_sentence(control))
    if seen.trouble is not None:
        seat.echo(f"{seen.trouble.spoken} {seen.trouble.remedy}", err=True)


async def see_once(image: Path, models: Path | None, question: str) -> tuple[Seen, str]:
    """Without the app: the models of that folder, else our own, are started, asked and ended."""
    import contextlib

    from mmassist.backends.captioner.captioner import Captioner
    from mmassist.capture.files import read_image
    from mmassist.inference import shipped
    from mmassist.perception.elements.eyes import Eyes
    from mmassist.perception.elements.sight import Sight
    from mmassist.perception.text import Options, TextReader

    frame, folder = read_image(image), models or shipped.FOLDER
    eyes, captioner = Eyes(folder), Captioner(folder)
    sight = Sight(TextReader(Options()), eyes)
    async with contextlib.AsyncExitStack() as stack:
        for part in (sight.reader, eyes, captioner):
            stack.push_async_callback(part.aclose)
        seen = await sight.see(frame)
        return seen, await _answer(question, seen, frame, captioner) if question else ""


async def _answer(question: str, seen: Seen, frame: Frame, captioner: Captioner) -> str:
    """Empty where it can't be told."""
    from mmassist.backends.captioner.scenes import of_pixels, things_of

    known = things_of(of_pixels((control.item for control in seen.controls), (frame.width, frame.height)))
    return await captioner.answer(question, *known, [line.text for line in seen.lines]) if known else ""


def _report(seen: Seen) -> dict[str, Any]:
    return {
        "items": [_row(control) for control in seen.controls],
        "lines": [{"text": line.text, "box": line.box.as_list(), "confidence": line.confidence} for line in seen.lines],
        "tags": {kind: round(chance, 3) for kind, chance in _likely(seen)},
        "timings": dict(seen.timings),
        "trouble": seen.trouble.spoken if seen.trouble else "",
    }


def _likely(seen: Seen) -> list[tuple[str, float]]:
    """The kinds that the picture may well be, the likeliest first."""
    return sorted(((kind, chance) for kind, chance in seen.kinds.items() if chance >= _LIKELY), key=lambda row: -row[1])


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
