"""Finds the secrets among the texts of a scene, each with all the places where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mmassist.privacy.doubt import SURE, is_doubtful
from mmassist.privacy.findings import Kind, Span, find_in, rank
from mmassist.privacy.lookalikes import bare, places, squeezed
from mmassist.privacy.places import inside
from mmassist.privacy.strands import Owner, Part, Piece, strands_of
from mmassist.privacy.telling import readings_of
from mmassist.values import Box

# What is shorter is in many texts by chance: it is looked for only where it was found.
_LOOKED_FOR, _AT_THE_PLACE = 6, 3
# No real screen has so many secrets on top of other texts: of one that has, all that stands anywhere is hidden.
_READINGS = 3000
# A secret of these kinds goes on in the next line without a space.
_SOLID = frozenset({Kind.KEY, Kind.E_MAIL, Kind.PASSWORD})
# An item higher than this holds many lines; of others all is hidden where one text is.
_SMALL = 64
# In heights of a line: how far from it a control may be that is called by a part of it.
_BESIDE, _ABOVE = 7, 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a secret stands; it may go over several pieces."""

    kind: Kind
    parts: tuple[Part, ...]

    def text(self, pieces: Sequence[Piece]) -> str:
        texts = [pieces[part.piece].text[part.start : part.end] for part in self.parts]
        return ("" if self.kind in _SOLID else " ").join(texts)


@dataclass(frozen=True, slots=True)
class Secret:
    """`name`: its placeholder's. `text`: as it is first written."""

    name: str
    kind: Kind
    text: str
    sightings: tuple[Sighting, ...]


def secrets_of(pieces: Sequence[Piece], kinds: frozenset[Kind], regions: tuple[str, ...]) -> list[Secret]:
    """In reading order, numbered by kind; the same text is the same secret wherever it stands."""
    found: list[Sighting] = []
    # Of a scene that only pixels tell, items and lines are the same texts.
    known: dict[str, tuple[Span, ...]] = {}
    for strand in strands_of(pieces, readings_of([piece.text for piece in pieces])):
        text = strand.passage.text
        if text not in known:
            known[text] = find_in(strand.passage, regions)
        placed = ((span, strand.parts(span.start, span.end, pieces)) for span in known[text] if span.kind in kinds)
        found += [Sighting(span.kind, tuple(parts)) for span, parts in placed if parts]
    if Kind.UNREAD in kinds:
        found += _doubtful(pieces)
    united = _united(found)
    if not united:
        return []
    index = _Index(pieces)
    united = _united([*united, *index.elsewhere(united)])
    united = _united([*united, *index.at_the_place(united), *index.shared_out(united)])
    return _named(united, pieces)


def _doubtful(pieces: Sequence[Piece]) -> Iterator[Sighting]:
    """Whole lines that may be a misread secret, where the program does not tell what stands there."""
    for at, piece in enumerate(pieces):
        if piece.confidence >= SURE or not is_doubtful(piece.text) or _is_told(piece.box, pieces):
            continue
        yield Sighting(Kind.UNREAD, (Part(at, 0, len(piece.text)),))


def _is_told(box: Box | None, pieces: Sequence[Piece]) -> bool:
    told = (piece.box for piece in pieces if piece.owner is Owner.ITEM and piece.confidence == 1 and piece.box)
    return box is not None and any(place.height <= _SMALL and inside(box, place) for place in told)


