"""What the captioner is given, as numbers: the words of the question, and the controls of a window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
MARKS = len(STATES) + 9

_WORD = re.compile(r"[^\W_]+|[?%$€£&+#]")


@dataclass(frozen=True, slots=True)
class Thing:
    """One control. `role` is among ROLES, `states` among STATES; `box`: left, top, right and bottom, in parts of the window's sides.

    `sure`: that it is there, in that role; `named`: that it is called that; both 0 to 1, and 1 where a tree tells. `guessed`: it is called
    what its icon looks like.
    """

    role: str
    label: str
    box: tuple[float, float, float, float]
    states: frozenset[str] = frozenset()
    sure: float = 1.0
    named: float = 1.0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """One question about one window. Indices are int64, the others float32.

    `words` [words, WORD_PIECES]; `labels` [things, LABEL_PIECES]; `roles` [things]; `marks` [things, MARKS]: states, then the box, its
    width and its height, then how sure it is, how sure its name is, and whether that is a guess.
    """

    words: NDArray[np.int64]
    labels: NDArray[np.int64]
    roles: NDArray[np.int64]
    marks: NDArray[np.float32]


def told(things: Sequence[Thing], least: float) -> tuple[list[Thing], list[int]]:
    """What the captioner is told of them, and which of them each is: what is there as surely as `least`, by names that are as sure.

    A name that is only what an icon looks like is none: in programs that no training saw two in five of those were wrong.
    """
    at = [number for number, thing in enumerate(things) if thing.sure >= least]
    kept = [things[number] for number in at]
    return [one if one.sure * one.named >= least and not one.guessed else replace(one, label="") for one in kept], at


def remembered(question: str, things: Sequence[Thing], buckets: int) -> Memory:
    """`things`: at most MOST_THINGS, in reading order; `buckets`: of the network's pieces of words."""
    said = _WORD.findall(question)[:MOST_WORDS] or ["?"]
    return Memory(
        words=encoded(said, buckets, WORD_PIECES),
        labels=encoded([thing.label for thing in things], buckets, LABEL_PIECES),
        roles=np.array([ROLES.index(thing.role) for thing in things], np.int64),
        marks=np.array([_marks(thing) for thing in things], np.float32).reshape(len(things), MARKS),
    )


def _marks(thing: Thing) -> tuple[float, ...]:
    states = (float(state in thing.states) for state in STATES)
    return (*states, *_sides(thing.box), thing.sure, thing.named, float(thing.guessed))


def _sides(box: tuple[float, float, float, float]) -> tuple[float, ...]:
    left, top, right, bottom = box
    return left, top, right, bottom, right - left, bottom - top
