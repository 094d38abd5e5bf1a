"""Where a control may truly be said to stand: by thirds of the window, as its toolkit drew it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from mmassist.evaluation.speech import phrase, tokens
from mmassist.values import Box

_MARGIN = 0.08
"""Of a side: so near a border of thirds either may be said."""


@cache
def regions() -> dict[tuple[str, ...], str]:
    """The region that each wording names."""
    table = tomllib.loads(files("mmassist.evaluation.questions").joinpath("regions.toml").read_text("utf-8"))
    return {phrase(wording): region for region, wordings in table["regions"].items() for wording in wordings}


def places_of(box: Box, client: Box) -> frozenset[str]:
    """The regions that may be named for it; the row or the column alone may be where it is in the middle of the other."""
    across = _thirds((box.centre[0] - client.x) / client.width, ("left", "", "right"))
    down = _thirds((box.centre[1] - client.y) / client.height, ("top", "", "bottom"))
    wide = box.width > client.width / 2
    found = {f"{row} {column}".strip() or "middle" for row in down for column in across}
    return frozenset(found | {row or "middle" for row in down} if wide else found)


def _thirds(share: float, names: tuple[str, str, str]) -> set[str]:
    return {names[min(2, max(0, int(3 * at)))] for at in (share - _MARGIN, share, share + _MARGIN)}


def said_places(answer: str) -> set[str]:
    """The regions that an answer names, each by its longest wording."""
    words = tuple(token.text for token in tokens(answer))
    found, at = set(), 0
    while at < len(words):
        lengths = [len(wording) for wording in regions() if words[at : at + len(wording)] == wording]
        if lengths:
            found.add(regions()[words[at : at + max(lengths)]])
        at += max(lengths, default=1)
    return found
