"""Letters that are drawn the same each time, as those of terminals are: once learnt from the recogniser they are known by their shape.

A line is taken apart at its blank columns. Each piece is one letter where there are as many pieces as letters; what was read so several
times, and hardly ever otherwise, is known. Of a line with pieces that are not known only the words that hold them are read by the
recogniser, with their neighbours, for one letter alone says little.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.watching.news import Region
from mmassist.perception.watching.parts import INK, part
from mmassist.perception.watching.words import folded
from mmassist.values import Box, Pixels, TextLine

Mask = NDArray[np.bool_]

# From how many readings on, and which share of them that agree, a piece or a gap is known.
_READINGS, _AGREE = 2, 0.8
# Readings less sure than this teach nothing. So many shapes are kept: letters that are never drawn twice alike would fill the memory.
_SURE, _MOST = 0.9, 2000
# In pixels: how far around a line that was read its ink is looked for, and how large a caret of one block is at least.
_AIR, _CARET_WIDE, _CARET_HIGH = 6, 4, 8
# A gap wider than so many heights of the line parts two texts. What is to be read of a line is at most so much of it, or it is read whole.
_APART, _WORTH = 1.3, 0.6

_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two blank columns. `shape`: equal for the same letter wherever it stands. Picture's space."""

    shape: bytes
    box: Box
    is_block: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as far as it is known. `words`: one after the other, None for what is to be read; `lengths`: how many letters each has.

    `box`: of all of it; `open`: of the words from `first` to before `end` that are to be read, None where all are known. Picture's space.
    """

    words: tuple[str | None, ...]
    lengths: tuple[int, ...]
    box: Box
    open: Box | None = None
    first: int = 0
    end: int = 0

    @property
    def line(self) -> TextLine:
        """Of a draft that is complete."""
        return TextLine(" ".join(filter(None, self.words)), self.box, 1.0)

    def completed(self, read: str) -> TextLine | None:
        """With what was read in `open`; None where that does not fit to what is known."""
        told, shown = read.split(), self.words[self.first : self.end]
        if len(told) != len(shown):
            return None
        fits = all(
            folded(one) == folded(known) if known is not None else len(one) == length
            for one, known, length in zip(told, shown, self.lengths[self.first : self.end], strict=True)
        )
        words = [*self.words[: self.first], *told, *self.words[self.end :]]
        return TextLine(" ".join(filter(None, words)), self.box, 1.0) if fits else None


@dataclass(slots=True)
class Glyphs:
    """Of one watched picture."""

    _letters: dict[bytes, Counter[str]] = field(default_factory=dict)
    _gaps: dict[int, Counter[bool]] = field(default_factory=dict)

    def read(self, region: Region) -> list[Draft] | None:
        """The lines of `region` that changed; None where too little of any of them is known. A millisecond or two."""
        found: list[Draft] = []
        ink = _ink(region.after, region.box)
        for top, foot in _runs(_any(ink, axis=1)):
            if not region.differs(Box(region.box.x, region.box.y + top, region.box.width, foot - top)):
                continue
            if top == 0 or foot == len(ink):
                return None
            pieces = _without_caret(_pieces(ink[top:foot], region.box.x, region.box.y + top))
            drafts = [self._draft(run) for run in _texts(pieces, foot - top)]
            known = [draft for draft in drafts if draft is not None]
            if len(known) < len(drafts):
                return None
            found += (draft for draft in known if region.is_rewritten(draft.line))
        return found

    def learn(self, pixels: Pixels, lines: Sequence[TextLine]) -> None:
        """From lines that the recogniser has read in a picture (height, width, 4)."""
        for line in lines:
            if line.confidence >= _SURE and len(self._letters) < _MOST:
                self._learn(_pieces_of(pixels, line.box), line.text)

    def _learn(self, pieces: list[_Piece], text: str) -> None:
        words = text.split()
        letters = "".join(words)
        if len(letters) != len(pieces):
            return
        for piece, letter in zip(pieces, letters, strict=True):
            self._letters.setdefault(piece.shape, Counter())[letter] += 1
        ends = {sum(map(len, words[: at + 1])) for at in range(len(words) - 1)}
        for at, gap in enumerate(_gaps(pieces), 1):
            self._gaps.setdefault(gap, Counter())[at in ends] += 1

    def _draft(self, pieces: list[_Piece]) -> Draft | None:
        spaces = [self._is_space(gap) for gap in _gaps(pieces)]
        if None in spaces:
            return None
        starts = [0, *(at for at, is_space in enumerate(spaces, 1) if is_space)]
        parts = [pieces[start:end] for start, end in itertools.pairwise((*starts, len(pieces)))]
        words = tuple(self._word(part) for part in parts)
        lengths, box = tuple(map(len, parts)), _around(pieces)
        missing = [at for at, word in enumerate(words) if word is None]
        if not missing:
            return Draft(words, lengths, box)
        first, end = max(0, missing[0] - 1), min(len(parts), missing[-1] + 2)
        unread = _around(list(itertools.chain(*parts[first:end])))
        return Draft(words, lengths, box, unread, first, end) if unread.width <= _WORTH * box.width else None

    def _word(self, pieces: list[_Piece]) -> str | None:
        letters = [_agreed(self._letters, piece.shape) for piece in pieces]
        return None if None in letters else "".join(filter(None, letters))

    def _is_space(self, gap: int) -> bool | None:
        """A gap is judged as those of its width were, or as a narrower one that is a space, or a wider one that is none."""
        known = {width: said for width in self._gaps if (said := _agreed(self._gaps, width)) is not None}
        if gap in self._gaps:
            return known.get(gap)
        if any(said and width < gap for width, said in known.items()):
            return True
        return False if any(not said and width > gap for width, said in known.items()) else None


def _agreed(readings: dict[_K, Counter[_T]], key: _K) -> _T | None:
    """What a thing was read as, if often enough and nearly always."""
    if (counts := readings.get(key)) is None:
        return None
    (best, count), total = counts.most_common(1)[0], counts.total()
    return best if total >= _READINGS and count >= _AGREE * total else None


def _ink(pixels: Pixels, box: Box) -> Mask:
    """Where a part of a picture differs from its ground."""
    seen = pixels[part(box)][:, :, :3].astype(np.int16)
    ground = np.median(seen[:: max(1, len(seen) // 16), ::3].reshape(-1, 3), axis=0)
    found: Mask = (np.abs(seen - ground) > INK).any(axis=2)
    return found


def _any(ink: Mask, axis: int) -> Mask:
    found: Mask = np.logical_or.reduce(ink, axis=axis)
    return found


def _runs(there: Mask) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _pieces(ink: Mask, x: int, y: int) -> list[_Piece]:
    """Of one line. `x`, `y`: where `ink` lies in the picture."""
    found = []
    for left, right in _runs(_any(ink, axis=0)):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        found.append((left, right, int(rows[0]), int(rows[-1]) + 1))
    if not found:
        return []
    baseline = Counter(foot for *_, foot in found).most_common(1)[0][0]
    pieces = []
    for left, right, top, foot in found:
        shape = ink[top:foot, left:right]
        place = np.array([right - left, foot - top, foot - baseline], np.int16)
        box = Box(x + left, y + top, right - left, foot - top)
        pieces.append(_Piece(place.tobytes() + np.packbits(shape).tobytes(), box, _is_block(shape)))
    return pieces


def _pieces_of(pixels: Pixels, line: Box) -> list[_Piece]:
    """Those of a line that was read, of which the recogniser knows the place only about."""
    height, width = pixels.shape[:2]
    around = Box(line.x - _AIR, line.y - _AIR, line.width + 2 * _AIR, line.height + 2 * _AIR)
    if (room := around.intersection(Box(0, 0, width, height))) is None:
        return []
    ink = _ink(pixels, room)
    above, below = line.y - room.y, line.bottom - room.y
    bands = _runs(_any(ink, axis=1))
    top, foot = max(bands, key=lambda band: min(band[1], below) - max(band[0], above), default=(0, 0))
    pieces = _pieces(ink[top:foot], room.x, room.y + top)
    return [piece for piece in pieces if line.x - _AIR // 2 <= piece.box.centre[0] <= line.right + _AIR // 2]


def _is_block(shape: Mask) -> bool:
    """Whether it is a full or a hollow block: a terminal's caret, and no letter."""
    height, width = shape.shape
    whole = bool(shape[0].all() and shape[-1].all() and shape[:, 0].all() and shape[:, -1].all())
    return whole and width >= _CARET_WIDE and height >= _CARET_HIGH


def _without_caret(pieces: list[_Piece]) -> list[_Piece]:
    return pieces[:-1] if pieces and pieces[-1].is_block else pieces


def _texts(pieces: list[_Piece], height: int) -> Iterator[list[_Piece]]:
    """Parted where the gap is too wide for one text."""
    if not pieces:
        return
    start = 0
    for at, gap in enumerate(_gaps(pieces), 1):
        if gap > _APART * height:
            yield pieces[start:at]
            start = at
    yield pieces[start:]


def _gaps(pieces: Sequence[_Piece]) -> list[int]:
    return [after.box.x - before.box.right for before, after in itertools.pairwise(pieces)]


def _around(pieces: Sequence[_Piece]) -> Box:
    x, y = pieces[0].box.x, min(piece.box.y for piece in pieces)
    return Box(x, y, pieces[-1].box.right - x, max(piece.box.bottom for piece in pieces) - y)