def _united(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Those that share letters become one, of the gravest kind; in the order of the pieces."""
    given = list(sightings)
    groups = list(range(len(given)))

    def group_of(at: int) -> int:
        while groups[at] != at:
            groups[at] = groups[groups[at]]
            at = groups[at]
        return at

    stretches = sorted((part.piece, part.start, part.end, at) for at, one in enumerate(given) for part in one.parts)
    piece, reached, last = -1, 0, -1
    for part_of, start, end, at in stretches:
        if part_of == piece and start < reached:
            groups[group_of(at)] = group_of(last)
            reached = max(reached, end)
        else:
            piece, reached = part_of, end
        last = at
    members: dict[int, list[Sighting]] = {}
    for at, one in enumerate(given):
        members.setdefault(group_of(at), []).append(one)
    return sorted(map(_as_one, members.values()), key=lambda one: (one.parts[0].piece, one.parts[0].start))


def _as_one(sightings: Sequence[Sighting]) -> Sighting:
    if len(sightings) == 1:
        return sightings[0]
    return Sighting(min((one.kind for one in sightings), key=rank), _joined(part for one in sightings for part in one.parts))


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    done: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.piece, part.start, part.end)):
        if done and done[-1].piece == part.piece and part.start <= done[-1].end:
            done[-1] = Part(part.piece, done[-1].start, max(done[-1].end, part.end))
        else:
            done.append(part)
    return tuple(done)


class _Index:
    """The pieces' letters and figures alone, with the way back."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._bare = [bare(piece.text) for piece in pieces]
        self._places: dict[int, list[int]] = {}

    def elsewhere(self, sightings: Sequence[Sighting]) -> Iterator[Sighting]:
        """The same texts in other pieces."""
        wanted = {key: one.kind for one in reversed(sightings) if len(key := squeezed(one.text(self._pieces))) >= _LOOKED_FOR}
        for key, kind in wanted.items():
            for piece, text in enumerate(self._bare):
                if key in text:
                    yield from (Sighting(kind, (part,)) for part in self._within(key, piece))

    def at_the_place(self, sightings: Sequence[Sighting]) -> Iterator[Sighting]:
        """What the tree and the picture say of the same place: the other reading of what is a secret in one, however it is misread."""
        read = 0
        boxed = [(at, box, box.right, box.bottom) for at, piece in enumerate(self._pieces) if (box := piece.box) is not None]
        for sighting in sightings:
            for part in sighting.parts:
                place = self._pieces[part.piece].box
                if place is None:
                    continue
                key = squeezed(self._pieces[part.piece].text[part.start : part.end])
                right, bottom = place.right, place.bottom
                for at, box, box_right, box_bottom in boxed:
                    # Most boxes are elsewhere.
                    if box.x >= right or box.y >= bottom or box_right <= place.x or box_bottom <= place.y:
                        continue
                    if at == part.piece or not _same_place(place, box):
                        continue
                    if read == _READINGS:
                        yield Sighting(sighting.kind, tuple(Part(one, 0, len(self._pieces[one].text)) for one, *_ in boxed))
                        return
                    read += 1
                    yield from self._other_reading(sighting, part, key, at)

    def _other_reading(self, sighting: Sighting, part: Part, key: str, at: int) -> Iterator[Sighting]:
        if len(key) >= _AT_THE_PLACE and (found := list(self._within(key, at))):
            yield from (Sighting(sighting.kind, (*sighting.parts, one)) for one in found)
            return
        piece, other = self._pieces[part.piece], self._pieces[at]
        if other.owner is not Owner.LINE or piece.owner is not Owner.ITEM or piece.box is None or piece.box.height > _SMALL:
            return
        if any(mark.isdigit() for mark in other.text) or len(key) * 2 >= len(self._bare[part.piece]):
            yield Sighting(sighting.kind, (*sighting.parts, Part(at, 0, len(other.text))))

    def shared_out(self, sightings: Sequence[Sighting]) -> Iterator[Sighting]:
        """What controls have of a secret that runs through them: one that is seen in or beside a line is called by some of its words."""
        items = ((at, piece) for at, piece in enumerate(self._pieces) if piece.owner is Owner.ITEM and piece.confidence < 1)
        seen = [(at, piece.box) for at, piece in items if piece.box]
        read = 0
        for sighting in sightings if seen else ():
            for part in sighting.parts:
                line = self._pieces[part.piece]
                if line.owner is not Owner.LINE or line.box is None:
                    continue
                key = squeezed(line.text[part.start : part.end])
                tall = min(line.box.height, line.box.width)  # it may stand on end
                aside, above = _BESIDE * tall, _ABOVE * tall
                near = Box(line.box.x - aside, line.box.y - above, line.box.width + 2 * aside, line.box.height + 2 * above)
                for at, box in seen:
                    if not box.intersection(near):
                        continue
                    if read == _READINGS:
                        yield Sighting(sighting.kind, tuple(Part(one, 0, len(self._pieces[one].text)) for one, _ in seen))
                        return
                    read += 1
                    yield from (Sighting(sighting.kind, (*sighting.parts, one)) for one in self._common(key, at))

    def _common(self, key: str, piece: int) -> Iterator[Part]:
        """The stretches of a text that are in `key`: all of it, or those that are no chance."""
        text = self._bare[piece]
        if text and text in key:
            yield Part(piece, 0, len(self._pieces[piece].text))
            return
        where, at = self._where(piece), 0
        while at < len(text):
            end = at
            while end < len(text) and text[at : end + 1] in key:
                end += 1
            if end - at >= _AT_THE_PLACE:
                yield Part(piece, where[at], where[end - 1] + 1)
            at = max(end, at + 1)

    def _where(self, piece: int) -> list[int]:
        """Of each sign of the bare text where in the whole text it is."""
        if piece not in self._places:
            self._places[piece] = places(self._pieces[piece].text)
        return self._places[piece]

    def _within(self, key: str, piece: int) -> Iterator[Part]:
        text = self._bare[piece]
        at = text.find(key) if key else -1
        if at < 0:
            return
        where = self._where(piece)
        while at >= 0:
            yield Part(piece, where[at], where[at + len(key) - 1] + 1)
            at = text.find(key, at + len(key))


def _same_place(one: Box, other: Box) -> bool:
    common = one.intersection(other)
    return common is not None and 2 * common.area >= min(one.area, other.area)


def _named(sightings: Sequence[Sighting], pieces: Sequence[Piece]) -> list[Secret]:
    by_key: dict[tuple[Kind, str], list[Sighting]] = {}
    for sighting in sightings:
        first = _of_first_owner(sighting, pieces)
        by_key.setdefault((sighting.kind, squeezed(first.text(pieces)) or first.text(pieces)), []).append(sighting)
    counts: dict[Kind, int] = {}
    named = []
    for (kind, _), among in by_key.items():
        counts[kind] = counts.get(kind, 0) + 1
        named.append(Secret(f"{kind} {counts[kind]}", kind, _of_first_owner(among[0], pieces).text(pieces), tuple(among)))
    return named


def _of_first_owner(sighting: Sighting, pieces: Sequence[Piece]) -> Sighting:
    """The reading of the tree or that of the picture, not both after one another."""
    owner = pieces[sighting.parts[0].piece].owner
    fields = {pieces[part.piece].field for part in sighting.parts}
    several = "pixels_say" in fields and len(fields) > 1
    parts = tuple(
        part for part in sighting.parts if pieces[part.piece].owner is owner and not (several and pieces[part.piece].field == "pixels_say")
    )
    return Sighting(sighting.kind, parts)
