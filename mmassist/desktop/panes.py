"""Places of what a program draws by itself inside a window of another toolkit: LibreOffice below GTK's menu bar."""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Request
from mmassist.desktop.nodes import Raw, extents

_ROOT_PANE = 46


async def settle_panes(bus: Bus, nodes: Sequence[Raw]) -> None:
    """Moves each pane, with what is in it, onto what holds it where it says to be of that size and elsewhere: its program counts from the
    pane's own corner. Asks for all boxes of such a pane. Raises ProgramGone."""
    for pane in [raw for raw in nodes if raw.role == _ROOT_PANE and raw.parent is not None]:
        if pane.parent is None:
            continue
        await _measure(bus, [pane.parent, pane])
        if pane.parent.extents is None or pane.extents is None or pane.parent.extents[2:] != pane.extents[2:]:
            continue
        dx, dy = pane.parent.extents[0] - pane.extents[0], pane.parent.extents[1] - pane.extents[1]
        if dx or dy:
            await _measure(bus, [raw for raw in below(pane) if raw.shown])
            moved(pane, dx, dy)


async def _measure(bus: Bus, raws: Sequence[Raw]) -> None:
    async def box(raw: Raw) -> None:
        raw.extents = extents(await bus.ask(Request(*raw.ref, atspi.COMPONENT, "GetExtents", "u", (0,))))

    await atspi.in_parallel([raw for raw in raws if raw.extents is None], box)


def below(top: Raw) -> list[Raw]:
    """It and all that it holds."""
    found = [top]
    for raw in found:
        found += raw.children
    return found


def moved(pane: Raw, dx: int, dy: int) -> None:
    """Moves it and what is in it, but not what the window's own toolkit draws in it: that begins with something that lies exactly where
    what holds it comes to lie."""
    stack = [pane]
    while stack:
        raw = stack.pop()
        if raw.extents is not None:
            if raw is not pane and raw.parent is not None and raw.extents == raw.parent.extents:
                continue
            x, y, width, height = raw.extents
            raw.extents, raw.moved = (x + dx, y + dy, width, height), (raw.moved[0] + dx, raw.moved[1] + dy)
        stack += raw.children
