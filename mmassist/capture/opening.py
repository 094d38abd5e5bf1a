"""Files of the user's, opened with suspicion: whatever the name says, only a regular file of a sensible size is read."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mmassist.errors import CaptureError
from mmassist.sayings import own, saying


@dataclass(frozen=True, slots=True)
class Sort:
    """What kind of file is wanted. `a`: its noun with the article; `most`: bytes; `smaller`: how to get below that."""

    a: str
    noun: str
    error: type[CaptureError]
    most: int
    smaller: str


def opened(path: str | Path, sort: Sort) -> IO[bytes]:
    """The file, checked to be a regular one of a sensible size. Never waits for the other end of a pipe. Raises `sort.error`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError as error:
        raise sort.error("the path holds a null character", "That is no file name.", "Check the name.") from error
    except OSError as error:
        raise _unopened(error, sort) from error
    try:
        _judge(os.fstat(descriptor), sort)
    except CaptureError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _judge(about: os.stat_result, sort: Sort) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise sort.error("a folder", own(f"That is a folder, not {sort.a}."), own(f"Choose {sort.a} file inside of it."))
    if not stat.S_ISREG(about.st_mode):
        raise sort.error("a device or pipe", own(f"That is a device, not {sort.a} file."), own(f"Choose {sort.a} file."))
    if about.st_size == 0:
        raise sort.error("zero bytes", f"The {sort.noun} file is empty.", "Save or download it again.")
    if about.st_size > sort.most:
        raise sort.error(
            f"{about.st_size} bytes",
            saying(f"The {sort.noun} file is too large: over {{size}} megabytes.", size=sort.most // 1_000_000),
            sort.smaller,
        )


def _unopened(error: OSError, sort: Sort) -> CaptureError:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return sort.error("no such file", f"The {sort.noun} file is not there.", "Check the name and the folder.")
        case errno.EACCES | errno.EPERM:
            return sort.error("no permission", f"You may not read this {sort.noun} file.", "Change its permissions, or copy it.")
        case errno.ELOOP:
            return sort.error("a loop of links", f"The {sort.noun} is a link that leads back to itself.", "Choose the file itself.")
        case errno.ENAMETOOLONG:
            return sort.error("name too long", "That is no file name: it is too long.", "Check the name.")
        case errno.EISDIR:
            return sort.error("a folder", own(f"That is a folder, not {sort.a}."), own(f"Choose {sort.a} file inside of it."))
    return sort.error(f"can't be opened: {error.strerror}")
