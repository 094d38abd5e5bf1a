"""An item that was told, found again on the screen as it is now; nothing is done to one that is not where and what it was."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.engine.parts import Parts, Windows
from mmassist.engine.screen import Screen
from mmassist.engine.walking import Stop
from mmassist.errors import ActRefused, DesktopError, SceneStale
from mmassist.perception.outline_items import items_of
from mmassist.values import Box, Frame, Item, Node, Outline, Pixels, Role, Scene, Source, State, Target, Window

_PATIENCE = 1.0  # seconds for the tree
_COMING, _POLL = 2.0, 0.05  # for a window that is asked to come to the front
_PAINTING = 0.5  # seconds: what was behind another window is painted some time after that came to the front
_REPAINTED = 0.02  # of a picture: a caret that blinks is no other picture
_STEP, _REDRAWN = 24, 0.25  # grey levels that make an edge; of all edges, those that may come or go
# Of what is written, a letter: its height and width in pixels, the share of the contrast by which an edge is another one, and how many such
# make it another letter; and what share of the way a line runs that is a frame.
_LETTER, _OTHER_EDGE, _OTHER_LETTER, _THROUGH = (16, 10), 0.35, 8, 0.7
# A click does nothing to them but give them the keyboard, or show what can be chosen; and a caret may blink in them.
_TYPED_IN = frozenset({Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BOX})

_AGAIN = "Describe the window again."


@dataclass(frozen=True, slots=True)
class Reached:
    """`node`: its index in `outline`, -1 for what only the picture shows. `box`: what can be seen of it, in the desktop's space, None where
    the program does not tell its place."""

    window: Window
    outline: Outline | None
    node: int
    box: Box | None

    @property
    def place(self) -> tuple[int, int]:
        """The middle of what can be seen of it. Raises ActRefused where that is not known."""
        if self.box is None:
            raise ActRefused("no box", "The program does not tell where this is.", "Move the focus to it instead.")
        x, y = self.box.centre
        return int(x), int(y)


class Reaching:
    """Belongs to the engine's loop."""

    def __init__(self, parts: Parts, screen: Screen, frame_of: Callable[[Scene], Frame | None]) -> None:
        """`frame_of`: the picture in which a scene was seen, None where that is not known any more."""
        self._parts = parts
        self._screen = screen
        self._frame_of = frame_of

    async def reach(self, stop: Stop, *, bring: bool) -> Reached:
        """`bring`: its window is brought to the front if one of ours is there: the item was chosen in it.

        Raises SceneStale where window or item is gone, moved, or behind another window, and where a control that only the picture shows
        does not look as it did when it was told; DesktopError, ActRefused, CaptureError.
        """
        scene, windows = stop.scene, self._windows
        if not scene.target.on_screen or scene.window is None or not scene.window.id:
            raise ActRefused("not on the screen", "This was read from a picture that is not on the screen.", "Describe a window first.")
        front = await self._in_front(windows, scene.window, bring=bring)
        if front.box != scene.window.box:
            raise SceneStale("the window moved", "The window has moved or has another size now, so nothing is done.", _AGAIN)
        outline = await self._parts.outlines.read(front, deadline=_PATIENCE) if self._parts.outlines is not None else None
        node = -1 if stop.item.source is Source.PIXELS else _found(scene, stop.item, outline)
        reached = Reached(front, outline, node, _seen(scene, stop.item, front, outline, node))
        if stop.item.is_by_look and not await self._is_as_told(scene, stop.item, reached, _PAINTING if bring else 0.0):
            raise SceneStale("it looks otherwise", "This does not look as it did when I told it, so nothing is done.", _AGAIN)
        return reached

    async def _is_as_told(self, scene: Scene, item: Item, reached: Reached, patience: float) -> bool:
        """Whether what only the picture shows is drawn as it was, at the latest after so many seconds."""
        frame, clock = self._frame_of(scene), asyncio.get_running_loop().time
        before, ends = _cut(frame, reached.box) if frame is not None else None, clock() + patience
        while before is not None:
            now = await self.picture(reached)
            if now is not None and is_drawn_alike(before, now) and (item.role in _TYPED_IN or is_written_alike(before, now)):
                return True
            if clock() >= ends:
                break
            await asyncio.sleep(_POLL)
        return False

    @property
    def _windows(self) -> Windows:
        if self._parts.windows is None:
            raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then try again there.")
        return self._parts.windows

    async def _in_front(self, windows: Windows, window: Window, *, bring: bool) -> Window:
        """The window as it is now."""
        if not windows.is_alive(window):
            raise SceneStale("the window closed", "The window has closed, so nothing is done.", "Describe the window in front.")
        front = windows.in_front()
        if bring and front is not None and front.pid == os.getpid() and self._parts.hand is not None:
            with contextlib.suppress(ActRefused):  # then it does not come, which is said
                await asyncio.to_thread(self._parts.hand().bring, window)
            for _ in range(round(_COMING / _POLL)):
                if (front := windows.in_front()) is not None and front.id == window.id:
                    break
                await asyncio.sleep(_POLL)
        if front is None or front.id != window.id:
            raise SceneStale("another window is in front", "Another window is in front now, so nothing is done.", _AGAIN)
        return front

    def require_uncovered(self, reached: Reached) -> None:
        """Raises SceneStale where something else lies over the middle of it. Blocks for milliseconds."""
        found = self._parts.under.at(*reached.place) if self._parts.under is not None else reached.window
        is_own = found is not None and (found.id == reached.window.id or (found.pid is not None and found.pid == reached.window.pid))
        if not is_own:
            raise SceneStale("it is covered", "Another window lies over it, so nothing is done.", "Close that window, or move it away.")

    async def picture(self, reached: Reached) -> Pixels | None:
        """What it looks like now; None where its place is not known. Raises CaptureError."""
        if reached.box is None:
            return None
        return _cut(await self._screen.run(self._parts.grabber.grab, Target(), reached.window, (0, 0)), reached.box)


