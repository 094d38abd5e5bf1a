"""One process at a time changes a model. The system lets go of the lock when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mmassist.errors import PullFailed
from mmassist.inference import locking
from mmassist.inference.store import disk
from mmassist.inference.store.catalogue import Model
from mmassist.sayings import saying


@contextlib.contextmanager
def held(folder: Path, model: Model) -> Iterator[None]:
    """Raises PullFailed at once where another process, or another part of this one, has it; OSError where no lock can be made."""
    disk.folder(folder.parent)
    disk.folder(folder)
    handle = os.open(folder / model.name, os.O_RDWR | os.O_CREAT | disk.flags("O_NOFOLLOW"), 0o600)
    try:
        try:
            locking.lock(handle)
        except (BlockingIOError, PermissionError) as error:  # the latter on Windows
            raise PullFailed(
                f"{model.name} is locked",
                saying("{model} is being pulled or removed by another mmassist.", model=model.title),
                "Wait until that is done. mmassist models list tells.",
            ) from error
        yield
    finally:
        os.close(handle)
