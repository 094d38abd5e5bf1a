"""Reads the tree under one accessible object, breadth first, with as few round trips as its toolkit allows.

GTK hands over its whole cache in one reply; Qt has no such call and is asked object by object, pipelined. A window with a crowd of
controls is asked too: GTK 3 would be frozen for seconds while it packs them, and of the crowd only what is in sight is read.
Only what is on the screen is followed: closed menus, hidden pages and the insides of scroll bars are not.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request, prop
from mmassist.desktop.crowd import CROWD, Extents, chain, cut, seen_first
from mmassist.desktop.details import detail, is_wordy
from mmassist.desktop.nodes import Raw, Vocabulary, bits, extents, number, reference, references, words
from mmassist.desktop.sheet import WIDE, Sheet

MOST = 20_000
"""Nodes of an outline that is read as a whole, and children of one container that are looked at for it."""
# A container with more children than this is read from its first visible child on: asking for all would freeze its program.
LONG = 300
_RUN = 64
_SEEKING = 0.3  # seconds
_LONGEST_RUN = 512
_GAUGED = 24  # objects that are looked at to find out whether there is a crowd: each costs two questions
_COMBO_BOX, _LAYERED_PANE, _TABLE = 11, 30, 55
LISTS = frozenset((31, 55, 65, 66, 98))
_TABLE_HEADS = frozenset((10, 47, 57, 58))
_PAGES = frozenset((82, 92, 93, 94, 95, 96))
_TEXTS = frozenset((29, 116))  # they hold something on web pages alone


class Harvest:
    """What has been read so far; `nodes` grows while `grow` runs, so that a cut-off reading is still of use."""

    def __init__(self, bus: Bus, vocabulary: Vocabulary, cap: int, *, whole: bool = False) -> None:
        """`whole`: see `contracts.Trees.read`."""
        self._bus = bus
        self._vocabulary = vocabulary
        self._cap = max(cap, MOST) if whole else cap
        self._usual = cap
        self._whole = whole
        self._cached: dict[Ref, Raw] = {}
        self._order: dict[Ref, list[Ref]] = {}
        self._seen: set[Ref] = set()
        self._focus: Ref | None = None
        self._sheets: list[Sheet] = []
        self.nodes: list[Raw] = []
        self.root: Raw | None = None
        self.complete = True
        self._is_of_more = False
        self.cache_size = 0
        self.crowded = False

    @property
    def is_of_more(self) -> bool:
        """Whether it was read as a whole, and another reading would have held less, or been said to be incomplete."""
        return self._is_of_more or len(self.nodes) > self._usual

    async def gauge(self, root: Ref) -> None:
        """Finds out whether some container below `root` holds a crowd, as far as a short look from the outside in tells."""
        level, looked_at = [root], 0
        while level:
            looked_at += len(level)
            counts = [number(count, 0) for count in await self._bus.ask_all([prop(ref, atspi.ACCESSIBLE, "ChildCount") for ref in level])]
            held = [ref for ref, count in zip(level, counts, strict=True) if count > CROWD]
            roles = await self._bus.ask_all([Request(*ref, atspi.ACCESSIBLE, "GetRole") for ref in held])
            if any(number(role, 0) not in LISTS for role in roles):
                self.crowded = True
                return
            inner = [Request(*ref, atspi.ACCESSIBLE, "GetChildren") for ref, count in zip(level, counts, strict=True) if 0 < count <= CROWD]
            below = [ref for children in await self._bus.ask_all(inner) for ref in references(children)]
            level = below[: _GAUGED - looked_at]

    async def use_cache(self, program: str) -> None:
        """Takes the program's whole cache in one call, where it has one."""
        items = await self._bus.ask(Request(program, atspi.CACHE_PATH, atspi.CACHE, "GetItems"))
        self._cached, self._order = from_cache(items)
        self.cache_size = len(self._cached)

    async def grow(self, root: Ref, showing: str, focus: Ref | None = None) -> None:
        """Finds `root` and what is on the screen below it. `showing`: the state bit that says so; `focus`: what last took the focus.
        Raises ProgramGone."""
        self._focus = focus
        top = self._cached.get(root) or Raw(root)
        top.parent = None
        self._seen = {root}
        bit = self._vocabulary.bit[showing]

        async def look(raw: Raw) -> None:
            await self._identify(raw)
            raw.shown = raw.known and (raw is top or bool(raw.states & bit))
            if raw.shown:
                self.root = top
                self.nodes.append(raw)
                # What is told first is asked first: the rest of the tree may take longer than there is time.
                if raw.ref == focus or (focus is None and raw.states & self._vocabulary.bit["focused"]):
                    await detail(self._bus, raw)

        level = [top]
        while level:
            room = self._cap - len(self.nodes)
            if len(level) > room:
                level, self.complete = level[:room], False
            if all(raw.known for raw in level):
                for raw in level:
                    await look(raw)
            else:
                await atspi.in_parallel(level, look)
            level = await self._below([raw for raw in level if raw.shown])

    async def measure(self) -> None:
        """Asks for the boxes of what was found, from the outside in. Raises ProgramGone."""

        async def box(raw: Raw) -> None:
            raw.extents = extents(await self._bus.ask(where(raw)))

        await atspi.in_parallel([raw for raw in self.nodes if raw.extents is None and self._needs_box(raw)], box)

    async def _identify(self, raw: Raw) -> None:
        if raw.known:
            return
        role = await self._bus.ask(Request(*raw.ref, atspi.ACCESSIBLE, "GetRole"))
        states = await self._bus.ask(Request(*raw.ref, atspi.ACCESSIBLE, "GetState"))
        raw.role, raw.states = number(role, 0), bits(states)
        raw.name = words(await self._bus.ask(prop(raw.ref, atspi.ACCESSIBLE, "Name")))
        # An object that went away in the meantime answers nothing.
        raw.known = role is not None and states is not None

    async def _below(self, level: list[Raw]) -> list[Raw]:
        """The children of a level, in order, tied to their parents."""
        parents = [raw for raw in level if self._may_have_children(raw)]
        asked = [raw for raw in parents if raw.ref not in self._order]
        counts = await self._counted(asked)
        short = [raw for raw in asked if counts[raw.ref] <= self._most(raw)]
        children = await self._bus.ask_all([Request(*raw.ref, atspi.ACCESSIBLE, "GetChildren") for raw in short])
        answers = dict(zip((raw.ref for raw in short), map(references, children), strict=True))
        found: list[Raw] = []
        for raw in parents:
            refs = answers.get(raw.ref, self._order.get(raw.ref))
            for ref in await self._long(raw, counts[raw.ref]) if refs is None else refs:
                if ref in self._seen:
                    continue
                self._seen.add(ref)
                child = self._cached.get(ref) or Raw(ref)
                child.parent = raw
                raw.children.append(child)
                found.append(child)
        return found

    def _needs_box(self, raw: Raw) -> bool:
        return (
            raw.parent is None or bool(raw.name) or raw.role not in self._vocabulary.structure or is_wordy(raw) or raw.role == _LAYERED_PANE
        )

    def _may_have_children(self, raw: Raw) -> bool:
        # GTK 4 tells the choice of a combo box by a text in a button in it.
        in_combo_box = raw.parent is not None and raw.parent.role == _COMBO_BOX
        is_leaf = raw.role in self._vocabulary.leaves and not in_combo_box
        return raw.count != 0 and (not is_leaf or (raw.role in _TEXTS and (raw.count > 0 or _in_page(raw))))

    async def _counted(self, raws: Sequence[Raw]) -> dict[Ref, int]:
        """How many children each has. It is asked before these are: to list a crowd takes Qt and GTK 3 seconds, in which they do nothing
        else."""
        unknown = [raw for raw in raws if raw.count < 0 or raw.role in LISTS]
        replies = await self._bus.ask_all([prop(raw.ref, atspi.ACCESSIBLE, "ChildCount") for raw in unknown])
        told = {raw.ref: number(reply, 0) for raw, reply in zip(unknown, replies, strict=True)}
        return {raw.ref: told.get(raw.ref, raw.count) for raw in raws}

    def _most(self, raw: Raw) -> int:
        """How many children are listed."""
        return LONG if self.crowded or raw.role in LISTS or raw.count > LONG else CROWD

    async def _long(self, raw: Raw, count: int) -> list[Ref]:
        """Of more children than that those in view."""
        if raw.role == _TABLE and (columns := number(await self._bus.ask(prop(raw.ref, atspi.TABLE, "NColumns")))) > WIDE:
            return await self._used_cells(raw, columns)
        self._is_of_more = self._whole
        if self._whole and raw.role not in LISTS:
            return await self._in_window(raw, count)
        if raw.role in LISTS or raw.count > LONG:
            return await self._visible_children(raw, count)
        return await self._of_crowd(raw, count)

    async def _used_cells(self, table: Raw, columns: int) -> list[Ref]:
        """The cells in sight of a spreadsheet that hold something, and the one with the focus."""
        table.extents = table.extents or extents(await self._bus.ask(where(table)))
        sheet = Sheet(self._bus, table, columns, lambda ref: self._cached.setdefault(ref, Raw(ref)))
        self._sheets.append(sheet)
        cells = await sheet.used(self._focus, self._vocabulary.bit["focused"])
        self.complete = self.complete and (sheet.is_whole or self._whole)  # in a cell no password is asked for
        return [cell.ref for cell in cells]

    async def seek_focus(self) -> None:
        """Finds the cell of a spreadsheet that has the focus where only the whole sheet says that it has it, for which all cells in sight
        are asked. Raises ProgramGone."""
        bit = self._vocabulary.bit["focused"]
        for sheet in self._sheets:
            if not sheet.table.states & bit or any(child.states & bit for child in sheet.table.children):
                continue
            cell = None
            with contextlib.suppress(TimeoutError):  # a sheet whose focus is not known is better than none
                async with asyncio.timeout(_SEEKING):
                    cell = await sheet.focused(bit)
            if cell is not None:
                cell.parent, cell.shown = sheet.table, True
                cell.extents = extents(await self._bus.ask(where(cell)))
                sheet.table.children.append(cell)
                self.nodes.append(cell)

    async def _in_window(self, raw: Raw, count: int) -> list[Ref]:
        """Of very many children all that lie in the window or have no place, in whatever order they stand."""
        if count > MOST:
            self.complete = False
            return []
        view = await self._sight(chain(raw)[-1])
        refs = dict.fromkeys(
            ref for reply in await self._bus.ask_all([_child_at(raw, at) for at in range(count)]) if (ref := reference(reply))
        )
        children = [self._cached.setdefault(ref, Raw(ref)) for ref in refs]

        async def look(child: Raw) -> None:
            child.extents = extents(await self._bus.ask(where(child)))

        await atspi.in_parallel(children, look)
        return [child.ref for child in children if child.extents is None or view is None or cut(child.extents, view) is not None]

    async def _of_crowd(self, raw: Raw, count: int) -> list[Ref]:
        """The children in sight of a container that holds very many."""
        self.complete = False
        if (view := await self._sight(raw)) is None:
            return []

        async def extents_of(indices: Sequence[int]) -> Sequence[Extents | None]:
            found: dict[int, Extents | None] = {}

            async def ask(index: int) -> None:
                ref = reference(await self._bus.ask(_child_at(raw, index)))
                found[index] = extents(await self._bus.ask(Request(*ref, atspi.COMPONENT, "GetExtents", "u", (0,)))) if ref else None

            await atspi.in_parallel(indices, ask)
            return [found[index] for index in indices]

        if (middle := await seen_first(count, extents_of, view)) < 0:
            return []
        before = await self._run(raw, view, range(middle - _RUN, -_RUN, -_RUN), 0)
        after = await self._run(raw, view, range(middle, count, _RUN), 0, count)
        return list(dict.fromkeys(child.ref for child in (*reversed(before), *after)))

    async def _sight(self, raw: Raw) -> Extents | None:
        """What can be seen of an object: its box as far as those of all that hold it reach."""
        view: Extents | None = None
        for each in chain(raw):
            each.extents = each.extents or extents(await self._bus.ask(where(each)))
            if each.extents is not None:
                view = each.extents if view is None else cut(view, each.extents)
                if view is None:
                    break
        return view

    async def _visible_children(self, raw: Raw, count: int) -> list[Ref]:
        """The children in view of a long list or table, found from the one in its middle, and a table's column headers."""
        self.complete = self.complete and self._whole
        raw.extents = raw.extents or extents(await self._bus.ask(where(raw)))
        head = await self._slice(raw, 0, min(_RUN, count))
        heads = [child for child in head if child.role in _TABLE_HEADS or self._in_view(child, raw.extents)]
        middle = await self._child_in_the_middle(raw)
        if middle < 0:
            return await self._in_window(raw, count) if self._whole else [child.ref for child in heads or head]
        before = await self._run(raw, raw.extents, range(middle - _RUN, len(head) - _RUN, -_RUN), len(head))
        after = await self._run(raw, raw.extents, range(max(middle, len(head)), count, _RUN), len(head), count)
        return list(dict.fromkeys(child.ref for child in (*heads, *reversed(before), *after)))

    async def _run(self, raw: Raw, view: Extents | None, starts: range, low: int, high: int = 1 << 31) -> list[Raw]:
        """What is in `view` of slice after slice, until one shows nothing."""
        found: list[Raw] = []
        for start in starts:
            seen = await self._slice(raw, max(low, start), min(high, start + _RUN))
            shown = [child for child in seen if self._in_view(child, view)]
            found += reversed(shown) if starts.step < 0 else shown
            if not shown or (len(found) >= _LONGEST_RUN and not self._whole):
                break
        return found

    def _in_view(self, raw: Raw, view: Extents | None) -> bool:
        if raw.extents is None or not raw.states & self._vocabulary.bit["showing"]:
            return False
        return view is None or cut(raw.extents, view) is not None

    async def _child_in_the_middle(self, raw: Raw) -> int:
        """The index of the child at the container's centre, -1 if there is none."""
        if raw.extents is None:
            return -1
        x, y, width, height = raw.extents
        point = (x + width // 2, y + height // 2, 0)
        at = reference(await self._bus.ask(Request(*raw.ref, atspi.COMPONENT, "GetAccessibleAtPoint", "iiu", point)))
        for _ in range(4):
            if at is None or at == raw.ref:
                return -1
            parent = reference(await self._bus.ask(prop(at, atspi.ACCESSIBLE, "Parent")))
            if parent == raw.ref:
                return number(await self._bus.ask(Request(*at, atspi.ACCESSIBLE, "GetIndexInParent")))
            at = parent
        return -1

    async def _slice(self, raw: Raw, start: int, end: int) -> list[Raw]:
        """The children from `start` to before `end`, identified, with their boxes, and kept for when their level is read."""
        requests = [_child_at(raw, index) for index in range(start, end)]
        refs = [ref for reply in await self._bus.ask_all(requests) if (ref := reference(reply))]
        children = [self._cached.setdefault(ref, Raw(ref)) for ref in refs]

        async def look(child: Raw) -> None:
            await self._identify(child)
            child.extents = extents(await self._bus.ask(where(child)))

        await atspi.in_parallel(children, look)
        return children


def _in_page(raw: Raw) -> bool:
    """Whether it stands in a page or document."""
    return any(above.role in _PAGES for above in chain(raw))


def _child_at(raw: Raw, index: int) -> Request:
    return Request(*raw.ref, atspi.ACCESSIBLE, "GetChildAtIndex", "i", (index,))


def where(raw: Raw) -> Request:
    """Asks where it is on the screen."""
    return Request(*raw.ref, atspi.COMPONENT, "GetExtents", "u", (0,))


def in_view(container: Raw) -> list[Raw]:
    """The entries of a list or table that lie inside it: GTK says of those that were scrolled away that they show."""
    shown = [raw for raw in container.children if raw.shown]
    if not any(raw.extents for raw in shown):
        return shown
    return [raw for raw in shown if raw.extents is not None and not outside(raw, container)]


def outside(raw: Raw, container: Raw) -> bool:
    """Whether two known boxes have nothing in common."""
    if raw.extents is None or container.extents is None:
        return False
    return cut(raw.extents, container.extents) is None


def from_cache(items: Any) -> tuple[dict[Ref, Raw], dict[Ref, list[Ref]]]:
    """The reply of Cache.GetItems as objects, and the order of children of those parents whose children are all in it."""
    cached: dict[Ref, Raw] = {}
    places: dict[Ref, list[tuple[int, Ref]]] = {}
    for item in items if isinstance(items, list) else ():
        match item:
            case [own, _, parent, int(index), int(count), list(interfaces), str(name), int(role), str(description), states]:
                pass
            case _:
                continue
        if (ref := reference(own)) is None:
            continue
        cached[ref] = Raw(ref, None, True, False, role, bits(states), words(name), words(description), count)
        cached[ref].interfaces = frozenset(each for each in interfaces if isinstance(each, str))
        if above := reference(parent):
            places.setdefault(above, []).append((index, ref))
    order: dict[Ref, list[Ref]] = {}
    for above, children in places.items():
        indexes = {index for index, _ in children}
        if above in cached and indexes == set(range(cached[above].count)) and len(children) == len(indexes):
            order[above] = [ref for _, ref in sorted(children)]
    return cached, order
