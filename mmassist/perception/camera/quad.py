"""Four corners of a page in a picture, and the page seen squarely. Pure but for OpenCV."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

Point: TypeAlias = tuple[float, float]

# No page is drawn larger than that, in pixels of its longer side.
_LONGEST = 3200


@dataclass(frozen=True, slots=True)
class Quad:
    """Corners in the picture's space: top left, top right, bottom right, bottom left, as the picture shows them."""

    corners: tuple[Point, Point, Point, Point]

    @property
    def area(self) -> float:
        """In square pixels."""
        xs, ys = zip(*self.corners, strict=True)
        return abs(sum(xs[at] * ys[(at + 1) % 4] - xs[(at + 1) % 4] * ys[at] for at in range(4))) / 2

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Lengths: top, right, bottom, left."""
        a, b, c, d = self.corners
        return math.dist(a, b), math.dist(b, c), math.dist(c, d), math.dist(d, a)

    @property
    def centre(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    @property
    def roll(self) -> float:
        """Degrees by which its upper and lower sides are turned, clockwise positive."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        return math.degrees(math.atan2((by - ay) + (cy - dy), (bx - ax) + (cx - dx)))

    def scaled(self, factor: float) -> Quad:
        return quad_of([(x * factor, y * factor) for x, y in self.corners])

    def grown(self, share: float) -> Quad:
        """Moved outwards from the centre by `share` of the way."""
        cx, cy = self.centre
        return quad_of([(x + (x - cx) * share, y + (y - cy) * share) for x, y in self.corners])


def quad_of(points: list[Point]) -> Quad:
    """Four points in any order, put into their order around the centre. Raises ValueError for another number."""
    if len(points) != 4:
        raise ValueError(f"{len(points)} corners")
    cx, cy = sum(x for x, _ in points) / 4, sum(y for _, y in points) / 4
    around = sorted(points, key=lambda point: math.atan2(point[1] - cy, point[0] - cx))
    first = min(range(4), key=lambda at: around[at][0] + around[at][1])
    a, b, c, d = (around[(first + step) % 4] for step in range(4))
    return Quad((a, b, c, d))


def squared(pixels: Pixels, quad: Quad, enlarge: float = 1.0) -> tuple[Pixels, NDArray[np.float64]]:
    """What lies in `quad`, seen squarely, as large as its longest sides times `enlarge`; and the matrix that brought it there.

    `pixels`: (height, width, channels). The proportions of the paper are those of its sides in the picture, which is near enough to read.
    """
    import cv2

    top, right, bottom, left = quad.sides
    width, height = max(top, bottom) * enlarge, max(left, right) * enlarge
    fit = min(1.0, _LONGEST / max(width, height, 1.0))
    size = max(8, round(width * fit)), max(8, round(height * fit))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(quad.corners, np.float32), target)
    found = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8), np.asarray(matrix, np.float64)
