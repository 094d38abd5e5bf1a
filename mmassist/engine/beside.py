"""Asking models beside the user's own turns: of a picture that was taken already, under the same border, consent and limits."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from mmassist.engine.answer import Answering
from mmassist.engine.border import Look
from mmassist.engine.choosing import Choice
from mmassist.engine.look import Reading, scene_of
from mmassist.engine.parts import Texts, Windows
from mmassist.engine.record import Record
from mmassist.errors import MmassistError
from mmassist.values import Frame, Outline, TargetKind, Turn, Window

# Seconds for the text of a picture: what has not been read by then is covered.
_READING = 20.0


class Book(Protocol):
    """Where what was asked is written down with its costs."""

    def note(self, turn: Turn) -> None: ...

    def note_cancelled(self, turn: Turn) -> None: ...


@contextlib.contextmanager
def noted(record: Record, book: Book) -> Iterator[None]:
    """What is asked meanwhile is written down, however it ends."""
    try:
        yield
    except MmassistError as error:
        record.fail(error)
        book.note(record.turn())
        raise
    except asyncio.CancelledError:
        record.cancelled()
        book.note_cancelled(record.turn())
        raise
    record.mark("total")
    book.note(record.turn())


async def look_at(
    frame: Frame, window: Window | None, outline: Outline | None, texts: Texts, windows: tuple[Windows | None, Answering]
) -> Look:
    """What a model may be shown of a picture, its text read as far as it can be in time. `windows`: the desktop's, and who heeds them."""
    reading = Reading(texts, frame, None)
    try:
        await reading.wait(_READING)
        scene = scene_of(frame, window, outline, reading)
        return Look(frame, scene, True, reading.unread, reading.illegible, await _others(frame, window, *windows))
    finally:
        await reading.aclose()


async def _others(frame: Frame, window: Window | None, windows: Windows | None, answering: Answering) -> tuple[Window, ...]:
    """What else the picture may show, where the user has rules for single windows."""
    if windows is None or frame.target.kind is TargetKind.CAMERA or not answering.heeds_windows:
        return ()
    found = await asyncio.to_thread(windows.all)
    at = next((at for at, one in enumerate(found) if window and one.id == window.id), -1)
    return found[at + 1 :]


def of_models(choice: Choice) -> Choice:
    """Without the embedded describer, which would only describe; nobody may be left."""
    return replace(choice, steps=tuple(brain for brain in choice.steps if not brain.describes_by_itself))
