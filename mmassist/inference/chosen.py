"""Which of the shipped models of a kind suits this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from mmassist.errors import ModelMissing
from mmassist.inference import shipped
from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.inference.shipped import Shipped

AnySession = TypeVar("AnySession", bound=Session)


def chosen(kind: str, folder: Path, make: Callable[..., AnySession]) -> tuple[Shipped, AnySession]:
    """In float16 where a graphics card really runs it, else the smallest for the CPU. `make`: `Session` or `FixedSession`.

    Raises ModelMissing or ModelCorrupt.
    """
    rows = shipped.rows(kind, folder)
    for row in (row for row in rows if row.precision == "float16"):
        session = make(shipped.load(row, folder))
        if session.on_gpu:
            return row, session
    smallest = _smallest([row for row in rows if row.precision != "float16"], kind)
    return smallest, make(shipped.load(smallest, folder), wanted=CPU_ONLY)


def _smallest(rows: Sequence[Shipped], kind: str) -> Shipped:
    if not rows:
        raise ModelMissing(f"no model for {kind} for the CPU", "A model that comes with mmassist is missing.", "Install mmassist again.")
    return min(rows, key=lambda row: row.bytes)
