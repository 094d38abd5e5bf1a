"""Finds a page in a camera's picture: by its outline where that can be seen, else by its text. About 20 ms of one core.

Outlines of areas that are lighter than what is around them, and of what edges enclose, are brought to four corners; the one whose sides
lie best on edges wins. Where a page fills the picture there is no outline, and the text itself tells where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.camera.quad import Quad, quad_of
from mmassist.values import Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

Grey: TypeAlias = NDArray[np.uint8]

_LONGEST = 512
# Shares of the picture, of the corners' area that the outline fills, and of the sides that lie on an edge.
_LEAST, _FILLED, _ON_EDGE = 0.06, 0.86, 0.55
_BLUR = 2.0
_SIDE_SAMPLES, _SLACK = 60, 3


class FoundBy(StrEnum):
    OUTLINE = "outline"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """`quad`: in the picture's space. `share`: of the picture that it takes. `cut`: sides of the picture (left, top, right, bottom) that
    it touches, so that some of it may be outside."""

    quad: Quad
    share: float
    found_by: FoundBy
    cut: tuple[bool, bool, bool, bool] = (False, False, False, False)


def find_page(pixels: Pixels) -> Page | None:
    """The page in `pixels` (height, width, 4; BGRA), or None where there is none."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA), np.uint8)
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), _BLUR), np.uint8)
    edges = _edges(soft)
    best, worth = None, 0.0
    for mask in _masks(soft, edges):
        for quad, filled in _quads(mask):
            found = _worth(quad, filled, edges)
            if found > worth:
                best, worth = quad, found
    if best is not None:
        return _page(best, scale, (width, height), FoundBy.OUTLINE)
    by_text = _text_area(small)
    return None if by_text is None else _page(by_text, scale, (width, height), FoundBy.TEXT)


def _page(quad: Quad, scale: float, size: tuple[int, int], found_by: FoundBy) -> Page:
    width, height = size
    whole = quad.scaled(1 / scale)
    xs, ys = zip(*whole.corners, strict=True)
    air = 0.008 * max(size)
    cut = (min(xs) < air, min(ys) < air, max(xs) > width - air, max(ys) > height - air)
    return Page(whole, whole.area / (width * height), found_by, cut)


def _edges(soft: NDArray[np.uint8]) -> Grey:
    """How steep the picture is, the steepest of the three colours; 255 at and above the steepness of a clear edge."""
    import cv2

    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    steep = np.asarray(cv2.magnitude(across, down)).max(axis=2)
    full = max(12.0, float(np.percentile(steep, 97)))
    scaled: Grey = np.clip(steep * (255 / full), 0, 255).astype(np.uint8)
    return scaled


def _masks(soft: NDArray[np.uint8], edges: Grey) -> Iterator[Grey]:
    """Areas that may be a page: light ones, pale ones, and what edges enclose."""
    import cv2

    value, palest = soft.max(axis=2), soft.min(axis=2)
    kernel = np.ones((5, 5), np.uint8)
    for plane in (value, palest, np.asarray(cv2.cvtColor(soft, cv2.COLOR_BGR2LAB), np.uint8)[..., 0]):
        middle = float(cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0])
        high = float(np.percentile(plane, 98))
        for level in (middle, (middle + high) / 2, middle * 0.75):
            mask = (plane > level).astype(np.uint8) * 255
            yield np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, iterations=2), np.uint8)
    for level in (90, 45):
        lines = cv2.dilate((edges > level).astype(np.uint8) * 255, np.ones((3, 3), np.uint8))
        yield np.asarray(255 - lines, np.uint8)


def _quads(mask: Grey) -> Iterator[tuple[Quad, float]]:
    """Corners of what is in `mask`, and how much of the area between them it fills."""
    import cv2

    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL if mask[0, 0] == 0 else cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        if cv2.contourArea(contour) < _LEAST * mask.size:
            continue
        hull = cv2.convexHull(contour)
        if (quad := _four_corners(hull)) is not None and quad.area > _LEAST * mask.size:
            yield quad, min(1.0, cv2.contourArea(contour) / quad.area)


def _four_corners(hull: MatLike) -> Quad | None:
    import cv2

    around = cv2.arcLength(hull, closed=True)
    for share in (0.015, 0.02, 0.03, 0.04, 0.05, 0.07):
        points = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(points) == 4:
            return quad_of([(float(x), float(y)) for x, y in points.reshape(4, 2)])
        if len(points) < 4:
            return None
    return None


def _worth(quad: Quad, filled: float, edges: Grey) -> float:
    """0 for what is no page; else larger for a larger page whose sides lie on edges."""
    if filled < _FILLED:
        return 0.0
    top, right, bottom, left = quad.sides
    if min(top, bottom) < 0.45 * max(top, bottom) or min(left, right) < 0.45 * max(left, right):
        return 0.0
    if max(top, bottom) > 5 * max(left, right) or max(left, right) > 5 * max(top, bottom):
        return 0.0
    on_edge = sorted(_on_edge(quad.corners[at], quad.corners[(at + 1) % 4], edges) for at in range(4))
    # One side may be out of the picture, bent or in shadow.
    if sum(on_edge[1:]) / 3 < _ON_EDGE:
        return 0.0
    return quad.area / edges.size * filled * sum(on_edge) / 4


def _on_edge(start: tuple[float, float], end: tuple[float, float], edges: Grey) -> float:
    """The mean steepness along a side, 0 to 1: the steepest within a few pixels to either side of it."""
    height, width = edges.shape
    steps = np.linspace(0.06, 0.94, _SIDE_SAMPLES)
    length = max(1.0, float(np.hypot(end[0] - start[0], end[1] - start[1])))
    nx, ny = (end[1] - start[1]) / length, (start[0] - end[0]) / length
    offsets = np.arange(-_SLACK, _SLACK + 1)
    xs = start[0] + np.outer(steps, [end[0] - start[0]]) + offsets * nx
    ys = start[1] + np.outer(steps, [end[1] - start[1]]) + offsets * ny
    found = edges[np.clip(np.rint(ys), 0, height - 1).astype(int), np.clip(np.rint(xs), 0, width - 1).astype(int)]
    return float((found.max(axis=1) / 255.0).mean())


def _text_area(small: NDArray[np.uint8]) -> Quad | None:
    """The smallest turned rectangle around what looks like lines of text, with some air."""
    import cv2

    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    fine = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    level, mask = cv2.threshold(fine, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if level < 8:
        return None
    words = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    contours, _ = cv2.findContours(words, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    kept = [contour for contour in contours if 4 <= cv2.boundingRect(contour)[3] <= 60 and cv2.contourArea(contour) > 30]
    if len(kept) < 3:
        return None
    box = cv2.boxPoints(cv2.minAreaRect(np.concatenate(kept)))
    quad = quad_of([(float(x), float(y)) for x, y in box]).grown(0.06)
    return quad if quad.area > 0.01 * grey.size else None
