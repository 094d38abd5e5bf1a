"""A backend that sends what it is given away: what it got is what would have left the machine."""

from __future__ import annotations

from mmassist.backends.base import Capabilities
from mmassist.errors import BackendError
from mmassist.values import FusedPrompt
from tests.fakes.backend import FakeBackend


class FakeRemote(FakeBackend):
    """Like `FakeBackend`, but not on this machine."""

    capabilities = Capabilities(images=True, audio=False, streaming=True, local=False)

    def __init__(self, *pieces: str, name: str = "remote", pause: float = 0.0, error: BackendError | None = None) -> None:
        super().__init__(*pieces, pause=pause, error=error)
        self.name = name

    @property
    def sent(self) -> FusedPrompt:
        """The last prompt."""
        return self.prompts[-1]
