"""Never silent: while a turn works and nothing is heard of it, a sound, then a sentence, then another every few seconds."""

from __future__ import annotations

import asyncio
import time

from mmassist.engine.parts import Parts
from mmassist.engine.record import Record
from mmassist.sayings import saying
from mmassist.values import Channel, Earcon, Priority, Utterance

_TICK = 0.1
# Seconds of silence: the working sound, the first sentence, and each one after it.
_SOUND, _FIRST, _NEXT = 0.8, 2.0, 5.0


async def keep_company(record: Record, parts: Parts) -> None:
    """Runs beside a turn until it is cancelled. What it says belongs to the turn, and is silenced with it."""
    quiet_since, sounded, patience = time.monotonic(), False, _FIRST
    while True:
        await asyncio.sleep(_TICK)
        now = time.monotonic()
        if parts.mouth.sounds(record.turn_id):
            quiet_since, sounded = now, False
        elif now - quiet_since >= patience:
            parts.mouth.say(Utterance(record.turn_id, parts.translation(_sentence(record)), Channel.SYSTEM, Priority.NEXT))
            quiet_since, sounded, patience = now, True, _NEXT
        elif now - quiet_since >= _SOUND and not sounded:
            parts.play(Earcon.WORKING)
            sounded = True


def _sentence(record: Record) -> str:
    return "Still reading." if record.backend in ("", "embedded") else saying("Still waiting for {backend}.", backend=record.backend)
