"""Orca, the screen reader of Linux desktops, as the app's voice: both speak through one speech-dispatcher, which has one voice for all."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from mmassist.speech.voices.speechd import WAITS_AT_MOST, SpeechdVoice
from mmassist.speech.voices.ssip import Address, address

log = logging.getLogger(__name__)

_READERS = frozenset({"orca", "cthulhu"})  # all speak through speech-dispatcher
_NOT_OURS = (FileNotFoundError, ProcessLookupError, PermissionError)  # it has ended meanwhile, or is another user's
_LOOK = 1.0  # seconds between two looks for one


class Readers:
    """Looks for a screen reader's process that speaks through the server at `where`. `processes`: where Linux shows them."""

    def __init__(self, where: Address, processes: Path = Path("/proc")) -> None:
        self._where = where
        self._processes = processes
        self._known: Path | None = None
        self._looked_at = float("-inf")

    def running(self) -> bool:
        """Whether there is one; looks at all processes once a second at most. Where Linux does not let it look, as before."""
        try:
            return self._runs()
        except OSError as error:
            log.warning("screen readers can't be looked for: %s", error.strerror)
            return self._known is not None

    def _runs(self) -> bool:
        if self._known is not None and _command(self._known) in _READERS:
            return True
        now = time.monotonic()
        if self._known is None and now - self._looked_at < _LOOK:
            return False
        self._looked_at = now
        found = (one for one in self._processes.glob("[0-9]*") if _command(one) in _READERS)
        self._known = next((one for one in found if _speaks_through(one) == self._where), None)
        return self._known is not None


def _command(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except _NOT_OURS:
        return ""


def _speaks_through(process: Path) -> Address | None:
    """Another session's screen reader has another server; into another user's can't be looked."""
    try:
        environment = (process / "environ").read_bytes().decode(errors="replace")
    except _NOT_OURS:
        return None
    pairs = (one.partition("=") for one in environment.split("\0"))
    return address({name: value for name, _, value in pairs})


class OrcaVoice(SpeechdVoice):
    """Through the same speech-dispatcher as Orca, which has one voice for all."""

    name = "screen-reader"
    _component = "beside-orca"
    _begins_within = WAITS_AT_MOST

    def __init__(self, readers: Readers | None = None) -> None:
        super().__init__()
        self._readers = readers or Readers(address())

    async def is_here(self) -> bool:
        return await asyncio.to_thread(self._readers.running)
