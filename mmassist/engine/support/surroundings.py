"""What is known, beside its pixels, of the part of the screen that a helper sees: windows, their trees, what must be covered."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mmassist.capture.region import cut_to
from mmassist.engine.look import was_cut
from mmassist.engine.parts import Parts, Windows
from mmassist.engine.support.strays import Strays
from mmassist.privacy import exclusion
from mmassist.values import Box, Node, Outline, Role, Window

_TREE, _WHOLE_TREE = 1.0, 8.0  # seconds for a tree, and for one that was not read to its end in the first: 5,000 controls take half of it
_FARTHEST = 65_536  # pixels: a box that is larger says that nobody knows where the window is


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`window`: the one in front, where it may be seen. `outline`: of all that is shared. In the desktop's space: `fields`, where passwords
    are written, and `covered`, what is not shared. `others`: windows in sight beside `window`. `hangs`: whether a program did not tell
    its tree, or not where its things are, and is to be asked again."""

    window: Window | None
    outline: Outline | None
    fields: tuple[Box, ...]
    covered: tuple[Box, ...]
    others: tuple[Window, ...] = ()
    hangs: bool = False

    def lies_as(self, other: Surroundings) -> bool:
        """Whether all fields and windows are where they are in `other`."""
        return self._places() == other._places()

    def _places(self) -> tuple[object, ...]:
        windows = (*([self.window] if self.window is not None else []), *self.others)
        return self.fields, self.covered, tuple((one.id, _place(one)) for one in windows)


async def of_window(parts: Parts, window: Window, strays: Strays, *, anew: bool) -> Surroundings:
    """`anew`: its tree is asked also where no change was heard of. All that lies above and is not a menu or the like of its own program is
    not shared."""
    outline = await _outline(parts, window, anew=anew)
    shown, popups = await _shown(parts)
    at = next((at for at, one in enumerate(shown) if one.id == window.id), -1)
    strangers: Sequence[Window] = (*shown[at + 1 :], *(one for one in popups if one.pid is None or one.pid != window.pid))
    hangs = _hangs(outline) or _is_stray(window, outline, strays)
    covered = [*map(_place, strangers), *([_place(window)] if hangs else [])]
    return Surroundings(window, outline, _fields(outline), tuple(covered), hangs=hangs)


async def of_monitor(parts: Parts, monitor: Box, excluded: Sequence[str], strays: Strays, *, anew: bool) -> Surroundings:
    """`excluded`: programs and titles whose trees are not even asked. The app's own windows are not shared, and neither is one whose
    program hangs, or does not tell where its things are, for it may show a password."""
    shown, popups = await _shown(parts)
    front = await asyncio.to_thread(parts.windows.in_front) if parts.windows is not None else None
    every = (*shown, *popups)
    trees: list[Outline] = []
    covered: list[Box] = []
    others: list[Window] = []
    focus = -1
    hangs = False
    for at, window in enumerate(every):
        above = [_place(one) for one in every[at + 1 :]]
        part = _place(window).intersection(monitor)
        if part is None or _is_behind(part, above):
            continue
        if window.pid == os.getpid():
            covered.append(_place(window))
            continue
        is_front = front is not None and window.id == front.id
        is_excluded = exclusion.is_excluded(window, excluded)
        if not is_front or is_excluded:
            others.append(window)
        if is_excluded or at >= len(shown):
            continue  # a menu is in the tree of its program's window
        outline = await _outline(parts, window, anew=anew)
        if _hangs(outline) or _is_stray(window, outline, strays):
            covered.append(_place(window))
            hangs = True
            continue
        if outline is None:
            continue
        if is_front:
            focus = sum(len(tree.nodes) for tree in trees) + outline.focus if outline.focus >= 0 else -1
        trees.append(_in_sight(outline, window, monitor, above))
    whole = _together(trees, focus)
    # The outline is of windows that may be seen: one in front that is excluded must not stand for it.
    may_leave = front is not None and front.pid != os.getpid() and not exclusion.is_excluded(front, excluded)
    is_shared = may_leave and front is not None and _place(front).intersection(monitor) is not None
    return Surroundings(front if is_shared else None, whole, _fields(whole), tuple(covered), tuple(others), hangs)


