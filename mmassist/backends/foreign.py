"""A plug-in's backend as the engine gets it: it keeps the contract, or fails as other backends fail."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator

from mmassist.backends.base import Backend, Capabilities
from mmassist.errors import AnswerCut
from mmassist.plugins import PATIENCE, Patience, broken, failure, guarded, guarded_end, guarded_stream
from mmassist.sayings import saying
from mmassist.values import BackendEvent, Finished, FinishReason, FusedPrompt, TextDelta, Usage


class ForeignBackend:
    """Raises PluginError where the plug-in raises what is no MmassistError, yields what is no event of the turn, or says nothing for
    too long, and AnswerCut where it ends without a `Finished`."""

    def __init__(self, name: str, backend: Backend, patience: Patience = PATIENCE) -> None:
        """`name`: of the entry point. Raises PluginError for a backend that does not say what it can do."""
        self.name = name
        self._what = f"backend {name}"
        self._backend = backend
        self._patience = patience
        able: object = guarded(self._what, lambda: backend.capabilities)
        if not isinstance(able, Capabilities):
            raise failure(self._what, TypeError("its capabilities are none"))
        self.capabilities = able

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        events = guarded_stream(self._what, lambda: self._backend.stream(prompt), self._patience)
        async with contextlib.aclosing(events):
            async for event in events:
                yield self._checked(event, prompt.turn_id)
                if isinstance(event, Finished):
                    return
        raise AnswerCut(f"{self._what}: no end", saying("The extension for the {what} stopped in the middle.", what=self._what))

    async def aclose(self) -> None:
        await guarded_end(self._what, lambda: self._backend.aclose(), self._patience)

    def _checked(self, event: object, turn_id: int) -> BackendEvent:
        if isinstance(event, TextDelta) and isinstance(event.text, str) and event.turn_id == turn_id:
            return event
        if isinstance(event, Finished) and event.turn_id == turn_id and _is_whole(event):
            return event
        raise broken(self._what, f"yields a {type(event).__name__} that is no event of the turn")


def _is_whole(event: Finished) -> bool:
    usage: object = event.usage
    if not (isinstance(usage, Usage) and isinstance(event.model, str) and isinstance(event.reason, FinishReason)):
        return False
    counts = (usage.input, usage.output, usage.image, usage.cached, usage.written)
    return isinstance(event.retries, int) and all(count is None or (isinstance(count, int) and count >= 0) for count in counts)
