"""Which of the controls that the detector found can be what they look like: text is taken for fields, and parts for wholes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.elements.endings import Ending, ending
from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.frames import begins_in_words, is_enclosed, reaching
from mmassist.perception.elements.naming import Controls, Named, named
from mmassist.values import Box, Pixels, TextLine

# What is drawn in them is theirs, so that a control that is found there is a part of them, or they are none.
_WHOLE = frozenset({"button", "icon button", "combo box", "text field", "spin button", "slider", "scroll bar", "progress bar", "switch"})
# At their end is a button that opens, steps or clears them.
_WITH_BUTTON = frozenset({"combo box", "text field", "spin button"})
# They hold a line of text or two, however they are drawn; a field of many lines is told by its text.
_FEW_LINES = _WHOLE | {"check box", "radio button", "tab", "menu item", "link", "list item"}
_LINES = 2
# They stand in columns, which have an edge.
_COLUMNS = frozenset({"list item", "menu item"})
# They begin with a mark.
_MARKED = frozenset({"check box", "radio button"})
# One of them alone is none: there is nothing else to choose.
_IN_COMPANY = frozenset({"menu item", "tab", "radio button", "list item"})
# They say something without a name too, if they are surely there.
_NAMELESS = frozenset(
    {"button", "icon button", "check box", "radio button", "switch", "text field", "combo box", "spin button", "slider", "progress bar"}
)
_SURELY = 0.5
_BY_ENDING = {Ending.STEPS: "spin button", Ending.ARROW: "combo box"}
# In windows of real programs what is less sure than this is wrong more often than not, whatever held for the training's own.
_LEAST = 0.3
# In heights of its text: a field that is higher has many lines.
_TALL = 4
# Of a control: a part of it is no larger.
_PART = 0.6
# The edge of a field: so many levels of green, along so much of its width, at most so many pixels from where its box ends.
_LEVELS, _ALONG, _NEAR = 10, 0.7, 5
# Of the height of a neighbour: how far from it the next one of a row or column begins.
_APART = 2.5


def plausible(elements: Iterable[Element], pixels: Pixels, lines: Sequence[TextLine]) -> tuple[Element, ...]:
    """Those that can be, in their order. `pixels`: the picture, [height, width, 4]; `lines`: the text read in it, boxes in its space."""
    sure = [_as_drawn(one, pixels) for one in elements if one.confidence >= _LEAST and not _is_text(one, lines)]
    kept = [one for one in sure if one.role != "text field" or _is_framed(one.box, pixels)]
    whole = [one for one in kept if not any(_gives_way(one, other) for other in kept if other is not one)]
    bare = {at for row in rows_of(whole) if not _is_set_off(row, whole, pixels) for at in row.members}
    left = [one for at, one in enumerate(whole) if at not in bare and not _is_cut_out(one, pixels, lines)]
    return tuple(one for one in left if one.role not in _IN_COMPANY or _has_company(one, left))


def _is_set_off(row: Row, elements: Sequence[Element], pixels: Pixels) -> bool:
    """Whether anything is drawn around the entries of a list or menu or between them: a column of short lines with nothing is text."""
    if elements[row.members[0]].role not in _COLUMNS or (len(row.members) > 1 and not row.upright):
        return True
    boxes = [elements[at].box for at in row.members]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    whole = Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
    return is_enclosed(whole, pixels) or any(_is_framed(box, pixels) for box in boxes)


def _is_cut_out(one: Element, pixels: Pixels, lines: Sequence[TextLine]) -> bool:
    """Whether what looks like a mark and its words is the middle of a line of text."""
    if one.role not in _MARKED:
        return False
    level = (line.box for line in lines if line.box.y < one.box.centre[1] < line.box.bottom)
    return any(begins_in_words(one.box, box, pixels) for box in level)


def _as_drawn(one: Element, pixels: Pixels) -> Element:
    """A field as wide as its frame, and as what it is by what stands at its end."""
    if one.role not in _WITH_BUTTON:
        return one
    wide = replace(one, box=reaching(one.box, pixels))
    if (found := ending(pixels, wide.box)) is None:
        return wide
    return replace(wide, role=_BY_ENDING[found[0]], signs=found[1])


def telling(controls: Controls, lines: Sequence[TextLine]) -> tuple[Named, ...]:
    """As `named`, without those of which there is nothing to be told: without a name, and not surely there or nothing without one."""
    return tuple(one for one in named(controls, lines) if _tells(one))


def _tells(one: Named) -> bool:
    has_text = any(map(str.isalnum, one.name)) or any(map(str.isalnum, one.value))
    return has_text or (one.element.role in _NAMELESS and one.element.confidence >= _SURELY)


def _is_text(element: Element, lines: Sequence[TextLine]) -> bool:
    """Whether more lines stand in it than in any control of its kind."""
    if element.role not in _FEW_LINES:
        return False
    inside = sorted((line.box for line in lines if element.box.contains(*line.box.centre)), key=lambda box: box.centre[1])
    rows: list[float] = []
    for line in inside:
        if not rows or line.centre[1] - rows[-1] > line.height / 2:
            rows.append(line.centre[1])
    is_tall = element.role in _WITH_BUTTON and bool(inside) and element.box.height > _TALL * max(line.height for line in inside)
    return len(rows) > _LINES or is_tall


def _is_framed(box: Box, pixels: Pixels) -> bool:
    """Whether a line, or the end of a ground, runs along its top or bottom: under what is mere text there is none."""
    inset = min(4, box.width // 8)
    green = pixels[:, max(0, box.x + inset) : box.right - inset, 1]
    return any(_has_edge(green[max(0, side - _NEAR) : side + _NEAR + 1].astype(np.int16)) for side in (box.y, box.bottom))


def _has_edge(strip: NDArray[np.int16]) -> bool:
    if strip.shape[0] < 2 or not strip.shape[1]:
        return False
    steps = np.abs(np.diff(strip, axis=0)) >= _LEVELS
    return bool((steps.mean(1) >= _ALONG).any())


def _gives_way(one: Element, other: Element) -> bool:
    """Whether one of the two is a part of the other and `one` is not told: it is the button of a combo box, or else less sure."""
    small, large = (one, other) if one.box.area <= other.box.area else (other, one)
    if large.role not in _WHOLE or not large.box.contains(*small.box.centre) or small.box.area > _PART * large.box.area:
        return False
    if large.role in _WITH_BUTTON and small.role in {"button", "icon button"}:
        return one is small
    return (one.confidence, one.box.area) < (other.confidence, other.box.area)


def _has_company(one: Element, others: Iterable[Element]) -> bool:
    return any(other is not one and other.role == one.role and _beside(one.box, other.box) for other in others)


def _beside(one: Box, other: Box) -> bool:
    """Whether both stand in one row or one column, one right after the other."""
    tall = max(one.height, other.height)
    across = max(one.x, other.x) - min(one.right, other.right)
    down = max(one.y, other.y) - min(one.bottom, other.bottom)
    is_level = abs(one.centre[1] - other.centre[1]) < tall / 2
    return (is_level and across < _APART * tall) or (-tall / 2 < down < tall and across < 0)


@dataclass(frozen=True, slots=True)
class Row:
    """Elements that belong together, by their indices. `upright`: one stands under the other."""

    members: tuple[int, ...]
    upright: bool


def rows_of(elements: Sequence[Element]) -> Iterator[Row]:
    """Menu items, tabs and list items, those together that stand beside each other."""
    left = [at for at, one in enumerate(elements) if one.role in _IN_COMPANY - {"radio button"}]
    while left:
        group, edge = [], [left.pop(0)]
        while edge:
            at = edge.pop()
            group.append(at)
            near = [n for n in left if elements[n].role == elements[at].role and _beside(elements[at].box, elements[n].box)]
            left = [n for n in left if n not in near]
            edge += near
        boxes = [elements[at].box for at in group]
        middles = [box.centre[1] for box in boxes]
        yield Row(tuple(sorted(group)), max(middles) - min(middles) > max(box.height for box in boxes) / 2)
