"""Speaking over the app: the microphone beside the output, where the user wants it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

from mmassist.capture.microphone import Microphone
from mmassist.capture.microphone_barge_in import BargeIn, Cleaned, without_echo
from mmassist.engine.hearing import Blocks, Hearing
from mmassist.engine.overhearing import Ear, Overhearing
from mmassist.errors import MmassistError
from mmassist.perception.hearing.vad import SileroDetector
from mmassist.wiring.rooms import Rooms


@contextlib.asynccontextmanager
async def open_overhearing(rooms: Rooms, microphone: Microphone, hearing: Hearing) -> AsyncIterator[None]:
    """While it is open a user can speak over the app, if the rooms were opened for it; else nothing happens."""
    if rooms.reference is None:
        yield
        return
    barge_in = BargeIn(rooms.reference)

    def cleaned(blocks: Blocks) -> AsyncGenerator[Cleaned, None]:
        return without_echo(blocks, barge_in)

    over = Overhearing(Ear(microphone, cleaned, SileroDetector), rooms.own_speech, hearing.interrupt, hearing.failed)

    def failed(error: MmassistError) -> None:
        (over.failed if over.is_open and not hearing.listening else hearing.failed)(error)

    microphone.on_fault, rooms.own_speech.on_change = failed, over.changed
    try:
        yield
    finally:
        microphone.on_fault, rooms.own_speech.on_change = hearing.failed, lambda: None
        await over.aclose()
