"""One reading of one window's tree, by the toolkit that drew it."""

from __future__ import annotations

import asyncio

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref
from mmassist.desktop.details import ask_details, complete_positions
from mmassist.desktop.embedded import complete_texts
from mmassist.desktop.harvest import Harvest
from mmassist.desktop.nodes import Vocabulary, forget_codes
from mmassist.desktop.panes import settle_panes
from mmassist.desktop.programs import Programs
from mmassist.desktop.waking import CHROMIUM, wake
from mmassist.values import Window

_GTK_3, _GTK_4 = "gtk", "GTK"
# For looking through all programs when none owns the window.
_SEARCH = 0.1


class TreeReading:
    """`owned`: some program on the bus owns the window, whether it answers or not."""

    def __init__(self, bus: Bus, programs: Programs, vocabulary: Vocabulary, cap: int, *, whole: bool) -> None:
        self._bus = bus
        self._programs = programs
        self._vocabulary = vocabulary
        self._cap, self._whole = cap, whole
        self.harvest = self._new()
        self.owned = False
        self.toolkit = ""
        self.change = -1

    def _new(self) -> Harvest:
        return Harvest(self._bus, self._vocabulary, self._cap, whole=self._whole)

    async def find(self, window: Window) -> Ref | None:
        roots = await self._programs.of(window)
        self.owned = bool(roots)
        if roots:
            return await self._programs.frame(window, roots)
        try:
            async with asyncio.timeout(_SEARCH):
                return await self._programs.frame(window, [])
        except TimeoutError:
            return None

    async def read(self, frame: Ref, focus: Ref | None, *, use_cache: bool, wary: bool) -> None:
        """`wary`: the program's cache may be too large to be asked for."""
        self.owned = True
        self.toolkit = await self._programs.toolkit(frame[0])
        self.harvest = self._new()
        if self.toolkit == _GTK_3 and use_cache and wary:
            await self.harvest.gauge(frame)
        if use_cache and self.toolkit != "Qt" and not self.harvest.crowded:
            await self.harvest.use_cache(frame[0])
        # GTK 4 says of few objects that they show.
        await self.harvest.grow(frame, "visible" if self.toolkit == _GTK_4 else "showing", focus)

        async def look_again() -> bool:
            self.harvest = self._new()
            await self.harvest.grow(frame, "showing", focus)
            return len(self.harvest.nodes) > 1

        if self.toolkit == CHROMIUM and len(self.harvest.nodes) == 1:
            await wake(self._bus, frame, look_again)
        nodes, structure = self.harvest.nodes, self._vocabulary.structure
        forget_codes(nodes)

        async def describe() -> None:
            await ask_details(self._bus, nodes, focus, structure)

        await atspi.in_parallel([self.harvest.measure, describe, self.harvest.seek_focus], lambda work: work())
        await settle_panes(self._bus, nodes)
        complete_positions(nodes)
        complete_texts(nodes)
