"""Files of the model store, opened and written so that no link is followed, nobody else can read them, and a kill leaves no half file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

BLOCK = 1 << 20


def flags(*names: str) -> int:
    """Of `os`'s flags for opening files those that this system has; bytes stay as they are, and no child gets the file."""
    found = 0
    for name in ("O_CLOEXEC", "O_BINARY", *names):
        found |= getattr(os, name, 0)
    return found


_PLAIN = os.O_RDONLY | flags("O_NOFOLLOW", "O_NONBLOCK")  # the last: a pipe in a file's place must not keep us waiting
_FOLDER = os.O_RDONLY | flags("O_DIRECTORY", "O_NOFOLLOW")


class Unfit(OSError):
    """What is there is no file of ours: a link, a folder, a device, or a file that has a second name."""


@contextlib.contextmanager
def opened(folder: Path, file: str, *, links: int = 1) -> Iterator[BinaryIO]:
    """`file`, a relative POSIX path below `folder`, for reading. No link is followed on the way from `folder` on.

    `links`: how many names it may have; 0 for any number. Raises FileNotFoundError, Unfit, or another OSError.
    """
    with contextlib.ExitStack() as held:
        handle = _inside(held, folder, file) if os.open in os.supports_dir_fd else _by_path(folder, file)
        with os.fdopen(handle, "rb") as opened_file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise Unfit(0, "is no plain file")
            if links and found.st_nlink != links:
                raise Unfit(0, "has a second name")
            yield opened_file


def _inside(held: contextlib.ExitStack, folder: Path, file: str) -> int:
    """Step by step, each from the folder that was opened before."""
    *folders, last = file.split("/")
    inside = _held(held, os.open(folder, _FOLDER))
    for name in folders:
        inside = _held(held, os.open(name, _FOLDER, dir_fd=inside))
    try:
        return os.open(last, _PLAIN, dir_fd=inside)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unfit(error.errno, "can't be opened as a plain file") from error


def _by_path(folder: Path, file: str) -> int:
    """Where no folder can be held open (Windows): each step is looked at before."""
    steps = PurePosixPath(file).parts
    if any(folder.joinpath(*steps[: at + 1]).is_symlink() for at in range(len(steps))):
        raise Unfit(0, "is a link")
    try:
        return os.open(folder.joinpath(*steps), _PLAIN)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unfit(error.errno, "can't be opened as a plain file") from error


def _held(stack: contextlib.ExitStack, handle: int) -> int:
    stack.callback(os.close, handle)
    return handle


def digest(file: BinaryIO, told: Callable[[int], None] = lambda count: None) -> str:
    """SHA-256 of what is left of `file`, in lower-case hexadecimal; `told` hears of each block's length. 0.5 to 2 GB a second."""
    made = hashlib.sha256()
    while block := file.read(BLOCK):
        made.update(block)
        told(len(block))
    return made.hexdigest()


def folder(path: Path) -> Path:
    """Makes `path`, for its owner alone. Raises Unfit where something else than a folder is there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink():
        raise Unfit(0, "is a link")
    return path


def write(path: Path, data: bytes) -> None:
    """Replaces `path` by `data`, mode 0600: whole or not at all, also where the power fails. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    settle(path.parent)


def write_at(handle: int, data: memoryview, place: int) -> int:
    """Writes at a place of an open file, as far as that goes at once; returns how many bytes. Raises OSError."""
    if sys.platform == "win32":
        os.lseek(handle, place, os.SEEK_SET)
        return os.write(handle, data)
    else:
        return os.pwrite(handle, data, place)


def settle(path: Path) -> None:
    """Makes a folder's names, or a file's bytes, survive a loss of power. Raises OSError."""
    if sys.platform == "win32" and path.is_dir():  # it has no such thing
        return
    handle = os.open(path, (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | flags("O_NOFOLLOW"))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
