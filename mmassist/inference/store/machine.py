"""What this computer has for models: cores, free memory, how fast it multiplies and reads right now, a graphics card that works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.inference.cores import usable

_SIDE = 768  # of the matrices: about a small model's
_SPENT = 0.1  # seconds for each measurement
_READ = 32_000_000  # bytes: beyond what caches hold
_CARD = Path("/dev/nvidia0")
_PATIENCE = 30

# Run in a process of its own: a driver that does not fit its library ends the process that tries it.
_TRIAL = """
import ctypes, ctranslate2, numpy
ctypes.CDLL("libcublas.so.12")
assert ctranslate2.get_cuda_device_count() > 0
ctranslate2.StorageView.from_array(numpy.ones((8, 8), numpy.float32)).to_device(ctranslate2.Device.cuda)
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """`memory`: bytes that are free for programs. `gflops`: float32 multiplications and additions, 10**9 a second, on all cores.

    `reading`: bytes a second from memory. `gpu`: whether CTranslate2 could really use an NVIDIA card. `load`: processes that wanted to run
    in the last minute; the two speeds are those of a machine as busy as it was.
    """

    cores: int
    memory: int
    gflops: float
    reading: float
    gpu: bool
    load: float

    def as_json(self) -> dict[str, Any]:
        return {
            "cores": self.cores,
            "free_memory_bytes": self.memory,
            "gflops": round(self.gflops, 1),
            "memory_gigabytes_a_second": round(self.reading / 1e9, 1),
            "gpu": self.gpu,
            "load": round(self.load, 2),
        }

    def sentence(self) -> str:
        """For the ear; it says that all of it is an estimate."""
        card = ", a graphics card that works" if self.gpu else ""
        busy = " It is busy: in a quiet moment it is faster." if self.load > self.cores else ""
        return (
            f"This computer: {self.cores} {'core' if self.cores == 1 else 'cores'}, "
            f"{self.memory / 1e9:.0f} gigabytes of memory free{card}.{busy} The times are estimates from a short measurement."
        )


def look() -> Machine:
    """Measures for a third of a second, on the thread that calls."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return Machine(len(usable()), free_memory(), _gflops(), _reading(), gpu_works(), load)


def free_memory(report: Path = Path("/proc/meminfo")) -> int:
    """Bytes; all that there is where the system does not say what is free."""
    try:
        lines = dict(line.split(":", 1) for line in report.read_text("ascii").splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError, IndexError):
        return _all_memory()


def _all_memory() -> int:
    """Of Windows what is free: it tells that too."""
    if sys.platform == "win32":
        import ctypes

        status = (ctypes.c_uint64 * 8)()  # MEMORYSTATUSEX: length and load as two of 32 bits, then eight of 64
        status[0] = ctypes.sizeof(status)
        ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status[2])
    else:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def gpu_works(card: Path = _CARD, trial: str = _TRIAL) -> bool:
    """Whether a card, its driver and the libraries do together what a model needs; a second or two where there is a card."""
    if not card.exists():
        return False
    try:
        done = subprocess.run([sys.executable, "-c", trial], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _gflops() -> float:
    import numpy as np

    matrix = np.random.default_rng(0).standard_normal((_SIDE, _SIDE)).astype(np.float32)
    return 2 * _SIDE**3 / _best(lambda: matrix @ matrix) / 1e9


def _reading() -> float:
    import numpy as np

    memory = np.ones(_READ // 8, np.uint64)
    return _READ / _best(lambda: np.bitwise_or.reduce(memory))


def _best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs: what others did meanwhile is not the machine's fault."""
    work()
    times: list[float] = []
    until = time.perf_counter() + _SPENT
    while not times or time.perf_counter() < until:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)
