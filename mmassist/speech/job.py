"""An utterance on its way through the speech queue, and where it stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmassist.speech.sink import Tag
from mmassist.values import Channel, Priority, Utterance

_RANK = {Priority.NOW: 0, Priority.NEXT: 1, Priority.NORMAL: 2}


@dataclass(slots=True, eq=False)
class Job:
    """`key`: its place in the queue. `handed`: seconds of sound given to the sink, or that a talker took; `begun`: when its first sample
    went out. `retries`: how often its voice was asked again since it last got further. `talked`: the last of it so far was said by a
    talker; `share`: how much of it, 0 to 1."""

    utterance: Utterance
    tag: Tag
    key: tuple[int, ...]
    held: list[bytes] = field(default_factory=list)
    handed: float = 0.0
    begun: float | None = None
    committed: bool = False
    retries: int = 0
    dropped: bool = False
    talked: bool = False
    share: float = 0.0

    @property
    def is_gist(self) -> bool:
        return self.utterance.channel is Channel.GIST


def place(utterance: Utterance, serial: int, unheard: Sequence[Job]) -> tuple[int, ...]:
    """Where an utterance stands: by its priority, then by `serial`; news behind the last gist of what is `unheard`."""
    gists = [job.key[:2] for job in unheard if job.is_gist] if utterance.lasting else []
    return (*max(gists), serial) if gists else (_RANK[utterance.priority], serial)
