"""Whether it sounds at the device that the user has chosen, and what is said when that changes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mmassist.errors import SpeechError
from mmassist.sayings import saying
from mmassist.speech.sound_server import OutletWatch

log = logging.getLogger(__name__)

_ELSEWHERE = "The sound device {name} is not there. I speak at the system's own meanwhile."
_BACK = "The sound device {name} is there again. I speak there."
_REMEDY = "Another can be chosen in the settings."


class Whereabouts:
    """Belongs to the output's thread."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed`: called, on any thread, when an output of the sound server came or went."""
        self._changed = changed
        self._name = ""
        self._is_there = True  # as far as was told
        self._watch: OutletWatch | None = None

    def use(self, name: str) -> None:
        """That device is wanted now. For the system's own choice, "", nothing is watched: the sound server follows it by itself."""
        self.close()
        self._name, self._is_there = name, True
        if name:
            self._watch = OutletWatch(self._changed)
            self._watch.start()

    def told(self, is_there: bool) -> SpeechError | None:
        """What is to be said, where it sounds now at the chosen device or at another; None for what is known."""
        if is_there == self._is_there:
            return None
        self._is_there = is_there
        log.warning("the chosen sound device is %s", "back" if is_there else "not there")
        return SpeechError(f"sound device {self._name!r}", saying(_BACK if is_there else _ELSEWHERE, name=self._name), _REMEDY)

    def close(self) -> None:
        """Idempotent."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
