"""The voices of a run: those that may speak, watched over, and others when the user chooses others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from mmassist.engine.supervisor import Part, Supervisor
from mmassist.speech.voices.base import AnyVoice
from mmassist.speech.voices.worker_voice import WorkerVoice
from mmassist.values import Fault

VoicesOf: TypeAlias = Callable[[str, Callable[[Fault], None]], Sequence[AnyVoice]]
"""The voices that may be used, by the name of the chosen one; what is wrong with some goes to the second."""


class VoiceChoice:
    """Belongs to the engine's loop."""

    def __init__(self, voices_of: VoicesOf, supervisor: Supervisor, bring_back: Callable[[], None]) -> None:
        """`bring_back`: called when voices that were lost are to be tried again."""
        self._voices_of = voices_of
        self._supervisor = supervisor
        self._bring_back = bring_back
        self._parts: list[Part] = []

    def chosen(self, name: str, on_fault: Callable[[Fault], None]) -> Sequence[AnyVoice]:
        """The voices, the one of that name first, in place of those before. Those in processes of ours are watched over; the last of these
        is never switched off: without any nothing would be heard."""
        found = self._voices_of(name, on_fault)
        self._supervisor.drop(self._parts)
        watched = [voice for voice in found if isinstance(voice, WorkerVoice)]
        self._parts = [self._part(is_last=voice is watched[-1]) for voice in watched]
        for voice, part in zip(watched, self._parts, strict=True):
            voice.keep(part)
        return found

    def _part(self, *, is_last: bool) -> Part:
        part = self._supervisor.part("last-voice" if is_last else "voice", spared=not is_last)
        part.on_again = self._bring_back
        return part
