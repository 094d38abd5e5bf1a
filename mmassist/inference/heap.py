"""Memory that was freed goes back to the system.

glibc keeps what is free between two things that still live, in a heap for each of several threads: after many pictures of the screen that
is tens of megabytes. Giving each back at once (M_MMAP_THRESHOLD) would cost four milliseconds a picture, so it is done when there is time.
"""

from __future__ import annotations

import ctypes
import sys

REST = 1.0
"""Seconds for which nothing was asked of a process, until it is done."""


def give_back() -> None:
    """Any thread; takes some milliseconds, in which who wants memory may wait. Nothing where the C library is another."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
