"""Passages cut into what is read at a time: lines as they are shown, sentences, paragraphs, or blocks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import TypeAlias

from mmassist.backends.describer.phrases import phrases
from mmassist.backends.describer.reading.passage import Passage, around
from mmassist.backends.describer.text import closed, sentences
from mmassist.backends.describer.titles import speaks_as_us
from mmassist.values import Box

Place: TypeAlias = tuple[int, int]
"""A place in a text: the passage's number, and where in its text."""


class Unit(StrEnum):
    """What is read at a time, in the word that is spoken."""

    LINE = "line"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Part:
    """`start`: where it begins. `passages`: the numbers of those that it is of, from first to last. `box`: around it, None where its
    place is not known."""

    text: str
    start: Place
    passages: range
    box: Box | None


def parts(text: Sequence[Passage], unit: Unit) -> tuple[Part, ...]:
    """The whole text, cut. A row, an entry and a field are one part for any unit but a block."""
    if unit is Unit.BLOCK:
        return tuple(_blocks(text))
    return tuple(part for number, passage in enumerate(text) for part in _cut(number, passage, unit))


def said(text: str, language: str = "en") -> str:
    """A part as it is said: named as a text of the screen where it could be taken for the app's own words."""
    words = phrases(language)
    return closed(words.say("screen_says", text=words.quote(text))) if speaks_as_us(text) else text


def _cut(number: int, passage: Passage, unit: Unit) -> Iterator[Part]:
    if unit is Unit.LINE:
        starts = [line.start for line in passage.lines]
        for start, end in pairwise([*starts, len(passage.text)]):
            if line := passage.text[start:end].strip():
                yield _part(number, passage, start, line)
    elif unit is Unit.SENTENCE:
        at = 0
        for sentence in sentences(passage.text):
            at = passage.text.index(sentence, at)
            yield _part(number, passage, at, sentence)
            at += len(sentence)
    else:
        yield _part(number, passage, 0, passage.text)


def _part(number: int, passage: Passage, start: int, text: str) -> Part:
    end = start + len(text)
    reaches = zip(passage.lines, [*(line.start for line in passage.lines[1:]), len(passage.text)], strict=True)
    boxes = [line.box for line, reach in reaches if line.start < end and reach > start]
    return Part(text, (number, start), range(number, number + 1), around(boxes))


def _blocks(text: Sequence[Passage]) -> Iterator[Part]:
    for _, group in groupby(range(len(text)), key=lambda number: text[number].block):
        numbers = list(group)
        held = [text[number] for number in numbers]
        whole = " ".join(closed(passage.text) for passage in held[:-1])
        said = f"{whole} {held[-1].text}".strip()
        yield Part(said, (numbers[0], 0), range(numbers[0], numbers[-1] + 1), around([passage.box for passage in held]))
