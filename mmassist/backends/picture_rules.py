"""What a provider does to a picture before its model sees it: to which size it scales, and how many tokens that costs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, sqrt


class TokenRule(StrEnum):
    """How tokens are counted.

    `TILES`: `base` and `each` for every tile of `cell` pixels. `PATCHES`: `each` for every patch of `cell` pixels, of which the provider
    allows `cap` and scales down until they are not more. `FLAT`: `each` for every picture, whatever its size.
    """

    TILES = "tiles"
    PATCHES = "patches"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class PictureRules:
    """One provider's rules, and ours for it. Lengths in pixels, sizes in bytes before base64.

    `long_side`, `short_side`: what the provider scales down to, 0 for no limit. `cell`, `base`, `each`, `cap`: see `TokenRule`; a cap of
    0 is none. `legible`: least height of a text line's box in outgoing pixels at which it still reads. `most`: how many pictures one
    prompt may have, `budget`: how many tokens they may cost in all. `bytes_each`, `bytes_all`: of one picture and of all. `formats`:
    media types that are taken. `detail`: the resolution to ask the API for, in its own words, empty for none.
    """

    rule: TokenRule
    long_side: int
    legible: float
    cell: int = 32
    base: int = 0
    each: float = 1.0
    cap: int = 0
    short_side: int = 0
    most: int = 5
    budget: int = 6000
    bytes_each: int = 5_000_000
    bytes_all: int = 20_000_000
    formats: tuple[str, ...] = ("image/png", "image/jpeg", "image/webp")
    detail: str = ""


def fit(width: int, height: int, rules: PictureRules) -> tuple[int, int]:
    """The size in pixels that the provider would scale the picture to: the same shape, never larger."""
    scale = 1.0
    if rules.long_side:
        scale = min(scale, rules.long_side / max(width, height))
    if rules.short_side:
        scale = min(scale, rules.short_side / min(width, height))
    if rules.rule is TokenRule.PATCHES and rules.cap:
        scale = min(scale, _patch_scale(width, height, scale, rules))
    return scaled(width, height, scale)


def scaled(width: int, height: int, scale: float) -> tuple[int, int]:
    """The size at `scale`, whole pixels, at least one; a scale above 1 leaves it as it is."""
    if scale >= 1:
        return width, height
    return max(1, floor(width * scale + 1e-6)), max(1, floor(height * scale + 1e-6))


def size_tokens(width: int, height: int, rules: PictureRules) -> int:
    """Tokens of one picture of this size, once the provider has scaled it."""
    width, height = fit(width, height, rules)
    cells = ceil(width / rules.cell) * ceil(height / rules.cell)
    match rules.rule:
        case TokenRule.TILES | TokenRule.PATCHES:
            return ceil(rules.base + rules.each * cells)
        case TokenRule.FLAT:
            return ceil(rules.each)


def _patch_scale(width: int, height: int, scale: float, rules: PictureRules) -> float:
    """The largest scale, at most `scale`, at which the patches are not more than the cap."""
    columns, rows = width * scale / rules.cell, height * scale / rules.cell
    if ceil(columns - 1e-9) * ceil(rows - 1e-9) <= rules.cap:
        return scale
    shrink = min(1.0, sqrt(rules.cap / (columns * rows)))
    # Whole patches: of the two directions take the one that loses less.
    best = 0.0
    for whole, along in ((floor(columns * shrink), columns), (floor(rows * shrink), rows)):
        candidate = whole / along
        if whole and ceil(columns * candidate - 1e-9) * ceil(rows * candidate - 1e-9) <= rules.cap:
            best = max(best, candidate)
    if not best:
        # A strip so thin that one direction has a single patch.
        best = rules.cap / max(columns, rows)
    return scale * best
