"""Which parts of a picture are to be shown beside the reduced whole, so that small text can be read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from mmassist.backends.picture_rules import PictureRules, fit, size_tokens
from mmassist.values import Box, TextLine

# A part that shows its text hardly larger than the whole does is not worth its tokens.
_GAIN = 1.15


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture. `box`: picture's space. `heights`: of the lines in it. `legible`: at the scale at which it is sent."""

    box: Box
    heights: tuple[int, ...]
    legible: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a part of one that is too long to be sent in one; `box` with some air around."""

    box: Box
    height: int


def needed_scale(height: int, rules: PictureRules) -> float:
    """The least scale at which a line of that height reads, 1 where it is small already: nothing is scaled up."""
    return min(1.0, rules.legible / max(1, height))


def regions(shown: Box, lines: Sequence[TextLine], rules: PictureRules, focus: Box | None = None) -> tuple[Region, ...]:
    """Parts of the picture that show what is not legible in `shown`, reduced; the most wanted first.

    At most `rules.most - 1`, and at most as many as `rules.budget` pays for beside `shown`. What `focus` touches comes first, then
    what holds the most lines. A part that can't be made legible any more is shown as well as it can be.
    """
    whole = fit(shown.width, shown.height, rules)[0] / shown.width
    small = [line for line in lines if whole < needed_scale(line.box.height, rules) and line.box.intersection(shown)]
    if not small or rules.most < 2:
        return ()
    pieces = [piece for line in small for piece in _pieces(line.box, shown, rules)]
    parts = _divided(pieces, rules)
    useful = [part for part in parts if _scale(part.box, rules) >= _GAIN * whole]
    useful.sort(key=lambda part: (focus is None or part.box.intersection(focus) is None, -len(part.heights), part.box.y, part.box.x))
    left = rules.budget - size_tokens(shown.width, shown.height, rules)
    kept = []
    for part in useful[: rules.most - 1]:
        cost = size_tokens(part.box.width, part.box.height, rules)
        if cost <= left:
            kept.append(part)
            left -= cost
    return tuple(kept)


def _divided(pieces: list[_Piece], rules: PictureRules) -> list[Region]:
    """Cuts the largest part that does not read in two, between its lines, until all do or no more parts may be sent."""
    parts = [(_region(pieces, rules), pieces)]
    while len(parts) < rules.most - 1:
        wanting = [at for at, (region, inside) in enumerate(parts) if not region.legible and len(inside) > 1]
        if not wanting:
            break
        at = max(wanting, key=lambda index: parts[index][0].box.area)
        _, inside = parts.pop(at)
        parts += [(_region(half, rules), half) for half in _halves(inside)]
    return [region for region, _ in parts]


def _halves(pieces: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """Cuts along the direction and at the place where the two parts cover the least area together."""
    best: tuple[float, list[_Piece], int] | None = None
    for order in (sorted(pieces, key=lambda piece: piece.box.centre[1]), sorted(pieces, key=lambda piece: piece.box.centre[0])):
        before, after = _areas(order), _areas(order[::-1])[::-1]
        for cut in range(1, len(order)):
            cost = before[cut - 1] + after[cut]
            if best is None or cost < best[0]:
                best = cost, order, cut
    assert best is not None  # noqa: S101 - there are two pieces at least
    _, order, cut = best
    return order[:cut], order[cut:]


def _areas(pieces: Sequence[_Piece]) -> list[int]:
    """Area of the box around the first piece, around the first two, and so on."""
    areas, box = [], pieces[0].box
    for piece in pieces:
        box = _around(box, piece.box)
        areas.append(box.area)
    return areas


def _region(pieces: Sequence[_Piece], rules: PictureRules) -> Region:
    box = pieces[0].box
    for piece in pieces[1:]:
        box = _around(box, piece.box)
    heights = tuple(piece.height for piece in pieces)
    return Region(box, heights, _scale(box, rules) >= needed_scale(min(heights), rules))


def _pieces(box: Box, picture: Box, rules: PictureRules) -> list[_Piece]:
    """The line with half its height of air around it, with less on its left and right where it would be too long with that; in overlapping
    parts where it is too long to be sent legibly in one."""
    reach = floor(rules.long_side / needed_scale(box.height, rules)) if rules.long_side else picture.width
    air = box.height // 2
    beside = min(air, (reach - box.width) // 2) if box.width <= reach else air
    roomy = Box(box.x - beside, box.y - air, box.width + 2 * beside, box.height + 2 * air).intersection(picture)
    assert roomy is not None  # noqa: S101 - only lines in the picture come here
    step = max(1, reach - 4 * box.height)
    if roomy.width <= reach or reach <= 8 * box.height:
        return [_Piece(roomy, box.height)]
    starts = range(roomy.x, roomy.right - 4 * box.height, step)
    return [_Piece(Box(x, roomy.y, min(reach, roomy.right - x), roomy.height), box.height) for x in starts]


def _scale(box: Box, rules: PictureRules) -> float:
    width, height = fit(box.width, box.height, rules)
    return min(width / box.width, height / box.height)


def _around(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)
