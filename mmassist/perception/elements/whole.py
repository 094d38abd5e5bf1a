"""What a picture as a whole looks like, told only where that is right often enough. The rules are in `resources/kinds.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from mmassist.perception.elements.finder import Found
from mmassist.values import PictureKind, Pixels

LONGEST = 800
"""Pixels of the longer side of a picture that is looked at for this alone: the rules were made at this size."""

_SMALLEST = 96
"""Pixels of the shorter side: what is smaller is an icon or a strip, which nothing was measured on."""

_CONTROLS = frozenset({"button", "icon button", "check box", "radio button", "switch", "text field", "combo box", "slider", "tab"})
_SURE = 0.3  # of a control


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` is told where the likeliest of the network's kinds is one of `called`, at least that likely, and so many controls are seen."""

    kind: PictureKind
    called: frozenset[str]
    least: float
    controls: range


@cache
def rules() -> tuple[Rule, ...]:
    """All of `[[look]]`; at most one of them holds for a picture."""
    table = tomllib.loads((resources.files("mmassist.resources") / "kinds.toml").read_text("utf-8"))
    return tuple(
        Rule(PictureKind(row["kind"]), frozenset(row["called"]), row["least"], range(row["fewest"], row["most"] + 1))
        for row in table["look"]
    )


def reduced(pixels: Pixels) -> Pixels:
    """`pixels` (height, width, 4; BGRA) with a longer side of at most `LONGEST`; a few milliseconds."""
    import cv2

    height, width = pixels.shape[:2]
    scale = LONGEST / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def looks_like(found: Found, size: tuple[int, int]) -> PictureKind | None:
    """None where it is not sure. `size`: of the picture, (width, height). Pure."""
    if not found.kinds or min(size) < _SMALLEST:
        return None
    called, chance = likeliest(found)
    controls = controls_in(found)
    return next((rule.kind for rule in rules() if called in rule.called and chance >= rule.least and controls in rule.controls), None)


def likeliest(found: Found) -> tuple[str, float]:
    """The kind that the network holds for the likeliest, and its chance."""
    return max(found.kinds.items(), key=lambda row: row[1])


def controls_in(found: Found) -> int:
    """How many controls of a window are seen in it."""
    return sum(one.role in _CONTROLS and one.confidence >= _SURE for one in found.elements)
