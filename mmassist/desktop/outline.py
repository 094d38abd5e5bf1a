"""The outline of a window: its accessibility tree, read at the press of a key or kept ready before it."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmassist.desktop import acts, atspi
from mmassist.desktop.assemble import assemble, has_page, is_of_another_size
from mmassist.desktop.atspi import Bus, ProgramGone, Ref
from mmassist.desktop.crowd import CROWD
from mmassist.desktop.details import holds_text
from mmassist.desktop.freshness import LAYOUT, Freshness, Sizing
from mmassist.desktop.nodes import PASSWORD, Vocabulary, reference
from mmassist.desktop.programs import Programs
from mmassist.desktop.snapshot import Snapshot
from mmassist.desktop.tree_reading import TreeReading
from mmassist.errors import DesktopError, SceneStale
from mmassist.values import Outline, Window

if TYPE_CHECKING:
    from dbus_fast import Message

log = logging.getLogger(__name__)

_EVENTS = (
    "object:state-changed",
    "object:children-changed",
    "object:property-change",
    "object:selection-changed",
    "object:text-caret-moved",
    "object:visible-data-changed",
    "object:active-descendant-changed",
    "object:model-changed",
    "window",
)
# Not text-changed: Qt sends what is typed into a password field with it. The caret moves too, and carries only a number.
_CHANGES = ("StateChanged", "ChildrenChanged", "PropertyChange", "SelectionChanged", "TextCaretMoved", "VisibleDataChanged", "ModelChanged")
_FOLLOWED = (
    f"type='signal',interface='{atspi.OBJECT_EVENTS}',member='StateChanged',arg0='focused'",
    f"type='signal',interface='{atspi.OBJECT_EVENTS}',member='ActiveDescendantChanged'",
    f"type='signal',interface='{atspi.WINDOW_EVENTS}'",
)
_SEEN_STATES = frozenset(
    ("busy", "checked", "collapsed", "enabled", "expanded", "indeterminate", "invalid-entry", "pressed", "selected", "sensitive")
) | {"showing", "visible"}
# A program with a cache beyond this is walked instead: it would be frozen while it packs it.
_LARGEST_CACHE = 4000
# What is left of the deadline for putting the nodes together.
_ASSEMBLY = 0.015
# For a reading that nobody waits for: LibreOffice takes its time.
_BACKGROUND = 1.0
# For asking anew what the fields of an outline hold that is warm but for that.
_FIELDS_PATIENCE = 0.06
_MOST_FIELDS = 60
# Outlines whose controls can still be acted on.
_REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class Options:
    """`cap`: most nodes of an outline. `max_age`: seconds after which a warm outline is no longer trusted."""

    cap: int = 2000
    max_age: float = 10.0


class OutlineReader:
    """Reads outlines over the accessibility bus. Used from one asyncio loop alone."""

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        self._vocabulary: Vocabulary | None = None
        self._bus: Bus | None = None
        self._programs: Programs | None = None
        self._frames: dict[tuple[int, int | None], Ref] = {}
        self._large_caches: set[str] = set()
        self._small_caches: set[str] = set()
        self._snapshot: Snapshot | None = None
        self._refs: dict[float, tuple[Ref, ...]] = {}
        self._change = self._comings = 0  # of all changes; of windows
        self._armed = ""
        self._focus: Ref | None = None
        self._watched: Window | None = None
        self._pace = Freshness()
        self._sizing = Sizing()
        self._timer: asyncio.TimerHandle | None = None
        self._refreshing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connects, switches accessibility on for the session and follows focus and windows from now on.

        Raises DesktopError where there is no accessibility bus: the caller goes on with pixels alone.
        """
        vocabulary = Vocabulary.load()
        bus = await Bus.connect()
        bus.listen(self._heard)
        for rule in _FOLLOWED:
            bus.match(rule)
        try:
            await bus.register(_EVENTS)
        except ProgramGone as gone:
            await bus.close()
            raise DesktopError(f"the accessibility registry does not answer: {gone}") from gone
        if self._bus is not None:
            await self._bus.close()
        self._vocabulary, self._bus = vocabulary, bus
        self._programs = Programs(bus, vocabulary)
        self._frames, self._snapshot, self._armed, self._focus = {}, None, "", None

    async def aclose(self) -> None:
        """Stops following and disconnects. Idempotent."""
        if self._timer:
            self._timer.cancel()
        if self._refreshing:
            self._refreshing.cancel()
            await asyncio.wait([self._refreshing])
        if self._bus:
            await self._bus.close()
        self._bus = None

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        """The outline of `window`, at the latest after `deadline` seconds; incomplete if it took longer or grew over the cap. `anew`: also
        where no change was heard of. `whole`: see `contracts.Trees.read`.

        None: the program shows no tree, or none of its frames is this window. No nodes and incomplete: the program hangs.
        Never raises for what a program does; raises DesktopError if the accessibility bus is gone and does not come back.
        """
        self._stop_refreshing()
        started = time.monotonic()
        if not anew and (known := await self._asked_anew(window, whole=whole)) is not None:
            return known
        outline = await self._read(window, deadline - (time.monotonic() - started), whole=whole)
        self._pace.has_read(started, time.monotonic())
        return outline

    async def _read(self, window: Window, deadline: float, *, whole: bool = False) -> Outline | None:
        if self._bus is None or not self._bus.connected:
            await self.start()
        assert self._bus and self._programs and self._vocabulary  # noqa: S101 - narrows the types
        reading = TreeReading(self._bus, self._programs, self._vocabulary, self._options.cap, whole=whole)
        is_sized = self._sizing.is_settled(window.id, (window.box.width, window.box.height), time.monotonic())
        in_time = True
        try:
            async with asyncio.timeout(max(0.01, deadline - _ASSEMBLY)):
                await self._fill(reading, window)
        except TimeoutError:
            in_time = False
        except ProgramGone as gone:
            log.debug("%s left while it was read: %s", window.program, gone)
            self._frames.pop(_key(window), None)
            in_time = reading.owned = False
        is_laid_out = is_sized or not has_page(reading.harvest.root, self._vocabulary)
        if not is_laid_out and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LAYOUT, self._refresh)
        return self._keep(window, reading, in_time=in_time, is_laid_out=is_laid_out)

    async def _fill(self, reading: TreeReading, window: Window) -> None:
        frame = self._frames.get(_key(window)) or await reading.find(window)
        if frame is None:
            return
        self._arm(frame[0])
        reading.change = self._change
        wary = frame[0] not in self._small_caches
        await reading.read(frame, self._focus, use_cache=frame[0] not in self._large_caches, wary=wary)
        if reading.harvest.cache_size > _LARGEST_CACHE:
            self._large_caches.add(frame[0])
        if 0 < reading.harvest.cache_size <= CROWD:
            self._small_caches.add(frame[0])
        else:
            self._small_caches.discard(frame[0])

    def _keep(self, window: Window, reading: TreeReading, *, in_time: bool, is_laid_out: bool) -> Outline | None:
        assert self._vocabulary  # noqa: S101 - narrows the type
        harvest = reading.harvest
        if harvest.root is None:
            self._frames.pop(_key(window), None)
            if in_time or not reading.owned:
                return None
        complete = in_time and harvest.complete
        outline, refs = assemble(harvest.root, self._vocabulary, window.box, self._focus, complete=complete, toolkit=reading.toolkit)
        self._refs[outline.at] = refs
        while len(self._refs) > _REMEMBERED:
            del self._refs[next(iter(self._refs))]
        if harvest.root is not None:
            self._frames[_key(window)] = harvest.root.ref
        if in_time and is_laid_out and not is_of_another_size(harvest.root, self._vocabulary, window.box):
            fields = tuple(raw for raw in harvest.nodes if (holds_text(raw) or raw.role == PASSWORD) and raw.ref in refs)
            self._snapshot = Snapshot(window, outline, refs, reading.change, harvest.root, fields, harvest.is_of_more)
        return outline

    async def _asked_anew(self, window: Window, *, whole: bool) -> Outline | None:
        """The outline as last read, if no other change was heard of until now and its fields are where they were, with what they hold; None
        where more is to be read. A program that is told late that it was moved had told the places of before: they don't count any more.
        GTK takes a key that is pressed for us for another window's coming and going: what changes with that meanwhile does not count."""
        snapshot, bus = self._snapshot, self._bus
        if snapshot is None or bus is None or self._unaltered(window) is None or len(snapshot.fields) > _MOST_FIELDS:
            return None
        if not snapshot.serves(whole=whole):
            return None
        focus, comings = self._focus, self._comings
        try:
            async with asyncio.timeout(_FIELDS_PATIENCE):
                texts = await snapshot.asked(bus, window, self._focus)
        except (TimeoutError, ProgramGone) as failure:
            log.debug("the fields do not answer: %s", failure)
            return None
        if texts is None or (retold := snapshot.with_texts(texts)) is None:
            return None
        if self._change != snapshot.change and self._comings == comings:
            return None
        if self._focus is not None and self._focus != focus and self._focus in snapshot.refs:
            retold = retold.refocused(self._focus)
        if self._snapshot is snapshot:
            self._snapshot = retold
        return retold.outline_at(window.box)

    def warm(self, window: Window) -> Outline | None:
        """The outline as last read, if it is certain that nothing has changed in the window since; microseconds."""
        snapshot = self._snapshot
        return None if snapshot and (snapshot.fields or not snapshot.serves(whole=False)) else self._unaltered(window)

    def _unaltered(self, window: Window) -> Outline | None:
        """The outline as last read, if no change was heard of since."""
        snapshot = self._unchanged()
        if snapshot is None or _key(snapshot.window) != _key(window):
            return None
        if time.monotonic() - snapshot.outline.at > self._options.max_age or self._bus is None or not self._bus.connected:
            return None
        return snapshot.outline_at(window.box)

    def _unchanged(self) -> Snapshot | None:
        return self._snapshot if self._snapshot and self._snapshot.change == self._change else None

    def watch(self, window: Window | None) -> None:
        """The window in front: its outline is read in the background and kept warm. On the loop."""
        previous, self._watched = self._watched, window
        if window is None or (previous and previous.id == window.id and self._unaltered(window)):
            return
        self._pace.stir(time.monotonic())
        self._dirtied()

    def limit(self, cap: int) -> None:
        """See `contracts.Trees.limit`. On the loop."""
        self._options = dataclasses.replace(self._options, cap=cap)
        if self._bus is not None:
            self._dirtied()

    async def focus(self, outline: Outline, at: int) -> bool:
        """See `contracts.Trees.focus`."""
        bus, ref = self._acted_on(outline, at)
        try:
            return await acts.focus(bus, ref)
        except ProgramGone as gone:
            raise _gone() from gone

    async def press(self, outline: Outline, at: int) -> bool:
        """See `contracts.Trees.press`."""
        bus, ref = self._acted_on(outline, at)
        assert self._vocabulary  # noqa: S101 - narrows the type
        try:
            return await acts.press(bus, ref, outline.nodes[at].role, self._vocabulary)
        except ProgramGone as gone:
            raise _gone() from gone

    def _acted_on(self, outline: Outline, at: int) -> tuple[Bus, Ref]:
        refs = self._refs.get(outline.at, ())
        if self._bus is None or not 0 <= at < len(refs):
            raise _gone()
        return self._bus, refs[at]

    def _arm(self, program: str) -> None:
        """Hears what changes in `program` from now on. One event is enough to know that the outline is stale, so the first one
        disarms: a program that changes all the time costs no more than one that changed once."""
        if self._armed != program:
            self._change += 1  # what changed in it before is not known
            self._disarm()
        if self._bus and not self._armed:
            for rule in _changes(program):
                self._bus.match(rule)
            self._armed = program

    def _disarm(self) -> None:
        if self._bus and self._armed:
            for rule in _changes(self._armed):
                self._bus.unmatch(rule)
        self._armed = ""

    def _heard(self, message: Message) -> None:
        program, path, member = message.sender or "", message.path or "", message.member or ""
        kind = message.body[0] if message.body and isinstance(message.body[0], str) else ""
        if message.interface == atspi.WINDOW_EVENTS:
            self._comings += 1
            if self._snapshot and self._snapshot.refs and self._snapshot.refs[0][0] == program:
                self._pace.stir(time.monotonic())
                self._dirtied()
        elif member == "StateChanged" and kind == "focused":
            if len(message.body) > 1 and message.body[1]:
                self._focus_came((program, path))
        elif member == "ActiveDescendantChanged":
            descendant = message.body[3].value if len(message.body) > 3 and hasattr(message.body[3], "value") else None
            if (program, path) == self._focus and (ref := reference(descendant)):
                self._focus_came(ref)
        elif program == self._armed and (member != "StateChanged" or kind in _SEEN_STATES):
            self._dirtied()

    def _focus_came(self, ref: Ref) -> None:
        self._focus = ref
        self._pace.stir(time.monotonic())
        snapshot = self._snapshot
        if snapshot is None or not snapshot.refs or snapshot.refs[0][0] != ref[0]:
            return
        if ref in snapshot.refs:
            self._snapshot = snapshot.refocused(ref)
            if not self._unchanged():
                self._dirtied()
        else:
            self._dirtied()

    def _dirtied(self) -> None:
        self._change += 1
        self._disarm()
        now = time.monotonic()
        due = self._pace.due(now)
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(loop.time() + due - now, self._refresh)

    def _stop_refreshing(self) -> None:
        if self._refreshing and not self._refreshing.done():
            self._refreshing.cancel()

    def _refresh(self) -> None:
        self._timer = None
        window = self._watched or (self._snapshot.window if self._snapshot else None)
        if window and not self._unaltered(window) and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = asyncio.get_running_loop().create_task(self._reread(window), name="outline")

    async def _reread(self, window: Window) -> None:
        started = time.monotonic()
        try:
            await self._read(window, _BACKGROUND)
            self._pace.has_reread(started, time.monotonic())
        except DesktopError as error:
            log.warning("the outline can't be kept warm: %s", error)


def _gone() -> SceneStale:
    return SceneStale("the program left, or was read anew")


def _key(window: Window) -> tuple[int, int | None]:
    """X gives the number of a closed window to a new one, of another process."""
    return window.id, window.pid


def _changes(program: str) -> list[str]:
    return [f"type='signal',sender='{program}',interface='{atspi.OBJECT_EVENTS}',member='{member}'" for member in _CHANGES]
