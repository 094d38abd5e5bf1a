"""What of a picture's text can't belong to a control: a dialog's question and running text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.dialogs import asked_by_pixels
from mmassist.backends.describer.pixels import pieces
from mmassist.backends.describer.reading.passage import Kind, Passage
from mmassist.backends.describer.reading.shown import passages_shown
from mmassist.backends.describer.text import word_count
from mmassist.backends.describer.view import View
from mmassist.values import Box, Scene

# A control holds two lines at most; lines that are set fill a good part of the widest one, with so many words each.
_LINES, _FULL, _WORDS = 3, 0.75, 6
# Characters: enough to be heard while the controls are looked for, and no more than is told of a picture's text anyway.
_ENOUGH = 600
_TEXTS = frozenset({Kind.PARAGRAPH, Kind.HEADING})


def prose(scene: Scene, *, questions_alone: bool = False) -> Scene | None:
    """The scene of a picture without a tree as far as it can be told before its controls are known; None where it can't. `questions_alone`:
    running text is not told."""
    if scene.has_outline:
        return None
    context = context_of(scene)
    found = [passage for passage in passages_shown(pieces(context)) if passage.kind in _TEXTS]
    boxes = [*_asked(context.view, found), *([] if questions_alone else _running(found))]
    lines = tuple(line for line in scene.lines if _is_in(line.box, boxes))
    if not lines:
        return None
    items = tuple(replace(item, parent=-1) for item in scene.items if item.is_mere_text and item.box and _is_in(item.box, boxes))
    return replace(scene, items=items, lines=lines, focus=-1, illegible=())


def _asked(view: View, found: Sequence[Passage]) -> list[Box]:
    """All lines of what a dialog asks."""
    asked = asked_by_pixels(view)
    return next((_boxes(passage) for passage in found if asked and asked in passage.text), [])


def _running(found: Sequence[Passage]) -> Iterable[Box]:
    told = 0
    for passage in found:
        if told < _ENOUGH and _runs(passage):
            told += len(passage.text)
            yield from _boxes(passage)


def _runs(passage: Passage) -> bool:
    widths = [box.width for box in _boxes(passage)]
    if len(widths) < _LINES or word_count(passage.text) < _WORDS * (len(widths) - 1):
        return False
    return all(width >= _FULL * max(widths) for width in widths[:-1])


def _boxes(passage: Passage) -> list[Box]:
    return [line.box for line in passage.lines if line.box]


def _is_in(box: Box, boxes: Sequence[Box]) -> bool:
    return any(one.contains(*box.centre) for one in boxes)
