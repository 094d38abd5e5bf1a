"""A person beside the user, who decides what of the suggestions for a problem is told; as a contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from mmassist.dialogue.seen import squeezed
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Step
from mmassist.values import Scene


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the user would be told next: `say`. `number`: counts upwards; `pid`: the program that has the problem; `problem`: what is taken
    to be wrong; `news`: what is told of what has happened since the last. In the user's language, with text of the screen or a model."""

    number: int
    say: str
    pid: int | None = None
    problem: str = ""
    news: str = ""


class Companion(Protocol):
    """Called on the engine's loop."""

    @property
    def name(self) -> str: ...

    async def shown(self, suggestion: Suggestion, scene: Scene, *, told: bool) -> bool:
        """Whether it is for them to see: it is about what they see too, and they may. `told`: the user was told it already; else it is
        theirs to decide, by `Guide.decide`."""
        ...

    def thinks(self) -> None:
        """Another suggestion is being thought of."""
        ...

    def gives_up(self) -> None:
        """None was found: the user has stopped it, or the screen can't be seen."""
        ...

    def over(self) -> None:
        """No problem is worked on any more."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A suggestion that waits for a companion's word. `step`: None where it is none; `told`: what would be told before it; `shot`: the
    screen that it was made for."""

    suggestion: Suggestion
    step: Step | None
    told: tuple[str, ...]
    shot: Shot


def as_changed(step: Step | None, say: str) -> Step:
    """A step in a person's own words. What was to prove the one before proves it only where it is still about the same control."""
    if step is None or not step.control or squeezed(step.control) not in squeezed(say):
        return Step(say)
    return replace(step, say=say)
