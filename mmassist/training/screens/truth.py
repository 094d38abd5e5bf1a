"""What is known of a rendered screen, and how it is cut to the pictures that a detector learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.degrade import Picture

MOST = 128
"""Elements that a picture may hold."""

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the picture."""

TRAINED, JUDGED, PROGRAMS = "screens", "screens-judged", "programs"
"""The folders of the shards, below the run's: rendered windows to learn from and to judge by, and looks at real programs. They stand
here, where nothing renders: a network is trained on machines without any toolkit."""

UNSURE = -2
"""In place of a role: what is cut off too far to be told, or to be told apart, and counts neither as an element nor as none."""

_VISIBLE, _NEARLY = 0.4, 0.9
"""Of an element that is cut by the edge, the part that must be left for it to count: of what looks alike all over, and of what is told by
one of its ends (the mark of a check box, the arrow of a combo box, the knob of a slider)."""

_MARKED, _DIFFERS, _BESIDE = frozenset({"check box", "radio button"}), 12, 2
"""Roles that have a mark at their left end. By how much (of 255) something must differ to be seen, within a control and so many pixels
around it: or else it is unsure."""

_ALIKE, _TALL = frozenset({"list item", "image", "scroll bar"}), 60
"""Roles that look alike all over; so do text fields that are higher than this."""

_FILLS, _WHOLE, _THERE = 0.5, 0.7, 0.15
"""A picture is of a kind where what makes it one fills this part of it, or where this part of that is seen and is not too small."""

_SHOWS_KIND = 0.7
"""Of the pictures of screens of a kind, the part that is cut around what makes them one."""


@dataclass(frozen=True, slots=True)
class Element:
    """`states` are among STATES. `unsure`: see UNSURE."""

    role: str
    box: Box
    states: frozenset[str]
    label: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """`picture` [height, width, 3], RGB. `kind` is one of KINDS, or "" where it is not known; `main` is what makes it one."""

    picture: Picture
    elements: tuple[Element, ...]
    kind: str = ""
    main: Box = (0, 0, 0, 0)


def cut(screen: Screen, side: int, rng: np.random.Generator) -> Screen:
    """A square of a screen that is at least as large, with some element in it; what is cut off too far is unsure there."""
    height, width = screen.picture.shape[:2]
    left, top = _corner(screen, side, rng, width - side, height - side)
    kept = []
    for element in screen.elements:
        box = _within(element.box, left, top, side)
        if box[2] > 0 and box[3] > 0:
            left_of_it = box[2] * box[3] / (element.box[2] * element.box[3])
            kept.append(replace(element, box=box, unsure=element.unsure or left_of_it < _least_left(element)))
    main = _within(screen.main, left, top, side)
    area = main[2] * main[3]
    makes = area >= _FILLS * side * side or (area >= _WHOLE * screen.main[2] * screen.main[3] and area >= _THERE * side * side)
    picture = np.ascontiguousarray(screen.picture[top : top + side, left : left + side])
    kept = [element if element.unsure or _is_seen(picture, element) else replace(element, unsure=True) for element in kept]
    return Screen(picture, tuple(kept[:MOST]), screen.kind if makes else "", main)


def _least_left(element: Element) -> float:
    is_alike = element.role in _ALIKE or (element.role == "text field" and element.box[3] > _TALL)
    return _VISIBLE if is_alike else _NEARLY


def _is_seen(picture: Picture, element: Element) -> bool:
    """Whether anything shows that it is there, and what it is."""
    x, y, wide, high = element.box
    right = x + (min(wide, high) if element.role in _MARKED else wide + _BESIDE)
    seen = picture[max(0, y - _BESIDE) : y + high + _BESIDE, max(0, x - _BESIDE) : right]
    return bool(np.ptp(seen, (0, 1)).max() >= _DIFFERS)


def _within(box: Box, left: int, top: int, side: int) -> Box:
    """What a square leaves of a box, in the square's pixels; without width or height where that is nothing."""
    x, y, wide, high = box
    first_x, first_y = max(x, left), max(y, top)
    return first_x - left, first_y - top, max(0, min(x + wide, left + side) - first_x), max(0, min(y + high, top + side) - first_y)


def _corner(screen: Screen, side: int, rng: np.random.Generator, most_left: int, most_top: int) -> tuple[int, int]:
    if screen.kind and rng.random() < _SHOWS_KIND:
        (x, y, wide, high), first, last = screen.main, side // 3, side - side // 3
    elif screen.elements:
        (x, y, wide, high), first, last = screen.elements[int(rng.integers(len(screen.elements)))].box, 0, side
    else:
        return int(rng.integers(0, most_left + 1)), int(rng.integers(0, most_top + 1))
    left = x + wide // 2 - int(rng.integers(first, last))
    top = y + high // 2 - int(rng.integers(first, last))
    return min(max(left, 0), most_left), min(max(top, 0), most_top)


def arrays_of(screens: Sequence[Screen]) -> dict[str, NDArray[np.int32] | NDArray[np.uint8] | NDArray[np.int8]]:
    """`pictures` [n, side, side, 3]; `boxes` [n, MOST, 4]; `roles` [n, MOST], -1 for none, UNSURE; `states` [n, MOST], a bit for each;
    `kinds` [n], -1 where it is not known."""
    boxes = np.zeros((len(screens), MOST, 4), np.int32)
    roles = np.full((len(screens), MOST), -1, np.int32)
    states = np.zeros((len(screens), MOST), np.uint8)
    for row, screen in enumerate(screens):
        for at, element in enumerate(screen.elements):
            boxes[row, at] = element.box
            roles[row, at] = UNSURE if element.unsure else ROLES.index(element.role)
            states[row, at] = sum(1 << bit for bit, state in enumerate(STATES) if state in element.states)
    kinds = np.array([KINDS.index(screen.kind) if screen.kind else -1 for screen in screens], np.int8)
    pictures = np.stack([screen.picture for screen in screens])
    return {"pictures": pictures, "boxes": boxes, "roles": roles, "states": states, "kinds": kinds}
