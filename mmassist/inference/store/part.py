"""One file on its way: what has come of it, checked block by block when it goes on, and hashed as it grows."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from mmassist.inference.store import disk
from mmassist.inference.store.journal import Begun, Facts, Journal

_GIT_HEAD = "blob {}\0"


class Part:
    """Not shared; its methods block for the disk and raise OSError. `size`: bytes that are there and were checked."""

    def __init__(self, folder: Path, file: str, journal: Journal) -> None:
        """Below `folder`, which exists; folders in `file` are made."""
        self.file = file
        self.size = 0
        self.begun = journal.begun.get(file)
        self._journal = journal
        self._path = folder / file
        self._sha256 = hashlib.sha256()
        disk.folder(self._path.parent)
        self._handle = _opened(self._path)

    @property
    def facts(self) -> Facts | None:
        """What was said of the bytes that are there; None where there are none."""
        return self.begun.facts if self.begun else None

    @property
    def done(self) -> bool:
        """Whether all has come. What was `done` before is so only while each block is still what it was."""
        return self.begun is not None and self.begun.done

    @property
    def sha256(self) -> str:
        """Of all that is there."""
        return self._sha256.hexdigest()

    def resume(self) -> None:
        """Reads what an earlier pull left, and keeps it up to the first block that is not what it was."""
        begun = self.begun
        if begun is None:
            os.ftruncate(self._handle, 0)
            return
        whole = 0
        with open(self._handle, "rb", closefd=False) as file:
            for block in begun.blocks:
                if not self._believe(file, block.length, block.sha256):
                    break
                whole += 1
        complete = whole == len(begun.blocks)
        os.ftruncate(self._handle, self.size)
        self.begun = Begun(begun.facts, begun.blocks[:whole], begun.done and complete)
        self._journal.go_on(self.file, whole)
        if self.begun.done:
            self._journal.done(self.file)

    def _believe(self, file: BinaryIO, length: int, sha256: str) -> bool:
        content = file.read(length)
        if len(content) != length or hashlib.sha256(content).hexdigest() != sha256:
            return False
        self._sha256.update(content)
        self.size += length
        return True

    def restart(self, facts: Facts) -> None:
        """Drops what is there; the bytes that follow are those of `facts`."""
        self.drop()
        self.begun = Begun(facts)
        self._journal.begin(self.file, facts)

    def drop(self) -> None:
        """Forgets what is there; it begins anew."""
        os.ftruncate(self._handle, 0)
        self.size = 0
        self._sha256 = hashlib.sha256()
        self.begun = None

    def adopt(self, facts: Facts) -> None:
        """Counts all that is there as come, of the file that `facts` tell of."""
        self.begun = Begun(facts)
        self._journal.begin(self.file, facts)
        with open(self._handle, "rb", closefd=False) as file:
            while content := file.read(disk.BLOCK):
                self._count(content)
        self.finish()

    def append(self, content: bytes) -> None:
        """One block more: counted only when all of it, and its line, are written."""
        view = memoryview(content)
        written = 0
        while written < len(content):
            written += disk.write_at(self._handle, view[written:], self.size + written)
        self._count(content)

    def _count(self, content: bytes) -> None:
        self._journal.block(len(content), hashlib.sha256(content).hexdigest())
        self._sha256.update(content)
        self.size += len(content)

    def finish(self) -> None:
        """All has come and is what it should be."""
        self._journal.done(self.file)
        if self.begun:
            self.begun = Begun(self.begun.facts, self.begun.blocks, True)

    def git(self) -> str:
        """Git's own digest of the bytes, as of a blob (SHA-1; it tells damage, not malice)."""
        made = hashlib.sha1(_GIT_HEAD.format(self.size).encode(), usedforsecurity=False)
        with open(self._handle, "rb", closefd=False) as file:
            file.seek(0)
            while content := file.read(disk.BLOCK):
                made.update(content)
        return made.hexdigest()

    def close(self) -> None:
        """Also forces the bytes onto the disk."""
        try:
            os.fsync(self._handle)
        finally:
            os.close(self._handle)


def _opened(path: Path) -> int:
    """For reading and writing; a link, or a file that has a second name, is put away and a new one made."""
    for fresh in (False, True):
        if fresh:
            path.unlink(missing_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | disk.flags("O_NOFOLLOW", "O_NONBLOCK"), 0o600)
        except OSError:
            if fresh:
                raise
            continue
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            return handle
        os.close(handle)
    raise disk.Unfit(0, "can't be made a plain file")
