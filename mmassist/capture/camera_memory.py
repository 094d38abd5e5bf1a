"""One picture at a time out of the camera's process, by shared memory that the app owns and the process only writes to."""

from __future__ import annotations

from multiprocessing import shared_memory

import numpy as np

from mmassist.inference.frames import attached, remove
from mmassist.values import Pixels


class Landing:
    """The app's side: a segment that grows with the pictures. One thread."""

    def __init__(self) -> None:
        self._segment: shared_memory.SharedMemory | None = None

    @property
    def name(self) -> str:
        """Of the segment; empty while there is none."""
        return self._segment.name if self._segment else ""

    def grow(self, size: int) -> None:
        """Makes room for `size` bytes."""
        if self._segment is None or self._segment.size < size:
            self.close()
            self._segment = shared_memory.SharedMemory(create=True, size=size)

    def picture(self, height: int, width: int) -> Pixels:
        """A copy of what was landed: BGRA, read-only. Raises ValueError where that can't be in the segment."""
        shape = (height, width, 4)
        if self._segment is None or height < 1 or width < 1 or height * width * 4 > self._segment.size:
            raise ValueError(f"a picture of {width} x {height} is not in the segment")
        view: Pixels = np.ndarray(shape, np.uint8, self._segment.buf)
        picture = view.copy()
        picture.flags.writeable = False
        del view
        return picture

    def close(self) -> None:
        """Lets go of the segment and removes it. Idempotent."""
        if self._segment is not None:
            segment, self._segment = self._segment, None
            remove(segment)


class Sender:
    """The process's side: keeps the last segment attached. One thread."""

    def __init__(self) -> None:
        self._segment: shared_memory.SharedMemory | None = None

    def send(self, bgr: Pixels, name: str) -> bool:
        """Writes `bgr` (height, width, 3) as BGRA into the segment; false where it is too small or there is none."""
        import cv2

        height, width = bgr.shape[:2]
        segment = self._attached(name) if name else None
        if segment is None or segment.size < height * width * 4:
            return False
        view: Pixels = np.ndarray((height, width, 4), np.uint8, segment.buf)
        cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA, dst=view)
        del view
        return True

    def _attached(self, name: str) -> shared_memory.SharedMemory | None:
        if self._segment is not None and self._segment.name.lstrip("/") == name.lstrip("/"):
            return self._segment
        if self._segment is not None:
            self._segment.close()
            self._segment = None
        try:
            self._segment = attached(name)
        except FileNotFoundError:  # the app let go before its turn came
            return None
        return self._segment
