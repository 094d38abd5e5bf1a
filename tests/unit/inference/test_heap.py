"""Memory that was freed goes back."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Blocks of which every second one goes are no whole end of the heap, which the library would give back by itself.
_HOLES = """
from pathlib import Path
import ctypes
from mmassist.inference import heap
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
malloc, free = (getattr(ctypes.CDLL(None), name) for name in ("malloc", "free"))
malloc.restype, malloc.argtypes, free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
SIZE = 100_000
blocks = [malloc(SIZE) for _ in range(400)]
for block in blocks:
    ctypes.memset(block, 1, SIZE)
for block in blocks[::2]:
    free(block)
before = resident()
heap.give_back()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library's own")
def test_what_is_free_between_two_things_that_live_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", _HOLES], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) > 10_000_000
