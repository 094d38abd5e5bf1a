"""A conversation: after an answer the microphone opens again for a while, so that no key is needed for the next question."""

from __future__ import annotations

from dataclasses import dataclass

ENDED = "I no longer listen by myself."


@dataclass(slots=True)
class Conversation:
    """Whether it is wanted, which a command can change. `leaving`: how it is ended, said where it `is_new`. On the engine's loop."""

    on: bool
    leaving: str
    is_new: bool = True

    def begin(self) -> None:
        self.on = self.is_new = True

    def end(self) -> None:
        self.on = False
