"""Pictures handed to a worker process by shared memory: one segment a request, owned and removed by the sender."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from multiprocessing import resource_tracker, shared_memory
from typing import Any

import numpy as np

from mmassist.values import Pixels


@contextlib.contextmanager
def shared(pixels: Pixels) -> Iterator[dict[str, Any]]:
    """Copies `pixels` (uint8, C order) into a segment that lives as long as the context; yields the fields that name it."""
    segment = shared_memory.SharedMemory(create=True, size=max(1, pixels.nbytes))
    try:
        view: Pixels = np.ndarray(pixels.shape, np.uint8, segment.buf)
        view[:] = pixels
        del view
        yield {"segment": segment.name, "shape": list(pixels.shape)}
    finally:
        remove(segment)


def remove(segment: shared_memory.SharedMemory) -> None:
    """Lets go of a segment of one's own, and removes it; one that somebody else has removed (a desktop does at logout) is let go of."""
    segment.close()
    try:
        segment.unlink()
    except FileNotFoundError:
        resource_tracker.unregister(f"/{segment.name}", "shared_memory")


def copied(fields: dict[str, Any]) -> Pixels:
    """The picture that `shared` named, as an array of this process's own. Raises FileNotFoundError once the sender let go, OSError or
    MemoryError where memory is short."""
    segment = attached(str(fields["segment"]))
    try:
        view: Pixels = np.ndarray(tuple(fields["shape"]), np.uint8, segment.buf)
        picture = view.copy()
        del view
        return picture
    finally:
        segment.close()


def attached(name: str) -> shared_memory.SharedMemory:
    """Another process's segment, which stays its owner's. One thread at a time. Raises FileNotFoundError once the owner let go, OSError
    where memory is short."""
    if sys.version_info >= (3, 13):
        return _Borrowed(name=name, track=False)
    # Before, attaching registers the segment with a tracker that would remove it under its owner.
    register = resource_tracker.register
    resource_tracker.register = _nobody_told
    try:
        return _Borrowed(name=name)
    finally:
        resource_tracker.register = register


class _Borrowed(shared_memory.SharedMemory):
    """A segment that can't be mapped, for want of memory, would be removed under its owner, who tries again with another process."""

    def unlink(self) -> None:
        """Not ours to remove."""


def _nobody_told(name: object, rtype: str) -> None:
    pass
