"""`mmassist troubleshoot`: works through a problem in the window in front, step by step, without the app."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import Json, Printer, faults, load_settings

if TYPE_CHECKING:
    from mmassist.dialogue.troubleshooting.case import Case
    from mmassist.dialogue.troubleshooting.judging import Judged
    from mmassist.engine.troubleshooting.guide import Guide
    from mmassist.settings import Settings
    from mmassist.values import Spoken

_WORDS = {"done": "step-done", "failed": "step-failed", "repeat": "step-again", "next": "troubleshoot", "stop": "troubleshoot-end"}
_HELP = "Type done, failed, repeat, next or stop; anything else is taken for what the problem is."


def troubleshoot(
    problem: Annotated[str, typer.Option("--problem", help="What is wrong, in your words.")] = "",
    backend: Annotated[str, typer.Option("--backend", help="Who advises; naming one that sends is your word for it.")] = "",
    seconds: Annotated[float | None, typer.Option("--for", min=0.1, help="End after so many seconds.")] = None,
    speak: Annotated[bool, typer.Option("--speak/--no-speak", help="Speak, or only print.")] = True,
    as_json: Json = False,
) -> None:
    """Work through a problem step by step: it watches the screen, and presses nothing. Type done, failed, repeat, next or stop."""
    printer = Printer(True, as_json)
    with faults(as_json), contextlib.suppress(KeyboardInterrupt):
        settings, _ = load_settings()
        settings = settings.with_backend(backend) if backend else settings
        if not asyncio.run(_work(settings, problem, backend, seconds, printer, speak=speak)):
            raise typer.Exit(1)


async def _work(settings: Settings, problem: str, backend: str, seconds: float | None, printer: Printer, *, speak: bool) -> bool:
    """Whether there was anything to work on; why there was not is told."""
    from mmassist.engine.engine import Listeners
    from mmassist.engine.report import spoken_event
    from mmassist.wiring.once import open_guide

    def spoken(spoken: Spoken) -> None:
        printer.event(spoken_event(spoken), spoken.utterance.text)

    def judged(judged: Judged) -> None:
        printer.event({"event": "judged", "verdict": judged.verdict.value, "at": time.monotonic()}, "")

    def over(case: Case) -> None:
        printer.event({"event": "over", "solved": case.solved, "steps": len(case.tried), "at": time.monotonic()}, "")
        ended.set()

    ended = asyncio.Event()
    listeners = Listeners(spoken=spoken, turn=lambda turn: None)
    async with open_guide(settings, listeners, lambda summary: None, backend, speak=speak) as (guide, rooms):
        guide.follow(judged, over)
        guide.begin(problem)
        await guide.idle()
        has_begun = guide.case is not None or ended.is_set()
        if guide.case is not None:
            printer.event({"event": "ready", "at": time.monotonic()}, "")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    _listen(guide)
                    await ended.wait()
                    await guide.idle()
        await rooms.engine.over()
    return has_begun


def _listen(guide: Guide) -> None:
    """Lines that are typed become the user's words, as long as there is somebody who types."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(_typed, guide, line.strip())

    if sys.stdin is not None and sys.stdin.isatty():
        typer.echo(_HELP, err=True)
    threading.Thread(target=read, name="typed", daemon=True).start()


def _typed(guide: Guide, line: str) -> None:
    from mmassist.dialogue.commands import Certainty, Match

    if not line or guide.case is None:
        return
    name = _WORDS.get(line.casefold(), "problem")
    guide.actions[name](Match(name, line, Certainty.SURE, line if name == "problem" else ""), time.monotonic())
