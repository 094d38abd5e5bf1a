"""Takes windows that the user has excluded out of a scene. Pure."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmassist.privacy.findings import Kind
from mmassist.privacy.places import around
from mmassist.privacy.vault import placeholder
from mmassist.values import Box, Frame, Item, Role, Scene, Source, TargetKind, Window

# A window manager's frame where it is not known, in pixels: at each side, and on top, where the title stands.
_SIDE, _TITLE = 8, 40
_WINDOWS = frozenset({Role.WINDOW, Role.DIALOG, Role.ALERT, Role.APPLICATION})


@dataclass(frozen=True, slots=True)
class Kept:
    """`boxes` (picture's space): what must be covered; `names`: placeholders of the windows taken out."""

    scene: Scene
    boxes: tuple[Box, ...] = ()
    names: tuple[str, ...] = ()


def without(scene: Scene, frame: Frame | None, others: Sequence[Window], excluded: Sequence[str]) -> Kept:
    """The scene without the windows whose program or title matches one of `excluded`, whatever case, whole or in part."""
    if not excluded:
        return Kept(scene)
    pattern = _pattern(excluded)
    window = scene.window
    whole = Box(0, 0, *scene.size)
    shown = frame.box if frame is not None else window.box if window is not None else whole
    boxes: list[Box] = []
    names: list[str] = []
    if window is not None and _matches(window, pattern):
        is_all = scene.target.kind in (TargetKind.WINDOW, TargetKind.IMAGE)
        boxes.append(whole if is_all else _framed(window).moved(-shown.x, -shown.y))
        names.append(f"{Kind.WINDOW} 1")
        kept = () if is_all else tuple(replace(item, parent=-1) for item in scene.items if item.source is Source.PIXELS)
        hidden = replace(window, title=placeholder(names[0]), program="")
        scene = replace(scene, window=hidden, items=kept, focus=-1, lines=() if is_all else scene.lines)
    for other in others:
        if _matches(other, pattern) and (window is None or other.id != window.id):
            boxes.append(_framed(other).moved(-shown.x, -shown.y))
            names.append(f"{Kind.WINDOW} {len(names) + 1}")
    for item in scene.items:
        if item.role in _WINDOWS and item.box and pattern.fullmatch(item.name.casefold()):
            boxes.append(item.box)
            names.append(f"{Kind.WINDOW} {len(names) + 1}")
    # A title may stand elsewhere too, such as in a bar of tasks.
    if names:
        boxes += [line.box for line in scene.lines if pattern.fullmatch(line.text.casefold())]
    # A text that such a window cuts off, or touches, is no longer judged by its words.
    cut = [around(line.box) for line in scene.lines if _touches(line.box, boxes)]
    return Kept(_cleared(scene, boxes, pattern), (*boxes, *cut), tuple(names)) if names else Kept(scene)


def is_excluded(window: Window, excluded: Sequence[str]) -> bool:
    """Whether its program or title matches one of `excluded`, as in `without`."""
    return bool(excluded) and _matches(window, _pattern(excluded))


def _pattern(excluded: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(fnmatch.translate(f"*{one.casefold()}*") for one in excluded))


def _framed(window: Window) -> Box:
    """A client area with its frame around it, where its title stands."""
    if window.frame is not None:
        return window.frame
    box = window.box
    return Box(box.x - _SIDE, box.y - _TITLE, box.width + 2 * _SIDE, box.height + _TITLE + _SIDE)


def _matches(window: Window, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(window.program.casefold()) or pattern.fullmatch(window.title.casefold()))


def _cleared(scene: Scene, boxes: Sequence[Box], pattern: re.Pattern[str]) -> Scene:
    """Without the texts that stand in `boxes`, or below an item of such a window."""
    inside: set[int] = set()
    items: list[Item] = []
    for at, item in enumerate(scene.items):
        is_window = item.role in _WINDOWS and bool(pattern.fullmatch(item.name.casefold()))
        if is_window or item.parent in inside or (item.source is Source.PIXELS and _touches(item.box, boxes)):
            inside.add(at)
            item = replace(item, name=placeholder(Kind.WINDOW) if is_window else "", value="", description="", pixels_say="")
        items.append(item)
    return replace(scene, items=tuple(items), lines=tuple(line for line in scene.lines if not _touches(line.box, boxes)))


def _touches(box: Box | None, boxes: Sequence[Box]) -> bool:
    return box is not None and any(box.intersection(one) for one in boxes)
