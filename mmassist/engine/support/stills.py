"""When what turns is looked through for a still of it, and whether that may be seen."""

from __future__ import annotations

import time

from mmassist.engine.support.surroundings import Surroundings
from mmassist.perception.change import Mask
from mmassist.values import Box

_EVERY, _SHARE = 5.0, 5.0  # seconds from one to the next, and of what one takes
_STEADY = 3.0  # seconds


class Stills:
    """`is_due` may be called by another thread than all else."""

    def __init__(self) -> None:
        self._due = 0.0
        self._lay: tuple[Surroundings, float] | None = None

    def is_due(self, turning: Mask) -> bool:
        """`turning`: the tiles that do."""
        return bool(turning.any()) and time.monotonic() > self._due

    def taken(self, began: float) -> None:
        """One was, or could have been: all was looked through since `began`, by the monotonic clock."""
        now = time.monotonic()
        self._due = now + max(_EVERY, _SHARE * (now - began))

    def may_be_seen(self, now: Surroundings) -> bool:
        """Whether fields, windows and labels have long been where they are: what is painted late may be a field where it was before."""
        at = time.monotonic()
        if self._lay is None or not now.lies_as(self._lay[0]) or _places(now) != _places(self._lay[0]):
            self._lay = now, at
        return at - self._lay[1] > _STEADY


def _places(found: Surroundings) -> list[Box | None]:
    return [node.box for node in found.outline.nodes] if found.outline is not None else []
