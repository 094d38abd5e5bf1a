"""Texts that stand in columns under headings side by side: each column is read to its end before the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmassist.backends.describer.view import Placed, View
from mmassist.values import Box, Role

_MAX_TEXTS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the texts below it, from top to bottom."""

    heading: Placed
    texts: tuple[Placed, ...]


def columns(view: View, texts: Sequence[Placed]) -> list[Column]:
    """The columns that `texts` stand in, as they are read; none where the headings or texts don't stand so."""
    headings = [(placed, placed.item.box) for placed in view.with_role({Role.HEADING}) if placed.item.box]
    if len(headings) < 2 or len(texts) > _MAX_TEXTS:
        return []
    # What is laid out from right to left is looked at in a mirror.
    mirrored = headings[0][1].x > headings[1][1].x
    headings = [(placed, _seen(box, mirrored)) for placed, box in headings]
    headings.sort(key=lambda one: one[1].x)
    level = all(left.right <= right.x and _are_level(left, right) for (_, left), (_, right) in itertools.pairwise(headings))
    if not level:
        return []
    below: list[list[tuple[int, Placed]]] = [[] for _ in headings]
    for placed in texts:
        if placed.item.box is None or placed.item.box.y < headings[0][1].y:
            continue
        box = _seen(placed.item.box, mirrored)
        column = max((at for at, (_, heading) in enumerate(headings) if heading.x <= box.centre[0]), default=-1)
        if (
            column < 0
            or (column + 1 < len(headings) and box.right > headings[column + 1][1].x)
            or box.x + box.height < headings[column][1].x
        ):
            continue
        below[column].append((box.y, placed))
    if not all(below):
        return []
    sorted_texts = [tuple(placed for _, placed in sorted(found, key=lambda one: one[0])) for found in below]
    return [Column(heading, inside) for (heading, _), inside in zip(headings, sorted_texts, strict=True)]


def _seen(box: Box, mirrored: bool) -> Box:
    return replace(box, x=-box.right) if mirrored else box


def _are_level(box: Box, other: Box) -> bool:
    return abs(box.centre[1] - other.centre[1]) * 2 < min(box.height, other.height)


def in_columns(found: Sequence[Column], texts: Sequence[Placed]) -> list[Placed]:
    """`texts` with those of the columns put together behind their headings, where the first of them stands."""
    inside = {placed.index for column in found for placed in column.texts}
    told: list[Placed] = []
    for placed in texts:
        if placed.index not in inside:
            told.append(placed)
        elif found and found[0].heading not in told:
            told += itertools.chain.from_iterable((column.heading, *column.texts) for column in found)
    return told
