"""How many threads a model is worth here: one for each physical core that this process may use. Two on one core take turns."""

from __future__ import annotations

import os
from pathlib import Path

_CPUS, _QUOTA = Path("/sys/devices/system/cpu"), Path("/sys/fs/cgroup/cpu.max")


def physical_cores(cpus: Path = _CPUS, quota: Path = _QUOTA) -> int:
    """At least 1. Looks at what the process is bound to, at threads that share a core, and at a container's share of time."""
    cores = {_siblings(cpus, cpu) for cpu in usable()}
    return max(1, min(len(cores), _allowed(quota) or len(cores)))


def usable() -> set[int]:
    """The CPUs that this process may run on, where the system tells; else all."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def _siblings(cpus: Path, cpu: int) -> str:
    """What names the core of a CPU; its own number where that isn't told."""
    try:
        return (cpus / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text("ascii").strip()
    except OSError:
        return str(cpu)


def _allowed(quota: Path) -> int:
    """Whole cores, 0 where there is no limit."""
    try:
        most, period = quota.read_text("ascii").split()
        return 0 if most == "max" else max(1, round(int(most) / int(period)))
    except (OSError, ValueError, ZeroDivisionError):
        return 0
