"""Texts that hold other objects, as those of web pages and documents do: "Collect it at the ￼." with a link where the mark stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mmassist.desktop.nodes import Raw

EMBEDDED = "\ufffc"
"""What AT-SPI puts into a text where an object stands."""

STATIC = 116
"""A piece of text: Chromium tells its words and those of what holds it."""

# What stands in a sentence and is read with it: images, labels, buttons, links, pieces of text, formulas, high and low letters, notes.
_INLINE = frozenset((27, 29, 43, 85, 88, 113, STATIC, 119, 120, 124, 125, 126, 127, 128))


def complete_texts(nodes: Sequence[Raw]) -> None:
    """Puts the words of links and the like where the texts of `nodes` have marks for them. A text that is nothing but marks is none: its
    objects tell themselves. `nodes`: those that hold others first."""
    for raw in reversed(nodes):
        if EMBEDDED in raw.text:
            raw.text = _completed(raw) if raw.text.replace(EMBEDDED, "").strip() else ""


def _completed(raw: Raw) -> str:
    held = _objects(raw, raw.text.count(EMBEDDED))
    words = iter([_words(child) for child in held])
    return re.sub(EMBEDDED, lambda _: next(words, " "), raw.text)


def _objects(raw: Raw, count: int) -> Sequence[Raw]:
    """Which of its children the marks stand for, in order; none where that is not certain."""
    without_pieces = [child for child in raw.children if child.role != STATIC or child.children]
    return next((found for found in (raw.children, without_pieces) if len(found) == count), ())


def _words(child: Raw) -> str:
    return child.name or child.text if child.role in _INLINE else " "


def is_piece(raw: Raw) -> bool:
    """Whether it is a piece of a text that what holds it tells already, or of white space."""
    if raw.role != STATIC or raw.parent is None:
        return False
    own = " ".join((raw.name or raw.text).split())
    return own in " ".join(f"{raw.parent.name} {raw.parent.text}".split())
