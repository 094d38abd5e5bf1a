"""Writing a file that is its owner's alone: whole or not at all."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
import time
from pathlib import Path

_ABANDONED = 60.0  # seconds after which nobody writes it any more


def write(path: Path, data: bytes) -> None:
    """Replaces `path` by `data`, mode 0600; its folder is made. Blocks for the disk. Raises OSError, and then leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _sweep(path)


def _sweep(path: Path) -> None:
    """Removes what processes that were killed while they wrote this file have left behind."""
    for left in path.parent.glob(f".{glob.escape(path.name)}-????????"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()
