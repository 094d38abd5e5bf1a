"""The texts of a scene, and the ways in which they may belong together: in order, beside one another, one below the other. Pure.

A secret that is split over lines, cells or fields, or stands beside its label, is whole in at least one of these strands.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from mmassist.privacy.passages import Passage, Trait
from mmassist.privacy.telling import Reading, Telling
from mmassist.values import Box, Scene

FIELDS = ("name", "value", "description", "pixels_say")
"""The texts of an item, in the order in which they stand in a strand."""

# Pieces stand in one row if they share half the height of the lower one, in one column if so much of the narrower one's width and
# no more than this many heights between them.
_SHARED, _BELOW = 0.5, 1.6
# So much higher than wide is a text that stands on end.
_ON_END = 1.8
# Groups of a number are no longer than this, and tell nothing by themselves.
_REST = 4
# What may go on in the next text.
_OPEN = frozenset({Trait.KEY_START, Trait.TOKEN, Trait.IBAN})


class Owner(Enum):
    """Whose text a piece is, in the order in which placeholders are numbered."""

    WINDOW = 0
    ITEM = 1
    LINE = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `index`: of its item, line or text; `field`: of the item or window. `box`: picture's space, None where unknown.
    `confidence`: how surely it was read, 1 for what is told."""

    owner: Owner
    index: int
    field: str
    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces[piece].text[start:end]`."""

    piece: int
    start: int
    end: int


class Strand:
    """Some of the pieces after one another, parted by line breaks."""

    __slots__ = ("_members", "_starts", "passage")

    def __init__(self, readings: Sequence[Reading], runs: Sequence[Sequence[int]]) -> None:
        """`runs`: indices of pieces; between two runs nothing goes on."""
        self._members: list[int] = []
        self._starts: list[int] = []
        texts: list[str] = []
        figures: list[str] = []
        places: dict[Trait, list[tuple[int, int]]] = {}
        at = 0
        for run in runs:
            for member in run:
                reading = readings[member]
                end = at + len(reading.even)
                self._members.append(member)
                self._starts.append(at)
                texts.append(reading.even)
                figures.append(reading.figures)
                for trait in reading.traits:
                    places.setdefault(trait, []).append((at, end))
                at = end + 1
            texts.append("\n")
            figures.append("\n")
            at += 2
        self.passage = Passage("\n".join(texts), "\n".join(figures), places)

    def parts(self, start: int, end: int, pieces: Sequence[Piece]) -> list[Part]:
        """What of which pieces `text[start:end]` is, without the spaces at its ends."""
        found = []
        first = max(0, bisect.bisect(self._starts, start) - 1)
        for member, begin in zip(self._members[first:], self._starts[first:], strict=True):
            if begin >= end:
                break
            text = pieces[member].text
            left, right = max(0, start - begin), min(len(text), end - begin)
            inner = text[left:right]
            left += len(inner) - len(inner.lstrip())
            right -= len(inner) - len(inner.rstrip())
            if right > left:
                found.append(Part(member, left, right))
        return found


def pieces_of(scene: Scene, texts: Sequence[str]) -> list[Piece]:
    """All texts of the scene that are not empty, and `texts`."""
    pieces = []
    if scene.window is not None and scene.window.title:
        pieces.append(Piece(Owner.WINDOW, 0, "title", scene.window.title))
    if scene.target.path:
        pieces.append(Piece(Owner.WINDOW, 0, "path", scene.target.path))
    for index, item in enumerate(scene.items):
        pieces += [Piece(Owner.ITEM, index, name, text, item.box, item.confidence) for name in FIELDS if (text := str(getattr(item, name)))]
    pieces += [Piece(Owner.LINE, index, "text", line.text, line.box, line.confidence) for index, line in enumerate(scene.lines)]
    pieces += [Piece(Owner.TEXT, index, "", text) for index, text in enumerate(texts) if text]
    return pieces


def strands_of(pieces: Sequence[Piece], readings: Sequence[Reading]) -> Iterator[Strand]:
    """Every piece that may tell something is in at least one of them: most texts of a screen can't, and cost no more than a look."""
    is_telling = [reading.telling is not Telling.NOTHING for reading in readings]
    goes_on = [reading.telling is Telling.WORD or not _OPEN.isdisjoint(reading.traits) for reading in readings]
    is_rest = [_is_rest(piece.text) for piece in pieces]
    if not any(is_telling):
        return
    for runs in _runs(pieces):
        kept = [part for run in runs for part in _kept(run, is_telling, goes_on, is_rest)]
        if kept:
            yield Strand(readings, kept)


def _kept(run: Sequence[int], is_telling: Sequence[bool], goes_on: Sequence[bool], is_rest: Sequence[bool]) -> Iterator[list[int]]:
    """What of a run may tell something, what stands right behind a telling word or what may go on there, and short groups behind."""
    part: list[int] = []
    follows = False
    for at in run:
        if is_telling[at] or follows or (part and is_rest[at]):
            part.append(at)
        elif part:
            yield part
            part = []
        follows = goes_on[at]
    if part:
        yield part


def _is_rest(text: str) -> bool:
    """Whether it may be a group of a longer number: figures, or capitals as in IBANs."""
    bare = text.strip() if len(text) <= 2 * _REST else ""
    return 0 < len(bare) <= _REST and bare.isalnum() and bare == bare.upper()


def _runs(pieces: Sequence[Piece]) -> Iterator[list[list[int]]]:
    alone = [[at] for at, piece in enumerate(pieces) if piece.owner in (Owner.WINDOW, Owner.TEXT)]
    if alone:
        yield alone
    known: list[Box] = []
    chains: list[list[list[int]]] = []
    for owner in (Owner.ITEM, Owner.LINE):
        members = [at for at, piece in enumerate(pieces) if piece.owner is owner]
        if not members:
            continue
        yield [members]
        shown = list(_shown(pieces, members))
        if len(shown) < len(members):
            yield [shown]
        placed = [at for at in shown if pieces[at].box is not None]
        boxes = [box for at in placed if (box := pieces[at].box) is not None]
        # Of a scene that only pixels tell, items and lines stand in the same places.
        if not chains or boxes != known:
            known, chains = boxes, [_rows(boxes), _columns(boxes), *_upwards(boxes)]
        for several in chains:
            yield [[placed[number] for number in chain] for chain in several]


def _shown(pieces: Sequence[Piece], members: Sequence[int]) -> Iterator[int]:
    """Of each item the one text that stands in its box: its value, or else its name."""
    valued = {pieces[at].index for at in members if pieces[at].field == "value"}
    for at in members:
        piece = pieces[at]
        if piece.field in ("text", "value") or (piece.field == "name" and piece.index not in valued):
            yield at


def _rows(boxes: list[Box]) -> list[list[int]]:
    """Indices of boxes that stand beside one another, from the left."""
    rows: list[list[int]] = []
    last: Box | None = None
    for at in sorted(range(len(boxes)), key=[box.y + box.height / 2 for box in boxes].__getitem__):
        box = boxes[at]
        if last is not None and _overlap(last.y, last.height, box.y, box.height):
            rows[-1].append(at)
        else:
            rows.append([at])
        last = box
    return [sorted(row, key=lambda at: boxes[at].x) for row in rows]


def _columns(boxes: list[Box]) -> list[list[int]]:
    """Indices of boxes that stand below one another, from the top."""
    open_chains: list[_Column] = []
    done: list[_Column] = []
    for at in sorted(range(len(boxes)), key=[(box.y, box.x) for box in boxes].__getitem__):
        box = boxes[at]
        top, left, width = box.y, box.x, box.width
        still = [chain for chain in open_chains if top <= chain.deepest]
        if len(still) < len(open_chains):
            done += [chain for chain in open_chains if top > chain.deepest]
            open_chains = still
        for chain in open_chains:
            if top >= chain.middle and _overlap(chain.left, chain.width, left, width):
                chain.add(at, box)
                break
        else:
            open_chains.append(_Column(at, box))
    return [chain.members for chain in (*done, *open_chains)]


def _upwards(boxes: list[Box]) -> Iterator[list[list[int]]]:
    """Indices of boxes that stand on end below one another, from the foot: a line that is read upwards, in pieces."""
    on_end = [at for at, box in enumerate(boxes) if box.height > _ON_END * box.width]
    if len(on_end) > 1:
        yield [[on_end[number] for number in reversed(chain)] for chain in _columns([boxes[at] for at in on_end])]


class _Column:
    """A chain of boxes and what of its last one tells whether another goes below."""

    __slots__ = ("deepest", "left", "members", "middle", "width")

    def __init__(self, at: int, box: Box) -> None:
        self.members: list[int] = []
        self.add(at, box)

    def add(self, at: int, box: Box) -> None:
        self.members.append(at)
        self.left, self.width = box.x, box.width
        self.middle = box.y + box.height / 2
        self.deepest = box.y + box.height + _BELOW * box.height


def _overlap(start: int, size: int, other_start: int, other_size: int) -> bool:
    """Whether so much of the shorter one is common to both."""
    common = min(start + size, other_start + other_size) - max(start, other_start)
    return common >= _SHARED * max(1, min(size, other_size))
