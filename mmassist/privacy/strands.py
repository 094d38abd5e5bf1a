"""The texts of a scene, and the ways in which they may belong together: in order, beside one another, one below the other. Pure.

A secret that is split over lines, cells or fields, or stands beside its label, is whole in at least one of these strands.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from mmassist.privacy.telling import Telling, may_tell
from mmassist.values import Box, Scene

FIELDS = ("name", "value", "description", "pixels_say")
"""The texts of an item, in the order in which they stand in a strand."""

# Pieces stand in one row if they share half the height of the lower one, in one column if so much of the narrower one's width and
# no more than this many heights between them.
_SHARED, _BELOW = 0.5, 1.6


class Owner(Enum):
    """Whose text a piece is, in the order in which placeholders are numbered."""

    WINDOW = 0
    ITEM = 1
    LINE = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `index`: of its item, line or text; `field`: of the item or window. `box`: picture's space, None where unknown."""

    owner: Owner
    index: int
    field: str
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces[piece].text[start:end]`."""

    piece: int
    start: int
    end: int


class Strand:
    """Some of the pieces after one another, parted by line breaks."""

    __slots__ = ("_members", "_starts", "text")

    def __init__(self, pieces: Sequence[Piece], runs: Sequence[Sequence[int]]) -> None:
        """`runs`: indices of pieces; between two runs nothing goes on."""
        self._members: list[int] = []
        self._starts: list[int] = []
        texts: list[str] = []
        at = 0
        for run in runs:
            for member in run:
                self._members.append(member)
                self._starts.append(at)
                texts.append(pieces[member].text + "\n")
                at += len(texts[-1])
            texts.append("\n\n")
            at += 2
        self.text = "".join(texts)

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
        texts_of = ((name, str(getattr(item, name))) for name in FIELDS)
        pieces += [Piece(Owner.ITEM, index, name, text, item.box) for name, text in texts_of if text]
    pieces += [Piece(Owner.LINE, index, "text", line.text, line.box) for index, line in enumerate(scene.lines)]
    pieces += [Piece(Owner.TEXT, index, "", text) for index, text in enumerate(texts) if text]
    return pieces


def strands_of(pieces: Sequence[Piece]) -> Iterator[Strand]:
    """Every piece that may tell something is in at least one of them: most texts of a screen can't, and cost no more than a look."""
    telling = [may_tell(piece.text) for piece in pieces]
    for runs in _runs(pieces):
        kept = [part for run in runs for part in _kept(run, telling)]
        if kept:
            yield Strand(pieces, kept)


def _kept(run: Sequence[int], telling: Sequence[Telling]) -> Iterator[list[int]]:
    """What of a run may tell something, and what stands right behind a telling word."""
    part: list[int] = []
    follows = False
    for at in run:
        if telling[at] is not Telling.NOTHING or follows:
            part.append(at)
        elif part:
            yield part
            part = []
        follows = telling[at] is Telling.WORD
    if part:
        yield part


def _runs(pieces: Sequence[Piece]) -> Iterator[list[list[int]]]:
    alone = [[at] for at, piece in enumerate(pieces) if piece.owner in (Owner.WINDOW, Owner.TEXT)]
    if alone:
        yield alone
    for owner in (Owner.ITEM, Owner.LINE):
        members = [at for at, piece in enumerate(pieces) if piece.owner is owner]
        if not members:
            continue
        yield [members]
        shown = list(_shown(pieces, members))
        if len(shown) < len(members):
            yield [shown]
        placed = [(at, box) for at in shown if (box := pieces[at].box) is not None]
        yield _chained(placed, _rows)
        yield _chained(placed, _columns)


def _shown(pieces: Sequence[Piece], members: Sequence[int]) -> Iterator[int]:
    """Of each item the one text that stands in its box: its value, or else its name."""
    valued = {pieces[at].index for at in members if pieces[at].field == "value"}
    for at in members:
        piece = pieces[at]
        if piece.field in ("text", "value") or (piece.field == "name" and piece.index not in valued):
            yield at


def _chained(placed: Sequence[tuple[int, Box]], chains: Callable[[list[Box]], list[list[int]]]) -> list[list[int]]:
    boxes = [box for _, box in placed]
    return [[placed[number][0] for number in chain] for chain in chains(boxes)]


def _rows(boxes: list[Box]) -> list[list[int]]:
    """Indices of boxes that stand beside one another, from the left."""
    rows: list[list[int]] = []
    for at in sorted(range(len(boxes)), key=lambda at: boxes[at].centre[1]):
        row = rows[-1] if rows else []
        if row and _overlap(boxes[row[-1]].y, boxes[row[-1]].bottom, boxes[at].y, boxes[at].bottom) >= _SHARED:
            row.append(at)
        else:
            rows.append([at])
    return [sorted(row, key=lambda at: boxes[at].x) for row in rows]


def _columns(boxes: list[Box]) -> list[list[int]]:
    """Indices of boxes that stand below one another, from the top."""
    open_chains: list[list[int]] = []
    done: list[list[int]] = []
    for at in sorted(range(len(boxes)), key=lambda at: (boxes[at].y, boxes[at].x)):
        box = boxes[at]
        still = [chain for chain in open_chains if box.y - boxes[chain[-1]].bottom <= _BELOW * boxes[chain[-1]].height]
        done += [chain for chain in open_chains if chain not in still]
        open_chains = still
        chain = next((chain for chain in open_chains if _goes_below(boxes[chain[-1]], box)), None)
        if chain is None:
            open_chains.append([at])
        else:
            chain.append(at)
    return done + open_chains


def _goes_below(above: Box, below: Box) -> bool:
    return below.y >= above.centre[1] and _overlap(above.x, above.right, below.x, below.right) >= _SHARED


def _overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """The common part as a share of the shorter one."""
    return (min(end, other_end) - max(start, other_start)) / max(1, min(end - start, other_end - other_start))
