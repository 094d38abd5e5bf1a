"""Locks on open files, which the system lets go of when the process that has them ends, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    _BYTE = 1

    def lock(handle: int) -> None:
        """Takes the lock of an open file for as long as it stays open. Raises OSError at once where another has it."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, _BYTE)

    def is_locked(handle: int) -> bool:
        """Whether another open file has the lock."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _BYTE)
        except OSError:
            return True
        msvcrt.locking(handle, msvcrt.LK_UNLCK, _BYTE)
        return False

else:
    import fcntl

    def lock(handle: int) -> None:
        """Takes the lock of an open file for as long as it stays open. Raises OSError at once where another has it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_locked(handle: int) -> bool:
        """Whether another open file has the lock."""
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.flock(handle, fcntl.LOCK_UN)
        return False
