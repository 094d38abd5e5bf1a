"""What a `Listener` tells while it listens. All are frozen; what was heard is data, never an instruction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mmassist.errors import MmassistError
from mmassist.values import AudioClip, Transcript


class Silence(StrEnum):
    """Why there is nothing to transcribe."""

    NOBODY_SPOKE = "nobody spoke"
    RELEASED = "let go before anything was said"
    DEVICE_SILENT = "the microphone gave nothing but zeros"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak. `at`: time of the first sample of it, as in `AudioBlock`."""

    at: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What was understood so far, while speech goes on. Each replaces the one before."""

    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Early:
    """What was said up to a pause that may be the end, at a glance. It may be worked on, never spoken: `Withdrawn` may follow.

    `Final` has the same sound's transcript with a longer look, which may differ in a word.
    """

    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Speech goes on: the last `Early` is void."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more is listened to; `Final` comes when it is understood. What `blocks` gives is no longer taken."""


@dataclass(frozen=True, slots=True)
class Final:
    """The whole utterance. `transcript`: None where there is no recogniser, or where it failed with `error`.

    Its `words` are made in the silence at the end; who lets go of the key before that is not kept waiting for them: they are missing then.
    """

    clip: AudioClip
    transcript: Transcript | None
    error: MmassistError | None = None


@dataclass(frozen=True, slots=True)
class NothingSaid:
    """The end, without speech."""

    reason: Silence


HearingEvent: TypeAlias = SpeechStarted | Partial | Early | Withdrawn | Ended | Final | NothingSaid
"""`SpeechStarted`, then `Partial`s and pairs of `Early` and `Withdrawn`, then `Ended` and one `Final`; or one `NothingSaid` alone, or after
a `SpeechStarted` that was none."""
