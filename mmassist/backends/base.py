"""What a backend is: something that turns a `FusedPrompt` into a streamed answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mmassist.values import BackendEvent, FusedPrompt


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend takes and does. `streaming`: text comes before the answer is complete; `local`: nothing leaves this machine.

    `sentences`: each piece of its text is whole sentences, so that speech need not begin in the middle of one.
    """

    images: bool
    audio: bool
    streaming: bool
    local: bool
    sentences: bool = False


@runtime_checkable
class Backend(Protocol):
    """One backend. Used from the engine's loop alone.

    What it yields is spoken as it comes: plain text, whole sentences where it can, nothing that `prompt.spoken` has told.
    """

    name: str
    capabilities: Capabilities

    def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        """Yields `TextDelta`s and at the end one `Finished`. Closing the generator cancels the request.

        Raises BackendError. What was yielded before an error stays said.
        """
        ...

    async def aclose(self) -> None:
        """Lets go of connections and processes. Idempotent."""
        ...
