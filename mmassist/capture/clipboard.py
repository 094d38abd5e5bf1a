"""Pictures in X's clipboard: one that was copied, or files of pictures whose paths or addresses were."""

from __future__ import annotations

import io
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mmassist.capture.clipboard_selection import Limits, Selection, TooLarge
from mmassist.capture.files import image_in
from mmassist.errors import CaptureError, ImageUnreadable
from mmassist.plurals import counted
from mmassist.sayings import saying
from mmassist.values import Frame

if TYPE_CHECKING:
    from Xlib.display import Display

MOST_FILES = 20
"""That are told one after the other."""

# The best first: without loss, small, and then what else Pillow reads.
PICTURES = ("image/png", "image/webp", "image/tiff", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/jpeg", "image/gif", "image/avif")
FILES = ("x-special/gnome-copied-files", "text/uri-list")
TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "text/plain")
# A password manager says by this that what it holds is for nobody's eyes.
SECRET = "x-kde-passwordManagerHint"  # noqa: S105 - a name
SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".dib", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm")
) | {".ico", ".avif", ".tga"}
# Bytes of a list of files; a longer text is none.
_MOST_TEXT = 256_000
_COPY = "Copy a picture, or files of pictures, then try again."


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """Either a picture or files. `left_out`: files beyond `MOST_FILES`. `owner`: the window of the program that holds the clipboard."""

    frame: Frame | None = None
    paths: tuple[str, ...] = ()
    left_out: int = 0
    owner: int = 0


def read_clipboard(connection: Display, limits: Limits | None = None) -> Copied:
    """What pictures the clipboard holds. Any thread, with a connection that nobody else uses meanwhile; blocks for as long as the owner
    takes, at most `limits.whole` seconds and what decoding costs. Text in it is read only to see whether it names files.

    Raises CaptureError: there is nothing in it, only text, or no picture; DeviceBusy, DeviceLost: its owner hangs or ended;
    ImageUnreadable: it is damaged or too large.
    """
    limits = limits or Limits()
    with closing(Selection(connection, limits)) as selection:
        if not selection.owner:
            raise CaptureError("nobody holds the clipboard", "The clipboard is empty.", _COPY)
        offered = selection.offers((*PICTURES, *FILES, *TEXTS, SECRET))
        if SECRET in offered:
            raise CaptureError("a password manager holds the clipboard", "The clipboard holds a secret, which I don't look at.", _COPY)
        found = _picture(selection, offered, limits) or _files(selection, offered)
    if found is not None:
        return found
    if any(name in offered for name in TEXTS):
        raise CaptureError("text in the clipboard", "There is only text in the clipboard, no picture.", _COPY)
    raise CaptureError("no picture in the clipboard", "There is no picture in the clipboard.", _COPY)


def _picture(selection: Selection, offered: tuple[str, ...], limits: Limits) -> Copied | None:
    for name in offered:
        if name not in PICTURES:
            continue
        try:
            data = selection.read(name)
        except TooLarge as error:
            raise ImageUnreadable(
                str(error),
                saying("The picture in the clipboard is too large: over {size} megabytes.", size=limits.most // 1000000),
                "Copy a part of it, or save it, and describe the file.",
            ) from error
        if data:
            return Copied(_decoded(data), owner=selection.owner)
    return None


def _decoded(data: bytes) -> Frame:
    """By the one door for pictures of others."""
    try:
        return image_in(io.BytesIO(data))
    except ImageUnreadable as error:
        remedy = "Copy it once more, or save it, and describe the file."
        raise ImageUnreadable(str(error), "The picture in the clipboard can't be read.", remedy) from error


def _files(selection: Selection, offered: tuple[str, ...]) -> Copied | None:
    for name in offered:
        if name in PICTURES or name == SECRET:
            continue
        try:
            data = selection.read(name, _MOST_TEXT)
        except TooLarge:
            if name in TEXTS:
                return None
            raise ImageUnreadable("a long list", "Too many files are in the clipboard.", "Copy fewer files.") from None
        paths = listed(data.decode("utf-8", "replace"), is_list=name in FILES) if data else ()
        if paths:
            return _of(paths, selection.owner)
        if name in FILES and data:
            raise CaptureError("addresses in the clipboard", "The clipboard holds addresses, but no files of this computer.", _COPY)
        if data:
            return None
    return None


def _of(paths: tuple[str, ...], owner: int) -> Copied:
    """Of several files those that are named as pictures; a single one is looked at, whatever its name."""
    pictures = paths if len(paths) == 1 else tuple(path for path in paths if PurePosixPath(path).suffix.lower() in SUFFIXES)
    if not pictures:
        raise CaptureError(
            "no picture files", saying("None of the {files} in the clipboard is a picture.", files=counted(len(paths), "file")), _COPY
        )
    return Copied(paths=pictures[:MOST_FILES], left_out=len(pictures[MOST_FILES:]), owner=owner)


def listed(text: str, *, is_list: bool) -> tuple[str, ...]:
    """The files of this computer in a list of addresses (RFC 2483, or GNOME's, whose first line is what to do with them).

    Any other text lists files only if each of its lines is an absolute path or an address.
    """
    lines = [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]
    paths = [_path(line) for line in lines if not (is_list and (line.startswith("#") or line in ("copy", "cut")))]
    if not is_list and not all(paths):
        return ()
    return tuple(dict.fromkeys(path for path in paths if path))


def _path(line: str) -> str:
    """ "" where it names no file of this computer."""
    if line.startswith("/"):
        return line
    try:
        parts = urlsplit(line)
    except ValueError:
        return ""
    if parts.scheme != "file" or parts.netloc not in ("", "localhost", socket.gethostname()):
        return ""
    path = unquote(parts.path)
    return path if path.startswith("/") and "\0" not in path else ""
