"""Tells when a text comes into view of a camera, and when it is gone."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mmassist.perception.agreement import squeezed
from mmassist.perception.camera.reading import Reader
from mmassist.values import Box, Frame, TextLine

_SURE = 0.6
# A wish and as many words of a line are compared, and one more or less.
_SLACK = 1
# Letters of a word in which one may be wrong, and how alike it must still be.
_LONG, _ALIKE = 6, 0.85


@dataclass(frozen=True, slots=True)
class Sighting:
    """`there`: it came into view, or it is gone. `text`: as it is read there. `place`: a key of the table `places`."""

    there: bool
    text: str
    place: str
    frame: Frame


def match(wanted: str, lines: Sequence[TextLine]) -> TextLine | None:
    """The line that says `wanted`, whatever the recogniser made of its letters; figures must be the same. Pure."""
    words = wanted.split()
    if not words:
        return None
    surely = [line for line in lines if line.confidence >= _SURE]
    return next((line for line in surely if _says(line.text, words)), None)


def _says(text: str, wanted: Sequence[str]) -> bool:
    said = text.split()
    return any(
        _agrees(said[start : start + length], wanted)
        for length in range(max(1, len(wanted) - _SLACK), len(wanted) + _SLACK + 1)
        for start in range(len(said) - length + 1)
    )


def _agrees(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Word by word the same, or nearly; or all of it the same, however it is parted into words."""
    if squeezed(" ".join(said)) == squeezed(" ".join(wanted)):
        return True
    return len(said) == len(wanted) and all(_same_word(squeezed(one), squeezed(other)) for one, other in zip(said, wanted, strict=True))


def _same_word(one: str, other: str) -> bool:
    """Figures and short words must be the same; in a long word one letter may be wrong."""
    if one == other:
        return True
    is_word = min(len(one), len(other)) >= _LONG and one.isalpha() and other.isalpha()
    return is_word and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def place_of(box: Box, width: int, height: int) -> str:
    """Where it is, in ninths of the picture: a key of the table `places`."""
    across = ("left", "", "right")[min(2, 3 * (box.x + box.width // 2) // max(1, width))]
    down = ("top", "", "bottom")[min(2, 3 * (box.y + box.height // 2) // max(1, height))]
    return " ".join(filter(None, (down, across))) or "middle"


async def watch_text(frames: AsyncGenerator[Frame, None], reader: Reader, wanted: str) -> AsyncGenerator[Sighting, None]:
    """Each coming and going of `wanted`. `frames`: best a camera's `changes`; closed at the end. Raises what they and `reader` raise."""
    there = False
    async with contextlib.aclosing(frames):
        async for frame in frames:
            found: list[TextLine] = []
            line = None
            async with contextlib.aclosing(reader.read(frame)) as groups:
                async for lines in groups:
                    found += lines
                    if (line := match(wanted, found)) is not None:
                        break
            if (line is not None) != there:
                there = line is not None
                place = place_of(line.box, frame.width, frame.height) if line else ""
                yield Sighting(there, line.text if line else "", place, frame)
