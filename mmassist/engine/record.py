"""What a turn leaves behind: what was said when, how long each stage took, what went wrong on the way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from mmassist.errors import MmassistError
from mmassist.values import Channel, Fault, Scene, Spoken, Target, Turn, Verbosity


@dataclass(frozen=True, slots=True)
class Request:
    """What a trigger asks for. `at`: monotonic seconds of the key press. `use_outline`: false for pixels alone."""

    at: float
    target: Target = field(default_factory=Target)
    verbosity: Verbosity = Verbosity.NORMAL
    use_outline: bool = True


class Record:
    """Collects a turn while it runs; belongs to the engine's loop."""

    def __init__(self, turn_id: int, request: Request, backend: str) -> None:
        self.turn_id = turn_id
        self.request = request
        self.scene: Scene | None = None
        self._backend = backend
        self._texts: dict[Channel, list[str]] = {channel: [] for channel in Channel}
        self._spoken: list[Spoken] = []
        self._timings: dict[str, float] = {}
        self._warnings: list[str] = []
        self._fault: Fault | None = None

    def mark(self, stage: str) -> None:
        """Notes the time since the trigger, the first time that a stage is marked."""
        self._timings.setdefault(stage, self.elapsed_ms())

    def elapsed_ms(self) -> float:
        return round((time.monotonic() - self.request.at) * 1000, 1)

    def told(self, channel: Channel, text: str) -> None:
        self._texts[channel].append(text)

    def said(self, *channels: Channel) -> str:
        """All that was told on these channels so far."""
        return " ".join(text for channel in channels for text in self._texts[channel])

    def heard(self, spoken: Spoken) -> None:
        if not self._spoken:
            self._timings["first_sound"] = round((spoken.at - self.request.at) * 1000, 1)
        self._spoken.append(spoken)

    @property
    def silent(self) -> bool:
        """Whether not one sample of speech has gone out yet."""
        return not self._spoken

    def warn(self, text: str) -> None:
        self._warnings.append(text)

    def fail(self, error: MmassistError) -> None:
        self._fault = Fault(type(error).__name__, error.spoken, error.remedy)

    def turn(self) -> Turn:
        """The turn as it stands."""
        return Turn(
            turn_id=self.turn_id,
            backend=self._backend,
            gist=self.said(Channel.GIST),
            text=self.said(Channel.DETAIL),
            scene=self.scene,
            spoken=tuple(self._spoken),
            started=self.request.at,
            timings=dict(self._timings),
            warnings=tuple(self._warnings),
            fault=self._fault,
        )
