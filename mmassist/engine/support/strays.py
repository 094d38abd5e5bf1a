"""Windows whose trees do not tell where their things are: while one gets another size its program tells of the old one for some time."""

from __future__ import annotations

from mmassist.values import Outline, Window

_PATIENCE = 5.0
"""Seconds: a program that has not told it by then never does, and is like one without a tree."""


class Strays:
    """Belongs to the engine's loop."""

    def __init__(self) -> None:
        self._told: set[tuple[int, int | None]] = set()
        self._since: dict[tuple[int, int | None], float] = {}

    def is_stray(self, window: Window, outline: Outline | None, now: float) -> bool:
        """Whether it is to be asked again before what its tree tells counts. `outline`: that it tells at `now`, in seconds; None for no
        tree, which counts where it had one before."""
        key = window.id, window.pid
        is_lost = key in self._told if outline is None else bool(outline.nodes) and not any(node.box for node in outline.nodes)
        if not is_lost:
            self._since.pop(key, None)
            if outline is not None:
                self._told.add(key)
            return False
        return now - self._since.setdefault(key, now) < _PATIENCE
