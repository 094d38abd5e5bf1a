"""Where in the picture a hidden text stands: the boxes to be covered. Pure."""

from __future__ import annotations

from mmassist.values import Box, TextLine

# Up to the first length, above the second, or read less surely than this, a line is covered whole.
_SHORT, _LONG, _SURE = 28, 1000, 0.9
# Air around what is covered, in line heights and pixels: the last sign of a line may lie outside of its box.
_ASIDE, _ABOVE = 0.6, 0.12
_LEAST = 2
# How wide a sign is, roughly, in any proportional font.
_NARROW, _WIDE = frozenset("iIl|.,:;'!`jftr()[] "), frozenset("mwMW@%&QOGD")
# Of a line's width: how far the guess may be wrong.
_WRONG = 0.06
_NEARLY = 0.8


def inside(box: Box, place: Box) -> bool:
    """Whether nearly all of `box` is in `place`."""
    common = box.intersection(place)
    return common is not None and common.area >= _NEARLY * box.area


def around(box: Box) -> Box:
    """`box` with air around it."""
    aside, above = max(_LEAST, round(_ASIDE * min(box.height, 40))), max(_LEAST, round(_ABOVE * min(box.height, 40)))
    return Box(box.x - aside, box.y - above, box.width + 2 * aside, box.height + 2 * above)


def share(line: TextLine, start: int, end: int) -> Box:
    """The part of the line's box where `line.text[start:end]` stands, generously; all of it in doubt."""
    box = line.box
    if not _SHORT < len(line.text) <= _LONG or line.confidence < _SURE or box.height > box.width:
        return around(box)
    widths = [_width(sign) for sign in line.text]
    whole = sum(widths) or 1.0
    wrong = _WRONG * box.width + box.height
    left = box.x + box.width * sum(widths[:start]) / whole - wrong
    right = box.x + box.width * sum(widths[:end]) / whole + wrong
    left, right = max(left, box.x - box.height * _ASIDE), min(right, box.right + box.height * _ASIDE)
    above = max(_LEAST, round(_ABOVE * box.height))
    return Box(int(left), box.y - above, int(right - left) + 1, box.height + 2 * above)


def _width(sign: str) -> float:
    return 0.5 if sign in _NARROW else 1.4 if sign in _WIDE else 1.0
