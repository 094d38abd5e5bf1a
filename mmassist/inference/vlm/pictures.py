"""A picture as the tower sees it: scaled, cut into squares, and the whole of it once more in a square of its own.

The sizes follow Idefics3's image processor step by step, for a model is surest of what it was trained with: the longer side is brought to
a given length, then each side to a multiple of a square's, without regard to the shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ImageUnreadable
from mmassist.inference.vlm.layout import Layout

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 64_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """`squares`: uint8, (side, side, 3), RGB, row by row, the whole picture last. `rows`, `columns`: 0 where the whole is all there is."""

    squares: Sequence[NDArray[np.uint8]]
    rows: int
    columns: int


def decoded(data: bytes) -> Image:
    """An encoded picture in RGB. Raises ImageUnreadable."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ImageUnreadable("a picture of more pixels than any screen")
            return opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageUnreadable(f"a picture for the vision model: {type(error).__name__}") from error


def tiled(picture: Image, layout: Layout, longest: int) -> Tiles:
    """`longest`: instead of the layout's, a multiple of its square's side."""
    from PIL import Image

    way, side = Image.Resampling(layout.resample), layout.tile
    scaled = picture.resize(scaled_size(*picture.size, longest), way)
    fitted = scaled.resize(fitted_size(*scaled.size, side), way)
    columns, rows = fitted.width // side, fitted.height // side
    if columns == rows == 1:
        return Tiles([_levels(fitted)], 0, 0)
    levels = _levels(fitted)
    cut = [levels[row * side : (row + 1) * side, column * side : (column + 1) * side] for row in range(rows) for column in range(columns)]
    return Tiles([*cut, _levels(fitted.resize((side, side), way))], rows, columns)


def count(width: int, height: int, layout: Layout, longest: int) -> int:
    """How many squares `tiled` makes of a picture of this size."""
    wide, high = fitted_size(*scaled_size(width, height, longest), layout.tile)
    cut = (wide // layout.tile) * (high // layout.tile)
    return cut + 1 if cut > 1 else 1


def values(square: NDArray[np.uint8], layout: Layout) -> NDArray[np.float32]:
    """What the tower is given for a square: (3, side, side)."""
    levels = square.astype(np.float32) * np.float32(layout.scale)
    normal = (levels - np.array(layout.mean, np.float32)) / np.array(layout.deviation, np.float32)
    return np.ascontiguousarray(normal.transpose(2, 0, 1))


def scaled_size(width: int, height: int, longest: int) -> tuple[int, int]:
    """Width and height with the longer side at `longest`, the other even."""
    shape = width / height
    if width >= height:
        other = int(longest / shape)
        return longest, max(1, other + other % 2)
    other = int(longest * shape)
    return max(1, other + other % 2), longest


def fitted_size(width: int, height: int, side: int) -> tuple[int, int]:
    """Width and height as multiples of `side`: the longer is rounded up, the other is first scaled with it."""
    shape = width / height
    if width >= height:
        wide = math.ceil(width / side) * side
        return wide, max(1, math.ceil(int(wide / shape) / side)) * side
    high = math.ceil(height / side) * side
    return max(1, math.ceil(int(high * shape) / side)) * side, high


def _levels(picture: Image) -> NDArray[np.uint8]:
    return np.asarray(picture, np.uint8)
