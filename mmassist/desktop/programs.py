"""Which accessible frame is the X window: by the program's process, then by title, place and state."""

from __future__ import annotations

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, ProgramGone, Ref, Request, prop
from mmassist.desktop.nodes import Raw, Vocabulary, bits, extents, number, references, words
from mmassist.desktop.placement import placement
from mmassist.values import Box, Window

_MOST_PROGRAMS = 40
_ALIKE = 0.6


class Programs:
    """The programs on the accessibility bus. Remembers what can't change: a bus name's process and toolkit."""

    def __init__(self, bus: Bus, vocabulary: Vocabulary) -> None:
        self._bus = bus
        self._vocabulary = vocabulary
        self._pids: dict[str, int | None] = {}
        self._toolkits: dict[str, str] = {}

    async def of(self, window: Window) -> list[Ref]:
        """The roots of the programs whose process owns the window. Raises ProgramGone if the registry has."""
        roots = await self._roots()
        if window.pid is None:
            return []
        return [root for root in roots if self._pids[root[0]] == window.pid]

    async def frame(self, window: Window, roots: list[Ref]) -> Ref | None:
        """The frame that is the window, None if there is none. Without `roots` any program's, if title and place agree."""
        certain = bool(roots)
        candidates: list[Raw] = []
        for root in roots or (await self._roots())[:_MOST_PROGRAMS]:
            try:
                candidates += await self._frames(root)
            except ProgramGone:
                continue
        scored = [(self._score(raw, window, certain=certain), position, raw.ref) for position, raw in enumerate(candidates)]
        best = max(scored, default=None)
        return best[2] if best and best[0] > 0 else None

    async def toolkit(self, program: str) -> str:
        """The toolkit's own name: "gtk" (2 and 3), "GTK" (4), "Qt", "Gecko"."""
        if program not in self._toolkits:
            found = await self._bus.ask(prop((program, atspi.ROOT), atspi.APPLICATION, "ToolkitName"))
            self._toolkits[program] = words(found)
        return self._toolkits[program]

    async def _roots(self) -> list[Ref]:
        registry = Request(atspi.REGISTRY, atspi.ROOT, atspi.ACCESSIBLE, "GetChildren")
        roots = references(await self._bus.ask(registry))
        names = {program for program, _ in roots}
        self._pids = {name: pid for name, pid in self._pids.items() if name in names}
        self._toolkits = {name: toolkit for name, toolkit in self._toolkits.items() if name in names}
        for name in names - self._pids.keys():
            self._pids[name] = await self._bus.pid(name)
        return roots

    async def _frames(self, root: Ref) -> list[Raw]:
        found = [Raw(ref) for ref in references(await self._bus.ask(Request(*root, atspi.ACCESSIBLE, "GetChildren")))]
        requests = [
            request
            for raw in found
            for request in (
                prop(raw.ref, atspi.ACCESSIBLE, "Name"),
                Request(*raw.ref, atspi.ACCESSIBLE, "GetState"),
                Request(*raw.ref, atspi.COMPONENT, "GetExtents", "u", (0,)),
                Request(*raw.ref, atspi.ACCESSIBLE, "GetRole"),
            )
        ]
        replies = await self._bus.ask_all(requests)
        for position, raw in enumerate(found):
            name, states, box, role = replies[4 * position : 4 * position + 4]
            raw.name, raw.states, raw.extents, raw.role = words(name), bits(states), extents(box), number(role, 0)
        return found

    def _score(self, raw: Raw, window: Window, *, certain: bool) -> float:
        titled = bool(raw.name) and raw.name == words(window.title)
        placed = 0.0
        if raw.extents and placement(raw.extents, window.box).sound:
            placed = max(_ALIKE, Box(*raw.extents).iou(window.box))
        active = bool(raw.states & self._vocabulary.bit["active"])
        if not (titled and placed) and not (certain and (titled or placed or active)):
            return 0.0
        return 2 * titled + 2 * placed + 1.5 * active
