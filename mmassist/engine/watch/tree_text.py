"""The text of a window as its accessibility tree tells it: exact, and cheaper than reading pixels where the tree is small."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence

from mmassist.engine.watch.contract import Outlines
from mmassist.perception.watching.canvas import Change
from mmassist.perception.watching.news import News, compare
from mmassist.perception.watching.words import tokens
from mmassist.values import Box, Node, Outline, Role, State, TextLine, Window

# Seconds of the loop's time beyond which pixels are read instead, before a tree that is none is asked again, and one that is too large or
# too late.
_DEAR, _AGAIN, _AGAIN_LATE, _DEADLINE = 0.1, 30.0, 8.0, 0.4
# So many times in a row it may be late or dear.
_PATIENCE = 3
# What has a text of its own that is not what is written there, or none that is told.
_SILENT = frozenset(
    {Role.APPLICATION, Role.CANVAS, Role.GROUP, Role.ICON, Role.IMAGE, Role.PASSWORD, Role.PROGRESS_BAR, Role.SCROLL_BAR}
    | {Role.SEPARATOR, Role.SLIDER, Role.UNKNOWN, Role.WINDOW, Role.DIALOG}
)
# What the tree tells so much of, it tells.
_MOSTLY = 0.6
# Lines of one node stand below one another; how high they are is not known.
_LINE = 20
_MOST_LINES = 400


class TreeText:
    """Of one window. On the engine's loop."""

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines
        self._lines: list[TextLine] | None = None
        self._places: tuple[Box, ...] = ()
        self._not_before = -math.inf
        self._failures = 0
        self.is_behind = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self._lines or ())

    @property
    def is_known(self) -> bool:
        """Whether the tree tells any text."""
        return bool(self._lines)

    async def read(self, window: Window, now: float) -> News | None:
        """What is new since the reading before; None where the tree can't tell it: the first time, where there is no tree, or one that is
        too large. `is_behind`: it did not answer in time, and is to be asked again.

        Raises DesktopError when the accessibility bus is gone for good.
        """
        if now < self._not_before:
            return None
        began = time.thread_time()
        outline = await self._outlines.read(window, deadline=_DEADLINE)
        is_dear = time.thread_time() - began > _DEAR
        self.is_behind = outline is not None and (is_dear or not outline.complete)
        self._failures = self._failures + 1 if self.is_behind else 0
        if outline is None or self._failures >= _PATIENCE or (self.is_behind and self._lines is None):
            self._not_before = now + (_AGAIN if outline is None else _AGAIN_LATE)
            self._lines, self._places = None, ()
            self._failures, self.is_behind = 0, False
            return None
        if not outline.complete:
            return News()
        before, self._lines = self._lines, _lines(outline, window)
        self._places = _places(outline, window)
        self.is_behind = False
        return _news(before, self._lines) if before is not None else None

    def tells(self, box: Box) -> bool:
        """Whether the tree tells what is written in `box`, picture's space, which may hold several lines."""
        covered = sum(common.area for place in self._places if (common := place.intersection(box)))
        return covered >= _MOSTLY * box.area or any(place.contains(*box.centre) for place in self._places)

    def untold(self, changes: Sequence[Change]) -> list[Change]:
        """The changes that lie where the tree tells no text: they must be read from the pixels."""
        return [change for change in changes if not self.tells(change.box)]


def _places(outline: Outline, window: Window) -> tuple[Box, ...]:
    """Where the tree tells what is written: nodes that have text, and no nodes within."""
    parents = {node.parent for node in outline.nodes}
    leaves = (node for at, node in enumerate(outline.nodes) if at not in parents and node.role not in _SILENT)
    return tuple(leaf.box.moved(-window.box.x, -window.box.y) for leaf in leaves if leaf.box and _tells(leaf))


def _tells(node: Node) -> bool:
    return bool(node.value or node.name) or _is_being_written(node)


def _is_being_written(node: Node) -> bool:
    """Whether the user types in it: what they write themselves is no news."""
    return node.role is Role.TEXT_FIELD and State.FOCUSED in node.states


def _lines(outline: Outline, window: Window) -> list[TextLine]:
    lines = []
    for node in outline.nodes:
        if node.box is None or node.role in _SILENT or _is_being_written(node):
            continue
        box = node.box.moved(-window.box.x, -window.box.y)
        text = node.value or node.name
        for at, line in enumerate(text.splitlines()[-_MOST_LINES:]):
            if tokens(line):
                lines.append(TextLine(line, Box(box.x, box.y + at * _LINE, box.width, _LINE), 1.0))
    return lines


def _news(before: Sequence[TextLine], after: Sequence[TextLine]) -> News:
    """As `compare`, quick for long texts: what stands in both is left out first."""
    more = Counter(line.text for line in after) - Counter(line.text for line in before)
    less = Counter(line.text for line in before) - Counter(line.text for line in after)
    return compare(_taken(before, less), _taken(after, more))


def _taken(lines: Sequence[TextLine], counts: Counter[str]) -> list[TextLine]:
    """The last lines that `counts` names, as often as it names them."""
    left = counts.copy()
    found = []
    for line in reversed(lines):
        if left[line.text] > 0:
            left[line.text] -= 1
            found.append(line)
    return found[::-1]