def _cut(frame: Frame, box: Box | None) -> Pixels | None:
    """The part of a picture that lies at `box` in the desktop's space."""
    inside = box.moved(-frame.box.x, -frame.box.y).intersection(Box(0, 0, frame.width, frame.height)) if box is not None else None
    return np.array(frame.pixels[inside.y : inside.bottom, inside.x : inside.right, :3]) if inside is not None else None


def is_drawn_alike(before: Pixels, now: Pixels) -> bool:
    """Whether two pictures show the same writing and drawing, on whatever ground: a button is lit where the pointer is."""
    if before.shape != now.shape:
        return False
    old, new = _edges(before), _edges(now)
    return int((old != new).sum()) <= _REDRAWN * int((old | new).sum())


def is_written_alike(before: Pixels, now: Pixels) -> bool:
    """Whether in two pictures of one size no letter, figure or mark is another one, on whatever ground and in whatever frame: of a long
    name one letter is a small part, and may be all the difference."""
    changed = np.abs(_relief(before) - _relief(now)) > _OTHER_EDGE
    if not changed.size:
        return True
    changed[changed.mean(axis=1) > _THROUGH] = False
    changed[:, changed.mean(axis=0) > _THROUGH] = False
    sums = np.pad(changed.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    high, wide = (min(side, most) for side, most in zip(changed.shape, _LETTER, strict=True))
    found = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return int(found.max()) < _OTHER_LETTER


def _relief(pixels: Pixels) -> NDArray[np.float32]:
    """How steep each place is, as a share of all contrast in the picture."""
    green = pixels[:, :, 1].astype(np.float32)
    steps = np.abs(np.diff(green, axis=1))[1:] + np.abs(np.diff(green, axis=0))[:, 1:]
    return np.asarray(steps / max(float(_STEP), float(np.ptp(green)) if green.size else 0.0), np.float32)


def _edges(pixels: Pixels) -> NDArray[np.bool_]:
    green = pixels[:, :, 1].astype(np.int16)
    return np.asarray(np.abs(np.diff(green, axis=1))[1:] + np.abs(np.diff(green, axis=0))[:, 1:] >= _STEP)


def looks_alike(before: Pixels | None, now: Pixels | None) -> bool:
    """Whether two pictures of one item are the same, but for a caret that blinks in it."""
    if before is None or now is None:
        return before is now
    return before.shape == now.shape and float(np.any(before != now, axis=2).mean()) <= _REPAINTED


def _found(scene: Scene, wanted: Item, outline: Outline | None) -> int:
    """Its node in an outline that was read anew. Raises SceneStale."""
    if outline is None:
        raise SceneStale("the program shows no tree any more")
    kept = items_of(outline, Box(*scene.origin, *scene.size))
    alike = [at for at, item in enumerate(kept.items) if item.role is wanted.role and (wanted.guessed or item.name == wanted.name)]
    for at in alike:
        if kept.items[at].box == wanted.box:
            return kept.nodes[at]
    if alike:
        raise SceneStale("the item moved", "This has moved since I described it, so nothing is done.", _AGAIN)
    raise SceneStale("the item is gone", "This is no longer there, so nothing is done.", _AGAIN)


def _seen(scene: Scene, item: Item, window: Window, outline: Outline | None, node: int) -> Box | None:
    """What of its box no holder cuts off."""
    if item.box is None:
        return None
    box: Box | None = item.box.moved(*scene.origin)
    nodes: tuple[Node, ...] = outline.nodes if outline is not None else ()
    above = nodes[node].parent if 0 <= node < len(nodes) else -1
    while box is not None and above >= 0:
        holder = nodes[above].box
        box = cut if holder and (cut := box.intersection(holder)) else box  # a menu lies outside of what it belongs to
        above = nodes[above].parent
    return box


def is_unavailable(reached: Reached) -> bool:
    """Whether the program says that it can't be used now."""
    return reached.outline is not None and reached.node >= 0 and State.DISABLED in reached.outline.nodes[reached.node].states