def followed(windows: Windows, shared: Window) -> Window | None:
    """The window in front, if it is of the same program; else the one that was shared, if it is still there."""
    front = windows.in_front()
    if front is not None and (front.id == shared.id or (front.pid is not None and front.pid == shared.pid)):
        return front
    there = windows.all()
    same = next((one for one in there if one.id == shared.id), None)
    return same or next((one for one in reversed(there) if one.pid is not None and one.pid == shared.pid), None)


async def titles(parts: Parts, monitor: Box, excluded: Sequence[str]) -> tuple[str, ...]:
    """Of the windows that a helper would see of a monitor, the topmost first."""
    shown, popups = await _shown(parts)
    found = []
    for at, window in enumerate(shown):
        part = _place(window).intersection(monitor)
        above = [_place(one) for one in (*shown[at + 1 :], *popups)]
        is_hidden = window.furniture or window.pid == os.getpid() or exclusion.is_excluded(window, excluded)
        if part is not None and not is_hidden and not _is_behind(part, above):
            found.append(window.title or window.program)
    return tuple(filter(None, reversed(found)))


async def _shown(parts: Parts) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
    """All windows and all menus and the like, lowest first. Raises DesktopError."""
    windows = await asyncio.to_thread(parts.windows.all) if parts.windows is not None else ()
    return windows, await asyncio.to_thread(parts.under.popups) if parts.under is not None else ()


async def _outline(parts: Parts, window: Window, *, anew: bool) -> Outline | None:
    """A tree of which something may be missing, for its size or the time it takes, is as good as none: that may be a password field."""
    if parts.outlines is None:
        return None
    outline: Outline | None = None
    for deadline in (_TREE, _WHOLE_TREE):
        began = time.monotonic()
        outline = await parts.outlines.read(window, deadline=deadline, anew=anew, whole=True)
        if outline is None or outline.complete or not outline.nodes:
            return outline
        if not was_cut(outline, time.monotonic() - began, deadline):
            break  # more time brings no more
    return Outline((), -1, False, time.monotonic())


def _is_stray(window: Window, outline: Outline | None, strays: Strays) -> bool:
    """Of a window that nobody knows the place of no tree can tell where its things are."""
    return _place(window).width < _FARTHEST and strays.is_stray(window, outline, time.monotonic())


def _hangs(outline: Outline | None) -> bool:
    return outline is not None and not outline.complete and not outline.nodes


def _place(window: Window) -> Box:
    return window.frame or window.box


def _is_behind(box: Box, above: Iterable[Box]) -> bool:
    """Whether one window lies over all of it."""
    return any(one.width < _FARTHEST and box.intersection(one) == box for one in above)


def _fields(outline: Outline | None) -> tuple[Box, ...]:
    nodes = outline.nodes if outline is not None else ()
    return tuple(node.box for node in nodes if node.role is Role.PASSWORD and node.box is not None)


def _in_sight(outline: Outline, window: Window, monitor: Box, above: Sequence[Box]) -> Outline:
    """What of a window's tree the monitor shows. A password field that nobody knows the place of may be anywhere in its window."""
    known = [replace(node, box=_place(window)) if node.role is Role.PASSWORD and node.box is None else node for node in outline.nodes]
    cut = cut_to(replace(outline, nodes=tuple(known)), monitor, [box for box in above if box.width < _FARTHEST])
    nodes = [
        Node(Role.GROUP, "", node.parent) if before.box is not None and node.box is None else node
        for before, node in zip(known, cut.nodes, strict=True)
    ]
    return replace(cut, nodes=tuple(nodes))


def _together(trees: Sequence[Outline], focus: int) -> Outline | None:
    if not trees:
        return None
    nodes: list[Node] = []
    for tree in trees:
        start = len(nodes)
        nodes += [replace(node, parent=node.parent + start) if node.parent >= 0 else node for node in tree.nodes]
    return Outline(tuple(nodes), focus, all(tree.complete for tree in trees), min(tree.at for tree in trees))
