"""Speaking over the app: the microphone beside the output, while the user wants it."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from mmassist.capture.microphone import Microphone
from mmassist.capture.microphone_barge_in import BargeIn, Cleaned, Reference, without_echo
from mmassist.engine.hearing import Blocks, Hearing
from mmassist.engine.overhearing import Ear, Overhearing
from mmassist.errors import MmassistError
from mmassist.perception.hearing.vad import SileroDetector
from mmassist.wiring.rooms import Rooms


class SpokenOver:
    """Whether a user can speak over the app. Belongs to the engine's loop; off at first."""

    def __init__(self, rooms: Rooms, microphone: Microphone, hearing: Hearing) -> None:
        self._rooms = rooms
        self._microphone = microphone
        self._hearing = hearing
        self._over: Overhearing | None = None

    async def use(self, wanted: bool) -> None:
        """At once: what is being said can be spoken over, or no more."""
        if wanted and self._over is None:
            self._begin()
        elif not wanted:
            await self.aclose()

    def _begin(self) -> None:
        reference = Reference()
        barge_in = BargeIn(reference)

        def cleaned(blocks: Blocks) -> AsyncGenerator[Cleaned, None]:
            return without_echo(blocks, barge_in)

        own = self._rooms.own_speech
        self._over = over = Overhearing(Ear(self._microphone, cleaned, SileroDetector), own, self._hearing.interrupt, self._hearing.failed)

        def failed(error: MmassistError) -> None:
            (over.failed if over.is_open and not self._hearing.listening else self._hearing.failed)(error)

        self._microphone.on_fault, own.on_change = failed, over.changed
        self._rooms.listen_in(reference)
        if own.is_sounding:
            over.changed()

    async def aclose(self) -> None:
        """Idempotent."""
        over, self._over = self._over, None
        if over is not None:
            self._rooms.listen_in(None)
            self._microphone.on_fault, self._rooms.own_speech.on_change = self._hearing.failed, lambda: None
            await over.aclose()
