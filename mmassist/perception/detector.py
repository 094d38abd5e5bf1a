"""Finds lines of text in a picture: DB, differentiable binarisation (Liao et al., 2020, arXiv:1911.08947), with PP-OCRv6's weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import Session
from mmassist.values import Box, Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

# The network halves the picture five times.
_STRIDE = 32
_INK, _SCORE, _UNCLIP = 0.3, 0.5, 1.6
# Down to this score a blob may be text that is hard to see.
_FAINT = 0.3
_THINNEST = 3.0
# Text on screens is level: what is turned by less is the detector's noise.
_LEVEL = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """One line of text. `box` holds it whole; `corners` (clockwise from the text's top left) only where it is turned.

    `faint`: it may be text, but too little of it is seen to be read.
    """

    box: Box
    corners: tuple[tuple[float, float], ...] = ()
    faint: bool = False

    def moved(self, dx: int, dy: int) -> Found:
        return Found(self.box.moved(dx, dy), tuple((x + dx, y + dy) for x, y in self.corners), self.faint)


class Detector:
    """Keeps one session; use it from one thread at a time."""

    def __init__(self, model: bytes) -> None:
        self._session = Session(model)

    def find(self, picture: Pixels) -> list[Found]:
        """Lines in `picture` (height, width, 3; BGR), in no order. Boxes are clipped to it."""
        import cv2

        height, width = picture.shape[:2]
        bottom, right = -height % _STRIDE, -width % _STRIDE
        padded = cv2.copyMakeBorder(picture, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        blob = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        ink = self._session.run(np.asarray(blob, np.float32))[0, 0, :height, :width]
        mask = cv2.dilate((ink > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        found = (_line(contour, ink) for contour in contours)
        return [line for line in found if line is not None]


def _line(contour: MatLike, ink: NDArray[np.float32]) -> Found | None:
    """The text line that one blob of ink stands for: DB shrinks lines, so it is grown by area x ratio / perimeter."""
    import cv2

    (x, y), (w, h), angle = cv2.minAreaRect(contour)
    if min(w, h) < _THINNEST or (score := _score(contour, ink)) < _FAINT:
        return None
    faint = score < _SCORE
    if abs(angle) > 45:  # OpenCV, by its version, may turn a level line by 90 degrees and swap its sides
        w, h, angle = h, w, angle - math.copysign(90, angle)
    bounds = Box(0, 0, ink.shape[1], ink.shape[0])
    if abs(angle) < _LEVEL or min(w, h) * abs(math.sin(math.radians(angle))) < 1:
        left, top, w, h = cv2.boundingRect(contour)
        grow = w * h * _UNCLIP / (2 * (w + h))
        box = _around(left - grow, top - grow, left + w + grow, top + h + grow, bounds)
        return Found(box, faint=faint) if box else None
    grow = w * h * _UNCLIP / (2 * (w + h))
    corners = _corners(x, y, w + 2 * grow, h + 2 * grow, math.radians(angle))
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    box = _around(min(xs), min(ys), max(xs), max(ys), bounds)
    return Found(box, corners, faint) if box else None


def _score(contour: MatLike, ink: NDArray[np.float32]) -> float:
    """Mean ink inside the blob."""
    import cv2

    left, top, width, height = cv2.boundingRect(contour)
    part = ink[top : top + height, left : left + width]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [contour - (left, top)], 1.0)
    return float(cv2.mean(part, mask)[0])


def _around(left: float, top: float, right: float, bottom: float, bounds: Box) -> Box | None:
    x, y = math.floor(left), math.floor(top)
    return Box(x, y, math.ceil(right) - x, math.ceil(bottom) - y).intersection(bounds)


def _corners(x: float, y: float, width: float, height: float, angle: float) -> tuple[tuple[float, float], ...]:
    ux, uy = math.cos(angle) / 2, math.sin(angle) / 2
    return tuple(
        (x + sx * width * ux - sy * height * uy, y + sx * width * uy + sy * height * ux) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
