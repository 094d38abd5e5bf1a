"""Whether a person is before the camera: OpenCV's own detectors, a modest first. Looks only where something moved.

A face from the front is found by a Haar cascade (Viola and Jones, 2001), a standing figure by histograms of oriented gradients (Dalal
and Triggs, 2005). Both miss people turned away, sitting, far off or in the dark, and now and then take a coat for a person; so two
looks must agree.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

_WIDTH, _SMALL = 480, (80, 60)
# Mean difference of greys (of 255), averaged over blocks, from which on something moved; a camera's noise stays below.
_MOVED, _MOVED_SHARE = 12.0, 0.01
_AGREE = 2


class People:
    """Looks at one camera's pictures. Used from one thread."""

    def __init__(self) -> None:
        import cv2

        self._faces = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"))
        self._figures = cv2.HOGDescriptor()
        self._figures.setSVMDetector(np.asarray(cv2.HOGDescriptor.getDefaultPeopleDetector(), np.float32))
        self._before: NDArray[np.float32] | None = None
        self._agreeing = 0
        self.present = False
        """Whether somebody is there, by the last looks."""

    def look(self, pixels: Pixels) -> bool:
        """The next picture (height, width, 4; BGRA): whether somebody is there. Costs 2 ms while nothing moves and nobody is there."""
        import cv2

        grey = cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY)
        small = cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
        moved = self._before is None or float((np.abs(small - self._before) > _MOVED).mean()) > _MOVED_SHARE
        self._before = small
        if moved or self._agreeing:
            found = self._found(np.asarray(grey, np.uint8))
            self._agreeing = self._agreeing + 1 if found != self.present else 0
            if self._agreeing >= _AGREE:
                self.present, self._agreeing = found, 0
        return self.present

    def _found(self, grey: NDArray[np.uint8]) -> bool:
        import cv2

        height, width = grey.shape
        scale = min(1.0, _WIDTH / width)
        reduced = cv2.resize(grey, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        if len(self._faces.detectMultiScale(reduced, 1.15, 6, minSize=(32, 32))):
            return True
        if min(reduced.shape) < 128:
            return False
        _, weights = self._figures.detectMultiScale(reduced, winStride=(8, 8), scale=1.1)
        return bool(len(weights)) and float(np.max(weights)) > 0.6
