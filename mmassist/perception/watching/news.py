"""What is new in a text: lines that came, went, or say something else; not those that were only scrolled, moved or read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.watching.canvas import Change, Scroll
from mmassist.perception.watching.parts import INK, ink_width, part
from mmassist.perception.watching.words import folded
from mmassist.values import Box, Pixels, TextLine

# In pixels: how far around what changed is read, and the gap in the ink at which a line ends.
_AIR, _GAP = 6, 28
# A line of text is at most so much higher than the part of it that changed.
_TALLEST = 48
# What is no wider may be a caret.
_CARET = 20


@dataclass(frozen=True, slots=True)
class News:
    """`new`: lines where nothing was written before; `replaced`: what a line said and says; `gone`: lines that are no more."""

    new: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.replaced or self.gone)

    def __add__(self, other: News) -> News:
        return News(self.new + other.new, self.replaced + other.replaced, self.gone + other.gone)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """What is to be read. `changed`: of the pixels that differ; `box`: the whole lines around them; picture's space."""

    changed: Box
    box: Box
    before: Pixels
    after: Pixels

    @property
    def is_written(self) -> bool:
        """Whether there can be text where something changed."""
        return ink_width(self.after, self.changed) > 0

    def was_written(self, place: Box) -> bool:
        """Whether more than a caret stood in `place` before."""
        air = place.height // 6
        return ink_width(self.before, Box(place.x, place.y + air, place.width, max(1, place.height - 2 * air))) > _CARET

    def differs(self, box: Box) -> bool:
        """Whether a pixel of `box` changed."""
        return not np.array_equal(self.before[part(box)], self.after[part(box)])

    def is_rewritten(self, line: TextLine) -> bool:
        """Whether a line that the recogniser has read changed: its box reaches into the lines above and below, its middle does not."""
        air = 3 * line.box.height // 10
        return self.differs(Box(line.box.x, line.box.y + air, line.box.width, line.box.height - 2 * air))


class Book:
    """The lines of a watched picture as far as they have been read; boxes in the picture's space.

    `complete`: all of the picture has been read once.
    """

    def __init__(self) -> None:
        self._lines: list[TextLine] = []
        self.complete = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self._lines)

    def learn(self, lines: Sequence[TextLine]) -> None:
        """All lines of the picture."""
        self._lines = list(lines)
        self.complete = True

    def forget(self, known_elsewhere: Callable[[Box], bool]) -> None:
        """Lines in a box of which something else tells what is written there."""
        self._lines = [line for line in self._lines if not known_elsewhere(line.box)]

    def scroll(self, scroll: Scroll) -> None:
        """Lines that left its box are forgotten: nobody took them away."""
        kept = []
        for line in self._lines:
            if not scroll.box.contains(*line.box.centre):
                kept.append(line)
            elif scroll.box.contains(*(moved := line.box.moved(0, -scroll.shift)).centre):
                kept.append(TextLine(line.text, moved, line.confidence))
        self._lines = kept

    def changed(self, region: Region) -> list[TextLine]:
        """The known lines of a region that are not what they were."""
        return [line for line in self._lines if line.box.intersection(region.box) and region.is_rewritten(line)]

    def update(self, old: Sequence[TextLine], fresh: Sequence[TextLine]) -> News:
        """`fresh` was read where `old` stood before. What stands there already is no news: of a line a part may have come to rest late."""
        known = [line for line in self._lines if line not in old]
        again = [line for line in known if any(_same_place(line.box, other.box) for other in fresh)]
        self._lines = [line for line in known if line not in again] + list(fresh)
        return compare([*old, *again], fresh)


def compare(old: Sequence[TextLine], fresh: Sequence[TextLine]) -> News:
    """What the second reading says that the first did not, wherever it stood."""
    left = list(old)
    unknown = []
    for line in _in_order(fresh):
        same = next((other for other in left if folded(other.text) == folded(line.text)), None)
        if same is not None:
            left.remove(same)
        elif folded(line.text):
            unknown.append(line)
    new: list[str] = []
    replaced = []
    for line in unknown:
        place = next((other for other in left if _same_place(other.box, line.box)), None)
        if place is None:
            new.append(line.text)
        else:
            left.remove(place)
            replaced.append((place.text, line.text))
    return News(tuple(new), tuple(replaced), tuple(line.text for line in left if folded(line.text)))


def _in_order(lines: Sequence[TextLine]) -> list[TextLine]:
    return sorted(lines, key=lambda line: (round(line.box.centre[1] / 12), line.box.x))


def _same_place(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.y, other.y)
    return shared > 0.5 * min(one.height, other.height) and one.x < other.right and other.x < one.right


def regions(changes: Sequence[Change]) -> list[Region]:
    """What has to be read after `changes` of one look, from top to bottom."""
    found = [Region(change.box, whole_lines(change.after, change.box), change.before, change.after) for change in changes]
    return sorted(found, key=lambda region: (region.changed.y, region.changed.x))


def whole_lines(pixels: Pixels, box: Box) -> Box:
    """`box` with air, and as far as the lines go on whose part it is: upwards and downwards to the first row without ink, and to both
    sides over the gaps between words."""
    height, width = pixels.shape[:2]
    above, below = max(0, box.y - _TALLEST), min(height, box.bottom + _TALLEST)
    rows = _ink(pixels[above:below, box.x : box.right], axis=1)
    top = box.y - _up_to_blank(rows[: box.y - above][::-1])
    foot = box.bottom + _up_to_blank(rows[box.bottom - above :])
    columns = _ink(pixels[top:foot], axis=0)
    left, right = _outwards(columns[: box.x][::-1]), _outwards(columns[box.right :])
    x, y = max(0, box.x - left - _AIR), max(0, top - _AIR)
    return Box(x, y, min(width, box.right + right + _AIR) - x, min(height, foot + _AIR) - y)


def _ink(seen: Pixels, axis: int) -> NDArray[np.bool_]:
    """Where `seen` differs from its ground: for each row (axis 1) or column (axis 0) of it."""
    colours = seen[:, :, :3].astype(np.int16)
    ground = np.median(colours[:: max(1, len(colours) // 8), ::3].reshape(-1, 3), axis=0)
    found: NDArray[np.bool_] = (np.abs(colours - ground) > INK).any(axis=(axis, 2))
    return found


def _up_to_blank(ink: NDArray[np.bool_]) -> int:
    blank = np.flatnonzero(~ink)
    return int(blank[0]) if blank.size else 0


def _outwards(ink: NDArray[np.bool_]) -> int:
    """How far ink goes on, over gaps as wide as those between words."""
    at = np.flatnonzero(ink)
    if not at.size or at[0] > _GAP:
        return 0
    breaks = np.flatnonzero(np.diff(at) > _GAP)
    return int(at[breaks[0]] if breaks.size else at[-1]) + 1
