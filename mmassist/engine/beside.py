"""Asking models beside the user's own turns: of a picture that was taken already, under the same border, consent and limits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from mmassist.engine.answer import Answering
from mmassist.engine.border import Look
from mmassist.engine.choosing import Choice
from mmassist.engine.look import Reading, scene_of
from mmassist.engine.parts import Eyes, Texts, Windows
from mmassist.engine.record import Record
from mmassist.engine.viewing import view
from mmassist.errors import MmassistError
from mmassist.perception.elements.naming import Named
from mmassist.values import Box, Frame, Outline, Role, TargetKind, Turn, Window

log = logging.getLogger(__name__)

# Seconds for the text of a picture: what has not been read by then is covered.
_READING = 20.0
# Seconds for its controls beyond that.
_SEEING = 3.0


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


@dataclass(frozen=True, slots=True)
class Seeing:
    """`eyes`: None where they are not there; `windows`: the desktop's, None without a display."""

    texts: Texts
    eyes: Eyes | None
    windows: Windows | None


async def look_at(frame: Frame, window: Window | None, outline: Outline | None, seeing: Seeing, answering: Answering) -> Look:
    """What a model may be shown of a picture, its text read as far as it can be in time. Of the controls that only the picture shows it
    has the fields for passwords, which must not leave, and no others, which may look otherwise later. `outline`: read as a whole; where it
    was not read to its end there may be such fields anywhere. `answering`: who heeds windows."""
    async with contextlib.AsyncExitStack() as stack:
        reading = Reading(seeing.texts, frame, None)
        stack.push_async_callback(reading.aclose)
        viewing = view(seeing.eyes, frame, scene_of(frame, window, outline, None), reading)
        if viewing is not None:
            stack.push_async_callback(viewing.aclose)
        await reading.wait(_READING)
        fields: tuple[Named, ...] = ()
        unsearched = None
        if viewing is not None:
            await viewing.wait(_SEEING)
            if viewing.error is not None:
                log.warning("fields for passwords can't be looked for: %s", viewing.error)
            fields, unsearched = tuple(one for one in viewing.controls if one.item.role is Role.PASSWORD), viewing.unknown
        if outline is not None and outline.nodes and not outline.complete:
            unsearched = Box(0, 0, frame.width, frame.height)
        scene = scene_of(frame, window, outline, reading, fields)
        others = await _others(frame, window, seeing.windows, answering)
        return Look(frame, scene, True, reading.unread, reading.illegible, others, unsearched=unsearched)


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
