"""Whether the user has been welcomed: an empty file says so."""

from __future__ import annotations

from pathlib import Path

from mmassist.desktop import paths
from mmassist.errors import SettingsError


def is_welcomed() -> bool:
    """Whether `note_welcomed` was called before."""
    return _mark().exists()


def note_welcomed() -> None:
    """From now on the first steps are shown only when they are asked for. Raises SettingsError."""
    try:
        _mark().parent.mkdir(parents=True, exist_ok=True)
        _mark().touch()
    except OSError as error:
        raise SettingsError(
            f"can't write {_mark()}: {error}",
            "That you were welcomed could not be kept.",
            "Check the disk's free space and the folder's rights. Else the welcome comes at each start.",
        ) from error


def _mark() -> Path:
    return paths.data_dir() / "welcomed"
