"""The process in which a camera is read: `inference.serve` runs it, `capture.camera` talks to it.

Two operations. `open`: the address; answered once the first picture is there. `next`: a picture newer than number `after`, written to
the shared memory `segment`; the reply holds `number`, `at`, `height`, `width`; only `need` (bytes) where the segment is too small; only
`ended` where a file has come to its end.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from mmassist.capture.camera_address import Address, SourceKind
from mmassist.capture.camera_files import read_pictures
from mmassist.capture.camera_memory import Sender
from mmassist.capture.camera_slot import Arrived, Slot
from mmassist.capture.camera_video import FFMPEG, read_device, read_video
from mmassist.capture.camera_web import read_web
from mmassist.errors import DeviceLost
from mmassist.inference.messages import Message
from mmassist.values import Pixels

MAX_PIXELS = 40_000_000
# Seconds for which nothing but garbage may come.
_GARBAGE = 1.0
_READERS: dict[SourceKind, Callable[[Address, Slot], None]] = {
    SourceKind.DEVICE: read_device,
    SourceKind.VIDEO: read_video,
    SourceKind.PICTURES: read_pictures,
    SourceKind.WEB: read_web,
}
_Cancelled: TypeAlias = Callable[[], bool]


class CameraHandler:
    """Reads one camera on a thread of its own, so that whatever hangs there is noticed here."""

    def __init__(self) -> None:
        self._slot = Slot()
        self._sender = Sender()

    def handle(self, request: Message, cancelled: _Cancelled) -> Iterator[Message]:
        fields = request.fields
        if fields["op"] == "open":
            address = Address(SourceKind(fields["kind"]), fields["place"], fields["name"], fields["password"])
            # A reader may hang in native code: the process then ends without it.
            threading.Thread(target=_READERS[address.kind], args=(address, self._slot), name="camera", daemon=True).start()
            bgr, arrived = self._picture(0, fields["patience"], cancelled)
        else:
            bgr, arrived = self._picture(fields["after"], fields["patience"], cancelled)
        if bgr is None or arrived is None:
            yield Message({"ended": True})
        elif self._sender.send(bgr, fields.get("segment", "")):
            height, width = bgr.shape[:2]
            yield Message({"number": arrived.number, "at": arrived.at, "height": height, "width": width})
        else:
            yield Message({"need": bgr.shape[0] * bgr.shape[1] * 4})

    def _picture(self, after: int, patience: float, cancelled: _Cancelled) -> tuple[Pixels | None, Arrived | None]:
        """The next picture that is one. Raises DeviceLost where only garbage comes."""
        began = time.monotonic()
        while (arrived := self._slot.take(after, patience, cancelled)) is not None:
            if (bgr := decoded(arrived.picture)) is not None:
                return bgr, arrived
            after = arrived.number
            if time.monotonic() - began > _GARBAGE:
                break
        else:
            return None, None
        raise DeviceLost("nothing that can be decoded", "The camera sends what is no picture.", "Switch it off and on, then try again.")


def decoded(picture: bytes | Pixels) -> Pixels | None:
    """`picture` as uint8 (height, width, 3), BGR; None for what is none, or is beyond the bound."""
    if not isinstance(picture, bytes):
        return picture
    import cv2

    try:
        found = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if found is None else np.asarray(found, np.uint8)


def open_handler() -> CameraHandler:
    """Sets the bounds of the libraries before they are loaded."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = FFMPEG
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(MAX_PIXELS)
    os.environ["OPENCV_LOG_LEVEL"] = "OFF"
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"  # AV_LOG_QUIET
    import cv2

    cv2.setNumThreads(1)
    return CameraHandler()
