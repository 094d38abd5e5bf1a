"""`mmassist watch`: tell me when ..., without the app."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import Json, Printer, faults, load_settings

if TYPE_CHECKING:
    from mmassist.capture.camera import Camera
    from mmassist.engine.watch.contract import WatchTarget
    from mmassist.engine.watch.opening import OpenWatches
    from mmassist.engine.watch.watch import Watch
    from mmassist.errors import MmassistError
    from mmassist.perception.elements.eyes import Eyes
    from mmassist.perception.text import TextReader
    from mmassist.settings import Settings
    from mmassist.speech.queue import Speaker
    from mmassist.translation import Translation
    from mmassist.values import Earcon


def watch(
    wishes: Annotated[
        list[str] | None, typer.Argument(help='Such as "tell me when the download ends"; without one: read what is new.')
    ] = None,
    window: Annotated[bool, typer.Option("--window", help="The window in front (the default); a wish may name another.")] = False,
    region: Annotated[str, typer.Option("--region", help="A part of the screen: X,Y,WIDTH,HEIGHT in pixels.")] = "",
    screen: Annotated[bool, typer.Option("--screen", help="The whole desktop.")] = False,
    camera: Annotated[str, typer.Option("--camera", help="A camera by its number, file or address.")] = "",
    seconds: Annotated[float | None, typer.Option("--for", min=0.1, help="End after so many seconds.")] = None,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    as_json: Json = False,
) -> None:
    """Watch for what you wish, and tell it. Ends when all wishes came true; Control C ends it before."""
    if sum((window, bool(region), screen, bool(camera))) > 1:
        raise typer.BadParameter("choose one of --window, --region, --screen and --camera")
    printer = Printer(as_json or not speak, as_json)
    with faults(as_json), contextlib.suppress(KeyboardInterrupt):
        settings, _ = load_settings()
        place = _box(region) if region else ""
        asyncio.run(_watch(settings, wishes or [""], _Where(place, screen, camera), seconds, printer, speak=speak))


@dataclass(frozen=True, slots=True)
class _Where:
    """`region`: X,Y,WIDTH,HEIGHT, checked; empty for none."""

    region: str
    screen: bool
    camera: str

    def target(self, opened: OpenWatches) -> WatchTarget | None:
        """None: the window in front."""
        from mmassist.engine.watch.contract import WatchTarget
        from mmassist.values import Box

        if self.camera:
            return WatchTarget(camera=self.camera)
        if self.region:
            return WatchTarget(box=Box(*map(int, self.region.split(","))))
        return opened.screen() if self.screen else None


def _box(region: str) -> str:
    parts = region.replace(" ", "").split(",")
    if len(parts) != 4 or not all(part.removeprefix("-").isdecimal() for part in parts) or int(parts[2]) < 1 or int(parts[3]) < 1:
        raise typer.BadParameter("a region is X,Y,WIDTH,HEIGHT in pixels", param_hint="--region")
    return ",".join(parts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """`announce`, `fault`: heard and printed; `camera`: opens one."""

    texts: TextReader
    eyes: Eyes | None
    mouth: Speaker
    play: Callable[[Earcon], None]
    announce: Callable[[str], None]
    fault: Callable[[MmassistError], None]
    camera: Callable[[str], Awaitable[Camera]]


async def _watch(settings: Settings, wishes: list[str], where: _Where, seconds: float | None, printer: Printer, *, speak: bool) -> None:
    from mmassist.engine.watch.opening import open_watches
    from mmassist.wiring.language import translation_of
    from mmassist.wiring.watching import open_asker

    def fired(number: int, text: str) -> None:
        printer.event({"event": "announced", "number": number, "text": text, "at": time.monotonic()}, text)

    async with contextlib.AsyncExitStack() as stack:
        into = translation_of(settings, [])
        parts = await stack.enter_async_context(_parts(settings, printer, into, speak=speak))
        ask = await stack.enter_async_context(open_asker(settings, parts.texts, parts.eyes, parts.fault))
        watching = open_watches(parts, parts.announce, parts.fault, ask=ask, camera=parts.camera, fired=fired, translation=into)
        opened = await stack.enter_async_context(watching)
        given = where.target(opened)
        for wish in map(opened.watches.understood, wishes):
            _tell_begun(opened.watches.start(wish, opened.target(wish, given)), printer)
        await opened.watches.ready()
        printer.event({"event": "ready", "at": time.monotonic()}, "")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await opened.watches.over()
        await parts.mouth.drained(0)


def _tell_begun(watch: Watch, printer: Printer) -> None:
    wish = watch.wish
    event = {"event": "watching", "number": watch.number, "kind": wish.kind.value, "words": list(wish.words), "every": wish.every}
    printer.event(event, "")


@contextlib.asynccontextmanager
async def _parts(settings: Settings, printer: Printer, into: Translation, *, speak: bool) -> AsyncIterator[_Parts]:
    """The text recogniser, speech and cameras, watched over. `into`: of what is told."""
    from mmassist.capture.cameras import open_camera
    from mmassist.engine.report import spoken_event
    from mmassist.engine.supervisor import Audience, Supervisor, Wording
    from mmassist.perception.text import Options as TextOptions
    from mmassist.perception.text import TextReader
    from mmassist.speech.output import Output
    from mmassist.speech.queue import Speaker
    from mmassist.speech.sink import NullOutput, Sink
    from mmassist.speech.voices import registry as voices
    from mmassist.values import Channel, Earcon, Priority, Utterance
    from mmassist.wiring.eyes import open_eyes
    from mmassist.wiring.rooms import output_of, speech_of
    from mmassist.wiring.voices import VoiceChoice

    def announce(text: str) -> None:
        text = into(text)
        speaker.say(Utterance(0, text, Channel.SYSTEM, Priority.NEXT))
        printer.event({"event": "told", "text": text, "at": time.monotonic()}, text)

    def fault(error: MmassistError) -> None:
        sink.play(Earcon.ERROR)
        announce(error.told)

    supervisor = Supervisor(Audience(fault, announce, lambda names: None), wording=Wording.load().of_a_command())
    camera = partial(open_camera, keeper=supervisor.part("camera"))
    texts = TextReader(TextOptions(), supervisor.part("text"))
    sink: Sink = Output(output_of(settings)) if speak else NullOutput()
    choice = VoiceChoice(voices.in_order, supervisor, lambda: speaker.bring_back())
    speaker = Speaker(
        sink,
        choice.chosen(settings.speech.voice, lambda fault: None) if speak else (),
        speech_of(settings),
        on_started=lambda spoken: printer.event(spoken_event(spoken), ""),
        on_fault=fault,
    )
    async with contextlib.AsyncExitStack() as stack:
        for close in (texts.aclose, speaker.aclose):
            stack.push_async_callback(close)
        await texts.start()
        await speaker.start()
        yield _Parts(texts, open_eyes(stack, supervisor, fault), speaker, sink.play, announce, fault, camera)
