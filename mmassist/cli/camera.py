"""`mmassist find`, `codes`, `colour` and `framing`, and the page of `read --camera`: what a camera sees, without the app."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, Printer, faults, load_settings, print_json, translated
from mmassist.sayings import own, run_on, saying

if TYPE_CHECKING:
    from mmassist.perception.camera.reading import PageText

Camera = Annotated[str, typer.Option("--camera", help="A camera by its number, a video, numbered pictures (page%03d.png), or an address.")]
Speak = Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")]


class Held(StrEnum):
    """What is in the hand while the other stands."""

    CAMERA = "camera"
    PAGE = "page"


def read_camera(camera: str, held: Held, *, guide: bool, speak: bool, as_json: bool) -> None:
    """Reads a page that a camera sees: guided by voice, then its text in reading order, or why it can't be read."""
    with faults(as_json):
        page = asyncio.run(_read(camera, held, speak=speak, guide=guide, printer=Printer(not as_json, as_json)))
    if as_json:
        print_json(_page_object(page))
    from mmassist.perception.camera.reading import Outcome

    raise typer.Exit(0 if page.outcome in (Outcome.READ, Outcome.PARTLY) else 1)


def find(
    wanted: Annotated[str, typer.Argument(help="A text, such as: gate 14.")],
    camera: Camera = "0",
    seconds: Annotated[float, typer.Option(min=1, help="How long to look.")] = 600,
    speak: Speak = True,
    as_json: Json = False,
) -> None:
    """Tell when a text comes into a camera's view."""
    with faults(as_json):
        sightings = asyncio.run(_find(camera, wanted, seconds, speak=speak, printer=Printer(not as_json, as_json)))
    if as_json:
        print_json({"wanted": wanted, "sightings": sightings})
    raise typer.Exit(0 if sightings else 1)


def codes(
    camera: Camera = "0",
    password: Annotated[bool, typer.Option("--password", help="Also tell a wireless network's password.")] = False,
    speak: Speak = True,
    as_json: Json = False,
) -> None:
    """Tell what QR and bar codes say that a camera sees. Nothing is opened."""
    from mmassist.perception.camera.codes import find_codes
    from mmassist.perception.camera.sentences import say

    with faults(as_json):
        found = asyncio.run(_looked(camera, find_codes))
        sentences: list[str] = [
            run_on(
                say("codes", code.kind.value, text=code.text),
                saying("Password: {text}.", text=code.secret) if password and code.secret else "",
            )
            for code in found
        ] or [say("codes", "none")]
        _told(sentences, {"codes": [{"kind": one.kind.value, "text": one.text} for one in found]}, speak=speak, as_json=as_json)


def colour(camera: Camera = "0", speak: Speak = True, as_json: Json = False) -> None:
    """Tell the colour, the pattern and the light of what is in the centre of a camera's picture."""
    from mmassist.perception.camera.colours import centre
    from mmassist.perception.camera.sentences import say

    with faults(as_json):
        seen = asyncio.run(_looked(camera, centre))
        words = say("colour", seen.pattern.value, colour=own(seen.colour), other=own(seen.other))
        sentences = [words, *filter(None, [say("colour", seen.light.value)])]
        told = {"colour": seen.colour, "other": seen.other, "pattern": seen.pattern.value, "light": seen.light.value}
        _told(sentences, told, speak=speak, as_json=as_json)


def framing(camera: Camera = "0", speak: Speak = True, as_json: Json = False) -> None:
    """Tell how your face stands in the picture before a call."""
    from mmassist.perception.camera.faces import framing as framed
    from mmassist.perception.camera.sentences import framing_sentence

    with faults(as_json):
        seen = asyncio.run(_looked(camera, framed))
        told = {"faces": seen.faces, "faults": [fault.value for fault in seen.faults]}
        _told([framing_sentence(seen)], told, speak=speak, as_json=as_json)


async def _looked(camera: str, judge: Callable[[Any], Any]) -> Any:
    from mmassist.capture.cameras import look
    from mmassist.perception.camera.focus import sharpness

    frame = await look(camera, lambda pixels: sharpness(pixels) or 0.0)
    return await asyncio.to_thread(judge, frame.pixels)


