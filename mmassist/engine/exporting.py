"""Data of the app's own as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mmassist.desktop import private_file
from mmassist.errors import MmassistError, SettingsError
from mmassist.sayings import saying


def export(path: Path, makers: Mapping[str, Callable[[], str]]) -> None:
    """Writes a text, whole or not at all, for its owner alone; the ending of the file's name (".csv") tells who makes it.

    Blocks. Raises SettingsError for another ending, MmassistError if it can't be written.
    """
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise SettingsError(
            "unknown format", saying("The file's name must end in {endings}.", endings=" or ".join(makers)), "Choose another name."
        )
    try:
        private_file.write(path, maker().encode())
    except OSError as error:
        raise MmassistError(
            f"export: {type(error).__name__}",
            saying("The file could not be written: {reason}.", reason=error.strerror or "unknown reason"),
            "Check the disk's free space and the folder's rights, or choose another folder.",
        ) from error
