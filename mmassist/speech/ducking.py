"""Other programs' sound is made quieter while the app speaks, if the user wants that; see `ducking_process`."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from mmassist.errors import MmassistError, SpeechError

log = logging.getLogger(__name__)

_LINGERS = 0.8  # seconds from the last word until others are as loud as before: between two sentences they must not come and go
_LEAVES = 2.0  # seconds for the process to put all back and end
_TRIES = 3  # starts of the process after the first


class Ducking:
    """Belongs to the engine's loop. The process runs from the first time that something is to be quieter."""

    def __init__(self, file: Path, on_fault: Callable[[MmassistError], None]) -> None:
        """`file`: where the volumes are written down meanwhile. `on_fault`: it does not work; told once, until another value is set."""
        self._file = file
        self._on_fault = on_fault
        self._percent = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._failures = 0

    def use(self, percent: int) -> None:
        """By so much from now on; 0: not at all."""
        if percent == self._percent:
            return
        before, self._percent, self._failures = self._percent, percent, 0
        if percent and self._process is None:
            self._start()
        elif before and self._process is not None:
            self._told("up")

    def begin(self) -> None:
        """Something begins to be said."""
        self._still()
        if self._percent:
            self._order(f"down {self._percent}")

    def end(self) -> None:
        """It ends."""
        self._still()
        if self._percent:
            self._timer = asyncio.get_running_loop().call_later(_LINGERS, self._order, "up")

    async def aclose(self) -> None:
        """All is as loud as before. Idempotent."""
        self._still()
        process, self._process, self._percent = self._process, None, 0
        if process is not None:
            await asyncio.to_thread(_ended, process)

    def _still(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start(self) -> None:
        command = (sys.executable, "-P", "-m", "mmassist.speech.ducking_process", str(os.getpid()), str(self._file))
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        except OSError as error:
            log.warning("ducking: %s", error.strerror)
            self._process = None

    def _order(self, order: str) -> None:
        """To the process; one that has ended is started anew."""
        if self._told(order):
            return
        self._failures += 1
        self._let_go()
        if self._failures <= _TRIES:
            self._start()
            self._told(order)
        else:
            self._percent = 0
            remedy = "Set it again in the settings once there is a PulseAudio or PipeWire that answers."
            self._on_fault(SpeechError("no ducking", "Other sound can't be made quieter while I speak.", remedy))

    def _let_go(self) -> None:
        """Of one that has ended."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()

    def _told(self, order: str) -> bool:
        if self._process is None or self._process.poll() is not None or self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(f"{order}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        return True


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Blocks until it has put all back; one that hangs is ended, and the next puts back what it has left."""
    try:
        process.communicate(timeout=_LEAVES)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
