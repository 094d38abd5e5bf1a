"""Pictures in the clipboard of Windows and macOS, through Pillow: one that was copied, or files of pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mmassist.capture.clipboard import MOST_FILES, SUFFIXES, Copied
from mmassist.capture.files import MAX_PIXELS, image_in
from mmassist.errors import CaptureError, ImageUnreadable
from mmassist.plurals import counted
from mmassist.sayings import saying
from mmassist.values import Frame

_COPY = "Copy a picture, or files of pictures, then try again."


def _held() -> Any:
    from PIL import ImageGrab

    return ImageGrab.grabclipboard()


def read_system_clipboard(held: Callable[[], Any] = _held) -> Copied:
    """What pictures the clipboard holds. Any thread; blocks. `held`: as Pillow's `grabclipboard`.

    Raises CaptureError where no picture is in it, ImageUnreadable where it is damaged or too large.
    """
    try:
        found = held()
    except (OSError, ValueError, SyntaxError, NotImplementedError) as error:
        raise ImageUnreadable(f"clipboard: {error}", "The picture in the clipboard can't be read.", "Copy it once more.") from error
    if isinstance(found, list):
        return _files([str(path) for path in found])
    if found is None:
        raise CaptureError("no picture in the clipboard", "There is no picture in the clipboard.", _COPY)
    if found.width * found.height > MAX_PIXELS:
        raise ImageUnreadable("too many pixels", "The picture in the clipboard is too large.", "Copy a part of it.")
    return Copied(_as_frame(found))


def _as_frame(image: Any) -> Frame:
    """By the one door for pictures of others."""
    packed = io.BytesIO()
    image.save(packed, "PNG", compress_level=0)
    packed.seek(0)
    return image_in(packed)


def _files(paths: list[str]) -> Copied:
    """Of several files those that are named as pictures; a single one is looked at, whatever its name."""
    pictures = tuple(paths) if len(paths) == 1 else tuple(path for path in paths if Path(path).suffix.lower() in SUFFIXES)
    if not pictures:
        raise CaptureError(
            "no picture files", saying("None of the {files} in the clipboard is a picture.", files=counted(len(paths), "file")), _COPY
        )
    return Copied(paths=pictures[:MOST_FILES], left_out=len(pictures[MOST_FILES:]))
