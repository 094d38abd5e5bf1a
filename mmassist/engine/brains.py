"""The backends of one run, each with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.backends.base import Backend
from mmassist.backends.catalogue import Model

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Brain:
    """A backend that can be asked. `kind`: of the catalogue, or the name of a plug-in; `model`: its row, None where there is none.

    `bills`: false for a server that answers for nothing: on this machine, the user's own, or in the same network.
    """

    name: str
    kind: str
    backend: Backend
    model: Model | None = None
    bills: bool = True

    @property
    def describes_by_itself(self) -> bool:
        """Whether it tells the scene without a model, so that it may be asked more than once while the scene grows."""
        return self.backend.capabilities.grounded
