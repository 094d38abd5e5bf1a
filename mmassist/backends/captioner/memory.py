"""What the captioner is given, as numbers: the words of the question, and the controls of a window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.pieces import encoded

ROLES = (
    "button",
    "check box",
    "radio button",
    "switch",
    "text field",
    "combo box",
    "slider",
    "tab",
    "menu item",
    "list item",
    "link",
    "image",
    "progress bar",
    "scroll bar",
    "window title",
)
"""The roles that it tells apart, in the order of their numbers; what has another is left out."""

STATES = ("checked", "selected", "disabled", "focused")

MOST_THINGS = 64
"""Controls that it is given at most: the first in reading order."""

MOST_WORDS = 24
WORD_PIECES, LABEL_PIECES = 24, 48

_WORD = re.compile(r"[^\W_]+|[?%$€£&+#]")


@dataclass(frozen=True, slots=True)
class Thing:
    """One control. `role` is among ROLES, `states` among STATES; `box`: left, top, right and bottom, in parts of the window's sides."""

    role: str
    label: str
    box: tuple[float, float, float, float]
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """One question about one window. Indices are int64, the others float32.

    `words` [words, WORD_PIECES]; `labels` [things, LABEL_PIECES]; `roles` [things]; `marks` [things, 4 + 6]: states, then the box, its
    width and its height; `looks` [things, dimensions]: what the icon encoder makes of its pixels, zeros where they were not looked at.
    """

    words: NDArray[np.int64]
    labels: NDArray[np.int64]
    roles: NDArray[np.int64]
    marks: NDArray[np.float32]
    looks: NDArray[np.float32]


def remembered(question: str, things: Sequence[Thing], looks: NDArray[np.float32], buckets: int) -> Memory:
    """`things`: at most MOST_THINGS, in reading order; `looks` [things, dimensions]; `buckets`: of the network's pieces of words."""
    said = _WORD.findall(question)[:MOST_WORDS] or ["?"]
    marks = [[*(float(state in thing.states) for state in STATES), *_sides(thing.box)] for thing in things]
    return Memory(
        words=encoded(said, buckets, WORD_PIECES),
        labels=encoded([thing.label for thing in things], buckets, LABEL_PIECES),
        roles=np.array([ROLES.index(thing.role) for thing in things], np.int64),
        marks=np.array(marks, np.float32).reshape(len(things), len(STATES) + 6),
        looks=looks.astype(np.float32),
    )


def _sides(box: tuple[float, float, float, float]) -> tuple[float, ...]:
    left, top, right, bottom = box
    return left, top, right, bottom, right - left, bottom - top
