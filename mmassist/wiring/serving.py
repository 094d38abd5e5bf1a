"""What the running app does for a command line: the same as `once`, with what is warm here, and as if nothing had been asked before."""

from __future__ import annotations

import asyncio
import dataclasses

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import BackendError, DesktopError, NoWindow, PluginError, SpeechError
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.sight import Seen, Sight
from mmassist.perception.text import TextReader
from mmassist.settings import Settings
from mmassist.speech.queue import Speaker
from mmassist.speech.sink import NullOutput
from mmassist.values import Earcon, Frame, Outline, Turn, Window
from mmassist.wiring.once import FROM_COLD, no_tree
from mmassist.wiring.rooms import Rooms, speech_of

_WARM = dataclasses.replace(TurnOptions(), text=FROM_COLD.text, model=FROM_COLD.model)
"""Title and tree as soon as in the app's own turns; the text is waited for, because what is printed is told in one piece."""

_OTHER = ("mmassist was asked for something else meanwhile.", "Run the command again.")


class Guests:
    """The rooms of the app, lent to one command after the other, or several at once. Belongs to the engine's loop."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def can_ask(self, backend: str) -> bool:
        """Whether a backend that a command names is there. Where anything is wrong with some it is not known with which."""
        is_whole = not any(isinstance(problem, BackendError | PluginError) for problem in self._rooms.problems)
        return is_whole and backend in self._rooms.answers.names

    @property
    def can_see(self) -> bool:
        """Whether the app's own eyes work."""
        return self._rooms.parts.eyes is not None and self._rooms.parts.eyes.usable

    async def turn(self, settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
        """As `describe_once`. With speech it is a turn among the app's own: the newest wins. Without it none hears of the other.

        Raises DesktopError where another turn came before its end.
        """
        if speak:
            return await self._aloud(settings, request, listeners)
        return await self._silent(settings, request, listeners)

    async def _aloud(self, settings: Settings, request: Request, listeners: Listeners) -> Turn:
        rooms = self._rooms
        with rooms.answers.apart(settings) as answering:
            guest = Engine(dataclasses.replace(rooms.parts, answering=answering), self._noted(listeners), _WARM, rooms.engine)
            with rooms.engine.hosting(guest):
                rooms.play(Earcon.START)
                try:
                    turn = await guest.describe(request)
                except asyncio.CancelledError:
                    if _is_called_off():
                        rooms.engine.make_way()
                        raise
                    raise DesktopError("another turn came", *_OTHER) from None
        return self._warned(settings, turn, tuple(problem.spoken for problem in rooms.problems))

    async def _silent(self, settings: Settings, request: Request, listeners: Listeners) -> Turn:
        rooms, sink = self._rooms, NullOutput()
        mute = Speaker(sink, [], speech_of(settings), on_started=lambda spoken: guest.heard(spoken))
        await mute.start()
        try:
            with rooms.answers.apart(settings) as answering:
                parts = dataclasses.replace(rooms.parts, mouth=mute, play=sink.play, answering=answering)
                guest = Engine(parts, self._noted(listeners), _WARM, rooms.engine)
                turn = await guest.describe(request)
        finally:
            await mute.aclose()
        return self._warned(settings, turn, tuple(problem.spoken for problem in rooms.problems if not isinstance(problem, SpeechError)))

    def _noted(self, listeners: Listeners) -> Listeners:
        """What a turn cost is written down, whoever asked for it."""

        def turn(turn: Turn) -> None:
            self._rooms.answers.note(turn)
            listeners.turn(turn)

        return dataclasses.replace(listeners, turn=turn, cancelled=self._rooms.answers.note_cancelled)

    def _warned(self, settings: Settings, turn: Turn, problems: tuple[str, ...]) -> Turn:
        """As a turn that stands alone: its number, and what is wrong here."""
        before = (*problems, *self._rooms.answers.notices_for(settings))
        return dataclasses.replace(turn, turn_id=1, warnings=(*before, *turn.warnings))

    async def see(self, frame: Frame) -> Seen:
        """What the app's own eyes see in a picture. Only where `can_see`. Raises as `Sight.see`."""
        reader, eyes = self._rooms.parts.texts, self._rooms.parts.eyes
        assert isinstance(reader, TextReader) and isinstance(eyes, Eyes)  # noqa: S101 - narrows the types
        return await Sight(reader, eyes).see(frame)

    async def outline(self) -> tuple[Window, Outline]:
        """As `outline_once`."""
        windows, outlines = self._rooms.parts.windows, self._rooms.parts.outlines
        if windows is None or outlines is None:
            raise next(problem for problem in self._rooms.problems if isinstance(problem, DesktopError))
        if (window := windows.in_front()) is None:
            raise NoWindow("no active window")
        outline = outlines.warm(window) or await outlines.read(window, deadline=2.0)
        if outline is None:
            raise no_tree()
        return window, outline


def _is_called_off() -> bool:
    """Whether it was this very task that was cancelled, not one that it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
