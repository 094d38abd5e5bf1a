"""Which part of a window a control is in, as it is told."""

from __future__ import annotations

_PLACES = (("top_left", "top", "top_right"), ("left", "centre", "right"), ("bottom_left", "bottom", "bottom_right"))

_WIDE = 0.6
"""What is wider, in parts of the window, is neither left nor right."""


def place_of(box: tuple[float, float, float, float]) -> str:
    """A key of the places in captioner.en.toml. `box`: left, top, right and bottom, in parts of the window's sides."""
    left, top, right, bottom = box
    row = _third((top + bottom) / 2)
    return _PLACES[row][1 if right - left > _WIDE else _third((left + right) / 2)]


def _third(part: float) -> int:
    return min(2, max(0, int(part * 3)))
