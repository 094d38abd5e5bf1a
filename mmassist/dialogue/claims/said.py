"""Every text of a scene, with how far it can prove something and where it stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from mmassist.dialogue.claims.quotes import comparable
from mmassist.dialogue.claims.tokens import cleaned
from mmassist.values import Item, Scene, Source, TextLine


class Grade(IntEnum):
    """How far a text can prove something. `SMALL`: read from letters so small that units of medicine are mistaken."""

    NONE = 0
    DOUBTFUL = 1
    SMALL = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the scene, cleaned. `place`: those of one row share it, neighbours' differ by one. `paragraph`: lines of one share
    it, -1 for what is no line."""

    text: str
    grade: Grade
    place: int
    paragraph: int = -1


CONFIDENT = 0.8
"""Below this confidence of the recogniser a line proves nothing for certain."""
TINY = 12
"""Lines of less height (px) prove no dose for certain."""


PIECE = 1000
"""A longer text is cut, between words, so that no more of it is read than a question is about."""
_PIECES = re.compile(rf"[^\n]{{1,{PIECE}}}(?=\s|$)|[^\n]{{1,{PIECE}}}")


def said_by(scene: Scene) -> Iterator[Said]:
    """Every text of the scene, in reading order, a long one line by line."""
    for said in _said_by(scene):
        if len(said.text) <= PIECE and "\n" not in said.text:
            yield said
        else:
            yield from (replace(said, text=piece) for piece in _PIECES.findall(said.text))


def _said_by(scene: Scene) -> Iterator[Said]:
    place = 0
    if scene.window:
        yield Said(cleaned(scene.window.title), Grade.SURE, place)
    row = (-2, -1)
    known: set[str] = set()
    disputed: set[str] = set()
    for item in scene.items:
        here = (item.parent, item.row)
        place += 0 if item.row >= 0 and here == row else 2 if item.row >= 0 or row[1] >= 0 else 1
        row = here
        if item.source is Source.PIXELS:
            continue
        if item.pixels_say:
            disputed.add(comparable(item.pixels_say))
        yield from _said_by_item(item, place)
        known |= {item.name, item.value, item.description}
    yield from _said_by_lines(scene, known, disputed, place + 2)


def _said_by_item(item: Item, place: int) -> Iterator[Said]:
    texts = [cleaned(text) for text in (item.name, item.value, item.description) if text]
    grade = Grade.DOUBTFUL if item.pixels_say or item.guessed else Grade.SURE
    for text in texts:
        yield Said(text, grade, place)
    if item.pixels_say:
        shown = cleaned(item.pixels_say)
        yield Said(shown, Grade.DOUBTFUL, place)
        # What both say is not in dispute.
        seen = set(shown.split())
        yield from (Said(" ".join(run), Grade.SURE, place) for text in texts for run in _common_runs(text.split(), seen))


def _common_runs(said: Sequence[str], seen: set[str]) -> Iterator[list[str]]:
    """Runs of words that stand on the other side too, less the word at each end that may be cut out of a longer thing."""
    run: list[str] = []
    for word in (*said, ""):
        if word in seen:
            run.append(word)
        elif run:
            yield run[1:-1]
            run = []


def _said_by_lines(scene: Scene, known: set[str], disputed: set[str], place: int) -> Iterator[Said]:
    lines: list[TextLine] = list(scene.lines)
    texts = {line.text for line in lines}
    lines += [
        TextLine(item.name, item.box, item.confidence, -1)
        for item in scene.items
        if item.is_mere_text and item.box and item.name not in texts
    ]
    before: TextLine | None = None
    for line in lines:
        if line.text in known:
            before = None
            place += 2
            continue
        place += 0 if before and _on_one_row(before, line) else 1
        grade = Grade.SMALL if line.box.height < TINY else Grade.SURE
        shown = comparable(line.text)
        if line.confidence < CONFIDENT or any(shown in words or words in shown for words in disputed if words.strip()):
            grade = Grade.DOUBTFUL
        yield Said(cleaned(line.text), grade, place, line.block)
        before = line


def _on_one_row(one: TextLine, other: TextLine) -> bool:
    common = min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
    return 2 * common > min(one.box.height, other.box.height)
