"""How a face stands in the picture before a call: where, how large, how lit. Nobody is recognised.

Faces are found by Haar cascades (P. Viola and M. Jones, CVPR 2001) that come with OpenCV.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from mmassist.perception.camera.motion import reduced
from mmassist.values import Box, Pixels

_HEIGHT = 360
_CASCADE = "haarcascade_frontalface_alt2.xml"
# Of the picture: how far the face's middle may be from where it belongs (a little above the centre), and its height.
_ASIDE, _ABOVE, _WHERE, _SMALL, _LARGE, _EDGE = 0.12, 0.14, 0.45, 0.2, 0.62, 0.01
# Levels of 255.
_DARK, _BRIGHT, _BACKLIT = 60.0, 225.0, 70.0


class Fault(StrEnum):
    """The keys of the table `face` in the sentences. Left and right are the picture's."""

    LEFT = "left"
    RIGHT = "right"
    HIGH = "high"
    LOW = "low"
    SMALL = "small"
    LARGE = "large"
    DARK = "dark"
    BRIGHT = "bright"
    BACKLIT = "backlit"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Framing:
    """`faces`: how many are seen. `faults`: of the largest, the worst first; empty where all is well or nobody is there."""

    faces: int
    faults: tuple[Fault, ...] = ()


def find_faces(pixels: Pixels) -> tuple[Box, ...]:
    """Faces in `pixels` (height, width, 4; BGRA), the largest first. About 30 ms of one core."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, _HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = cv2.equalizeHist(cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGRA2GRAY))
    cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / _CASCADE))
    found = cascade.detectMultiScale(grey, 1.1, 5, minSize=(24, 24))
    boxes = [Box(*(round(float(value) / scale) for value in face)) for face in found]
    return tuple(sorted(boxes, key=lambda box: -box.area))


def framing(pixels: Pixels) -> Framing:
    """How the largest face in `pixels` stands."""
    faces = find_faces(pixels)
    if not faces:
        return Framing(0)
    height, width = pixels.shape[:2]
    face, small = faces[0], reduced(pixels).astype(np.float64)
    scale = width / small.shape[1]
    own = small[int(face.y / scale) : max(1, int(face.bottom / scale)), int(face.x / scale) : max(1, int(face.right / scale))]
    level = float(own.mean()) if own.size else 0.0
    rest = (float(small.sum()) - float(own.sum())) / max(1, small.size - own.size)
    return Framing(len(faces), faults_of(face, (width, height), level, rest))


def faults_of(face: Box, size: tuple[int, int], level: float, around: float) -> tuple[Fault, ...]:
    """What is to be better. `level`, `around`: mean brightness of the face and of the rest. Pure."""
    width, height = size
    x, y = (face.x + face.width / 2) / width - 0.5, (face.y + face.height / 2) / height - _WHERE
    at_edge = face.x < _EDGE * width or face.right > (1 - _EDGE) * width or face.y < _EDGE * height or face.bottom > (1 - _EDGE) * height
    asked: Sequence[tuple[bool, Fault]] = (
        (at_edge, Fault.CUT),
        (x < -_ASIDE, Fault.LEFT),
        (x > _ASIDE, Fault.RIGHT),
        (y < -_ABOVE, Fault.HIGH),
        (y > _ABOVE, Fault.LOW),
        (face.height < _SMALL * height, Fault.SMALL),
        (face.height > _LARGE * height, Fault.LARGE),
        (around - level > _BACKLIT, Fault.BACKLIT),
        (level < _DARK and around - level <= _BACKLIT, Fault.DARK),
        (level > _BRIGHT, Fault.BRIGHT),
    )
    return tuple(fault for is_so, fault in asked if is_so)
