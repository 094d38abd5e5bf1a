"""Where among very many children those are that can be seen, found in a few questions instead of one for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from mmassist.desktop.nodes import Raw

Extents: TypeAlias = tuple[int, int, int, int]
ExtentsOf: TypeAlias = Callable[[Sequence[int]], Awaitable[Sequence[Extents | None]]]
"""The boxes of children by their indices, asked for all at once; None for one that has no place."""

CROWD = 1000
"""A container with more children than this is not read from end to end: that would freeze its program, GTK 3's for seconds."""
_SAMPLES = 96


async def seen_first(count: int, extents_of: ExtentsOf, view: Extents) -> int:
    """The index of a child that can be seen of its container, or is near those that can; -1 where none is found.

    By halving, as if they lay in rows from the first to the last, or from the last to the first: so do nearly all. Where those that
    were scrolled away have no places, as in GTK 3, by samples.
    """
    first, last = await extents_of((0, count - 1))
    if first is None or last is None:
        return await _sampled(count, extents_of, view)
    axis = 1 if first[1] != last[1] else 0
    is_upward = last[axis] < first[axis]
    wanted = view[axis] + view[axis + 2] // 2
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        [found] = await extents_of((middle,))
        if found is None:
            return await _sampled(count, extents_of, view)
        is_before = found[axis] > wanted if is_upward else found[axis] + found[axis + 2] < wanted
        low, high = (middle + 1, high) if is_before else (low, middle)
    return low


async def _sampled(count: int, extents_of: ExtentsOf, view: Extents) -> int:
    """The ends first: that is where what was not scrolled shows."""
    step = count // _SAMPLES or 1
    even = range(0, count, step)
    for indices in ((0, count - 1), even, range(step // 2, count, step)):
        for index, found in zip(indices, await extents_of(indices), strict=True):
            if found is not None and cut(found, view) is not None:
                return index
    return -1


def cut(one: Extents, other: Extents) -> Extents | None:
    """What two boxes have in common."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[0] + one[2], other[0] + other[2]), min(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def chain(raw: Raw) -> Sequence[Raw]:
    """The object and all that holds it, from the inside out."""
    found = [raw]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found
