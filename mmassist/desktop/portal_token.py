"""The desktop's permission to see the screen again without asking: a token that only this desktop and this user can do anything with."""

from __future__ import annotations

import logging
from pathlib import Path

from mmassist.desktop import paths, private_file

log = logging.getLogger(__name__)

_LONGEST = 4096


def read() -> str:
    """What was kept last; "" for nothing, or what can't be read. Blocks for the disk."""
    try:
        with _file().open("rb") as file:
            return file.read(_LONGEST).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("the screen's token can't be read: %s", type(error).__name__)
        return ""


def write(token: str) -> None:
    """Keeps it, or forgets what was kept where it is "". Where that fails the desktop asks again next time. Blocks for the disk."""
    try:
        if token:
            private_file.write(_file(), token.encode("ascii"))
        else:
            _file().unlink(missing_ok=True)
    except (OSError, UnicodeEncodeError) as error:
        log.warning("the screen's token can't be kept: %s", type(error).__name__)


def _file() -> Path:
    return paths.data_dir() / "screen-token"
