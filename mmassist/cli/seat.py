"""Where a command does its work and prints: in a process of its own, or in the running app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from mmassist.cli.common import load_settings, put

if TYPE_CHECKING:
    from mmassist.engine.engine import Listeners
    from mmassist.engine.record import Request
    from mmassist.errors import SettingsError
    from mmassist.perception.elements.sight import Seen
    from mmassist.settings import Settings
    from mmassist.values import Outline, Turn, Window


class Seat(Protocol):
    """What a command that may be served by the app needs of its surroundings. Each method blocks; the thread is the command's own."""

    def echo(self, message: str, *, err: bool = False) -> None:
        """Prints a line as `typer.echo` does."""
        ...

    def put(self, line: str) -> None:
        """Writes a line to standard output at once, from any thread."""
        ...

    def settings(self) -> tuple[Settings, SettingsError | None]:
        """The user's settings, and what was wrong with them."""
        ...

    def path(self, given: Path) -> Path:
        """A file as the user means it, from where they typed it."""
        ...

    def turn(self, settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
        """One turn. Raises MmassistError where there is none to be had."""
        ...

    def listen(self, settings: Settings, listeners: Listeners, save: Path | None) -> Turn | None:
        """Listens once, and does what was said; `save`: where it is kept. None where that was no turn. Raises MmassistError."""
        ...

    def see(self, image: Path, models: Path | None, question: str) -> tuple[Seen, str]:
        """What our own models see in a picture, and what they answer. Raises MmassistError."""
        ...

    def outline(self, settings: Settings) -> tuple[Window, Outline]:
        """The accessibility tree of the window in front. Raises MmassistError."""
        ...

    def by_itself(self, work: Callable[[], None]) -> None:
        """Does what only a process of its own can do."""
        ...


class Alone:
    """A process of its own: what is needed is started, used once and ended."""

    def echo(self, message: str, *, err: bool = False) -> None:
        typer.echo(message, err=err)

    def put(self, line: str) -> None:
        put(line)

    def settings(self) -> tuple[Settings, SettingsError | None]:
        return load_settings()

    def path(self, given: Path) -> Path:
        return given

    def turn(self, settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
        from mmassist.wiring.once import describe_once

        return asyncio.run(describe_once(settings, request, listeners, speak=speak))

    def listen(self, settings: Settings, listeners: Listeners, save: Path | None) -> Turn | None:
        from mmassist.wiring.once import ask_and_save, ask_once

        return asyncio.run(ask_once(settings, listeners) if save is None else ask_and_save(settings, listeners, save))

    def see(self, image: Path, models: Path | None, question: str) -> tuple[Seen, str]:
        from mmassist.cli.see import see_once

        return asyncio.run(see_once(image, models, question))

    def outline(self, settings: Settings) -> tuple[Window, Outline]:
        from mmassist.wiring.once import outline_once

        return asyncio.run(outline_once(settings))

    def by_itself(self, work: Callable[[], None]) -> None:
        work()


def seat_of(context: typer.Context) -> Seat:
    """Where this command runs: the app puts its seat into the context."""
    seat: Seat = context.obj or Alone()
    return seat
