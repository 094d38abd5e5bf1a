"""Covers parts of a picture, and finds faces in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from mmassist.values import Box, Frame, Pixels

# One flat grey: what was below can't be told from it, as it could from a blur.
_FILL = (96, 96, 96, 255)
# Faces are looked for in a picture of at most this many pixels a side.
_FACES_SIDE = 960
# Half the work of the usual 1.1, and no drawn face is lost by it.
_STEP = 1.2
_CASCADE = "haarcascade_frontalface_default.xml"


def covered(frame: Frame, boxes: Iterable[Box]) -> Frame:
    """A copy of `frame` in which `boxes` (picture's space) are one flat grey; the frame itself where there are none."""
    picture = Box(0, 0, frame.width, frame.height)
    inside = [part for box in boxes if (part := box.intersection(picture))]
    if not inside:
        return frame
    pixels: Pixels = np.array(frame.pixels, np.uint8, order="C")
    for box in inside:
        pixels[box.y : box.bottom, box.x : box.right] = _FILL
    pixels.flags.writeable = False
    return dataclasses.replace(frame, pixels=pixels)


def faces(frame: Frame) -> list[Box]:
    """Faces seen from the front, picture's space, top to bottom: a Haar cascade (Viola and Jones, 2001), about a tenth of a second."""
    import cv2
    import cv2.data

    grey = cv2.cvtColor(frame.pixels, cv2.COLOR_BGRA2GRAY)
    scale = min(1.0, _FACES_SIDE / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    detector = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / _CASCADE))
    found = detector.detectMultiScale(grey, scaleFactor=_STEP, minNeighbors=5, minSize=(24, 24))
    boxes = [tuple(float(side) / scale for side in box) for box in found]
    grown = [Box(int(x - w / 8), int(y - h / 6), int(w * 1.25) + 1, int(h * 1.35) + 1) for x, y, w, h in boxes]
    return sorted(grown, key=lambda box: (box.y, box.x))
