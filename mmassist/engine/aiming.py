"""What a turn looks at, found out before the picture is taken: which window, which part of the desktop, whose tree."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from mmassist.backends.describer.controls import control, focus
from mmassist.backends.describer.detail import context_of
from mmassist.capture.region import around_focus, beyond, cut_to
from mmassist.engine.look import OutlineReading
from mmassist.engine.ours import is_ours, meant
from mmassist.engine.parts import Parts, Windows
from mmassist.engine.record import Request
from mmassist.errors import DesktopError, NoWindow
from mmassist.sayings import saying
from mmassist.values import Box, Frame, Item, Outline, Role, Scene, Target, TargetKind, Window

# They hold what is pointed at, and are not what is meant by it.
_HOLDERS = frozenset({Role.APPLICATION, Role.WINDOW, Role.DIALOG, Role.ALERT})
_NEEDS_NAME = frozenset({Role.GROUP, Role.UNKNOWN, Role.CANVAS, Role.TAB_LIST, Role.SEPARATOR})
_GROUND = "Desktop"
_NO_FOCUS = "This program does not tell what has the focus, or where it is."
_BY_FOCUS = (TargetKind.FOCUS, TargetKind.CONTAINER)
WHOLE = (TargetKind.SCREEN, TargetKind.MONITOR)
"""All that there is to be seen is meant, but for what the app itself shows."""


@dataclass(frozen=True, slots=True)
class Aim:
    """`target`: with the region of the focus; `window`: whose tree is told, None where there is none; `outline`: of that window.

    `pointer`: where the mouse pointer was; `above`: what is covered by windows that lie above it. Desktop's space.
    """

    target: Target
    window: Window | None
    outline: OutlineReading
    pointer: tuple[int, int] = (0, 0)
    above: tuple[Box, ...] = ()


async def aimed(parts: Parts, request: Request, patience: float) -> Aim:
    """`patience`: seconds for the whole tree. The caller closes the outline. Raises DesktopError, and NoWindow where one is meant."""
    target, windows = request.target, parts.windows
    if not target.on_screen:
        return Aim(target, None, OutlineReading(parts, None, patience))
    if windows is None:
        raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then try again there.")
    pointer = windows.pointer()
    window, above = await _window(parts, windows, target, pointer)
    if window is None and target.kind in (TargetKind.WINDOW, *_BY_FOCUS):
        raise NoWindow("no active window")
    if target.kind in _BY_FOCUS and window is not None:
        return await _at_focus(Aim(target, window, OutlineReading(parts, window, patience), pointer), window, patience)
    return Aim(target, window, OutlineReading(parts, window if request.use_outline else None, patience), pointer, above)


async def _window(parts: Parts, windows: Windows, target: Target, pointer: tuple[int, int]) -> tuple[Window | None, tuple[Box, ...]]:
    if target.kind is TargetKind.POINTER:
        return await asyncio.to_thread(_under, parts, windows, *pointer)
    if target.kind is TargetKind.REGION and target.region is not None:
        x, y = target.region.centre
        window, above = await asyncio.to_thread(_under, parts, windows, int(x), int(y))
        return (window, above) if window else (topmost(await asyncio.to_thread(windows.all), target.region), ())
    front = windows.in_front()
    if target.kind in WHOLE and is_ours(front):
        front = meant(front, await asyncio.to_thread(windows.all)) or front
    return front, ()


def _under(parts: Parts, windows: Windows, x: int, y: int) -> tuple[Window | None, tuple[Box, ...]]:
    """The window on top, and what lies above it elsewhere; of a menu or the like the window of its program, whose tree tells of it."""
    shown = windows.all()
    found = parts.under.at(x, y) if parts.under is not None else topmost(shown, Box(x, y, 1, 1))
    if found is None:
        return None, ()
    ids = [one.id for one in shown]
    if found.id not in ids and found.pid is not None:
        found = next((one for one in reversed(shown) if one.pid == found.pid), found)
    at = ids.index(found.id) if found.id in ids else len(ids)
    return found, tuple(one.frame or one.box for one in shown[at + 1 :])


def topmost(windows: tuple[Window, ...], box: Box) -> Window | None:
    """Of windows, lowest first, the highest that reaches into a box."""
    return next((one for one in reversed(windows) if (one.frame or one.box).intersection(box)), None)


async def _at_focus(aim: Aim, window: Window, patience: float) -> Aim:
    try:
        tree = await aim.outline.wait(patience)
    except asyncio.CancelledError:
        await aim.outline.aclose()
        raise
    region = around_focus(tree, window.box) if tree is not None else None
    if region is not None and tree is not None and aim.target.kind is TargetKind.CONTAINER:
        region = beyond(region, tree, window.box) or window.box
    if region is None and tree is not None and 0 <= tree.focus < len(tree.nodes):
        return replace(aim, target=Target())  # it is not known where: the window tells what it is
    if region is None:
        await aim.outline.aclose()
        raise DesktopError("the focus has no known place", _NO_FOCUS, "Describe the window instead.")
    return replace(aim, target=replace(aim.target, region=region))


async def settled(parts: Parts, request: Request, aim: Aim, frame: Frame, patience: float) -> Aim:
    """The same, once it is known what the picture shows: of a monitor that the window in front is not on, the highest window there is;
    of a part of the desktop without any window the desktop itself."""
    window = aim.window
    if aim.target.is_region and window is None:
        return replace(aim, window=Window(0, _GROUND, "", None, frame.box))
    if aim.target.kind is not TargetKind.MONITOR or window is None or (window.frame or window.box).intersection(frame.box):
        return aim
    await aim.outline.aclose()
    shown = await asyncio.to_thread(parts.windows.all) if parts.windows else ()
    found = topmost(tuple(one for one in shown if not is_ours(one)), frame.box) or topmost(shown, frame.box)
    return replace(aim, window=found, outline=OutlineReading(parts, found if request.use_outline else None, patience))


def part_of(aim: Aim, frame: Frame) -> Outline | None:
    """What of the window's tree is told with this picture. Of a region's only what is in sight there, the focus too."""
    outline = aim.outline.outline
    if outline is None or not frame.target.is_region:
        return outline
    cut = cut_to(outline, frame.box, aim.above)
    place = cut.nodes[cut.focus].box if 0 <= cut.focus < len(cut.nodes) else None
    return cut if place and place.intersection(frame.box) else replace(cut, focus=-1)


def heading(aim: Aim, scene: Scene, frame: Frame, language: str) -> str:
    """What is said first, in English but for the control: which monitor, or what was pointed at; "" where the tree does not tell. `scene`:
    with the whole tree."""
    if aim.target.kind is TargetKind.MONITOR and aim.window is not None:
        return saying("Monitor {number}.", number=frame.target.monitor)
    if aim.target.kind in _BY_FOCUS:
        return focus(context_of(scene, language=language))
    if aim.target.kind is not TargetKind.POINTER:
        return ""
    at = item_at(scene, aim.pointer[0] - frame.box.x, aim.pointer[1] - frame.box.y)
    said = control(context_of(scene, language=language), at) if at >= 0 else ""
    return saying("Under the pointer: {thing}.", thing=said) if said else ""


def item_at(scene: Scene, x: int, y: int) -> int:
    """The innermost item at a place in the picture, -1 where there is none to name."""
    found = [
        (item.box.area, -_depth(scene.items, at), at)
        for at, item in enumerate(scene.items)
        if item.box is not None and item.box.contains(x, y) and _is_thing(item)
    ]
    return min(found)[2] if found else -1


def _is_thing(item: Item) -> bool:
    return item.role not in _HOLDERS and (item.role not in _NEEDS_NAME or bool(item.name.strip()))


def _depth(items: tuple[Item, ...], at: int) -> int:
    depth = 0
    while 0 <= items[at].parent < len(items) and depth < len(items):
        at = items[at].parent
        depth += 1
    return depth
