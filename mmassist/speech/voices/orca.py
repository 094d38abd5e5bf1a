"""Orca, the screen reader of Linux desktops, as the app's voice: both speak through one speech-dispatcher, which has one voice for all."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from mmassist.speech.voices.speechd import WAITS_AT_MOST, SpeechdVoice

_READERS = frozenset({"orca", "cthulhu"})  # all speak through speech-dispatcher
_LOOK = 1.0  # seconds between two looks for one


class Readers:
    """Looks for a screen reader's process. `processes`: where Linux shows them."""

    def __init__(self, processes: Path = Path("/proc")) -> None:
        self._processes = processes
        self._known: Path | None = None
        self._looked_at = float("-inf")

    def running(self) -> bool:
        """Whether one of this user's runs; looks at all processes once a second at most."""
        if self._known is not None and _command(self._known) in _READERS:
            return True
        now = time.monotonic()
        if self._known is None and now - self._looked_at < _LOOK:
            return False
        self._looked_at = now
        self._known = next((one for one in self._processes.glob("[0-9]*") if _command(one) in _READERS and _is_ours(one)), None)
        return self._known is not None


def _command(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:  # it has ended meanwhile
        return ""


def _is_ours(process: Path) -> bool:
    try:
        return process.stat().st_uid == os.getuid()
    except OSError:
        return False


class OrcaVoice(SpeechdVoice):
    """Through the same speech-dispatcher as Orca, which has one voice for all."""

    name = "screen-reader"
    _component = "beside-orca"
    _begins_within = WAITS_AT_MOST

    def __init__(self, readers: Readers | None = None) -> None:
        super().__init__()
        self._readers = readers or Readers()

    async def is_here(self) -> bool:
        return await asyncio.to_thread(self._readers.running)