def _told(sentences: list[str], told: dict[str, Any], *, speak: bool, as_json: bool) -> None:
    """Says and prints the sentences, each with a capital at its start, or prints the object."""
    sentences = [text[:1].upper() + text[1:] for text in map(translated, sentences)]

    async def say_all() -> None:
        async with _voice(speak) as say:
            for sentence in sentences:
                say(sentence)

    asyncio.run(say_all())
    if as_json:
        print_json({**told, "sentences": sentences})
    else:
        typer.echo("\n".join(sentences))


@contextlib.asynccontextmanager
async def _voice(speak: bool) -> AsyncIterator[Callable[[str], None]]:
    """A function that says what a picture tells; at the end all of it has been said."""
    if not speak:
        yield lambda text: None
        return
    from mmassist.engine.engine import Listeners
    from mmassist.wiring.rooms import open_rooms

    settings, _ = load_settings()
    async with open_rooms(settings, Listeners(spoken=lambda spoken: None, turn=lambda turn: None)) as rooms:
        yield rooms.engine.tell
        await rooms.engine.over()


async def _read(camera: str, held: Held, *, speak: bool, guide: bool, printer: Printer) -> PageText:
    from mmassist.capture.camera import best_of
    from mmassist.capture.cameras import open_camera
    from mmassist.errors import DeviceLost
    from mmassist.perception.camera import sentences
    from mmassist.perception.camera.focus import sharpness
    from mmassist.perception.camera.guided import take_page
    from mmassist.perception.camera.reading import read_page
    from mmassist.perception.text import Options, TextReader
    from mmassist.wiring.language import translation_of

    async with contextlib.AsyncExitStack() as stack:
        voice = await stack.enter_async_context(_voice(speak))
        into = translation_of(load_settings()[0], [])

        def say(text: str) -> None:
            voice(text)
            printer.event({}, into.value(text))

        source = await stack.enter_async_context(contextlib.aclosing(await open_camera(camera)))
        reader = await stack.enter_async_context(contextlib.aclosing(TextReader(Options(hang_after=60))))
        if guide:
            taken = await take_page(source.frames(), lambda hint: say(sentences.hint(hint, held=held.value)))
            if taken is None:
                raise DeviceLost("no picture at all", "The camera gives no picture.", "Check that it is switched on, then try again.")
            frame = taken.frame
            say(sentences.say("page", "taken" if taken.good else "best"))
        else:
            frame = await best_of(source, lambda pixels: sharpness(pixels) or 0.0)
        page = await read_page(reader, frame)
        for sentence in filter(None, [sentences.outcome(page.outcome), *sentences.paragraphs(page)]):
            say(sentence)
        return page


async def _find(camera: str, wanted: str, seconds: float, *, speak: bool, printer: Printer) -> list[dict[str, Any]]:
    from mmassist.capture.cameras import open_camera
    from mmassist.perception.camera import sentences
    from mmassist.perception.camera.finding import watch_text
    from mmassist.perception.text import Options, TextReader
    from mmassist.wiring.language import translation_of

    told: list[dict[str, Any]] = []
    async with contextlib.AsyncExitStack() as stack:
        say = await stack.enter_async_context(_voice(speak))
        into = translation_of(load_settings()[0], [])
        source = await stack.enter_async_context(contextlib.aclosing(await open_camera(camera)))
        reader = await stack.enter_async_context(contextlib.aclosing(TextReader(Options(hang_after=60))))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), contextlib.aclosing(watch_text(source.changes(), reader, wanted)) as sightings:
                async for one in sightings:
                    place = sentences.say("places", one.place) if one.place else ""
                    text = sentences.say("find", "found" if one.there else "gone", wanted=wanted, place=place)
                    say(text)
                    printer.event({}, into.value(text))
                    told.append({"there": one.there, "text": one.text, "place": one.place})
    return told


def _page_object(page: PageText) -> dict[str, Any]:
    ready = page.prepared
    return {
        "outcome": page.outcome.value,
        "text": "\n".join(line.text for line in page.lines),
        "lines": [
            {"text": line.text, "box": line.box.as_list(), "confidence": line.confidence, "block": line.block} for line in page.lines
        ],
        "size": [ready.picture.shape[1], ready.picture.shape[0]] if ready else None,
        "page": [list(corner) for corner in ready.page.quad.corners] if ready and ready.page else None,
    }
