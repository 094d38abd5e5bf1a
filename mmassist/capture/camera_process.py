"""The process in which a camera is read: `inference.serve` runs it, `capture.camera` talks to it.

Three operations. `open`: the address; answered once the first picture is there. `next`: a picture newer than number `after`, written to
the shared memory `segment`; the reply holds `number`, `at`, `height`, `width`; only `need` (bytes) where the segment is too small; only
`ended` where a file has come to its end. `change`: as `next`, but one that differs from the last that was given; while there is none, only
`still`, with the number up to which nothing has changed, is told every second.
`watched`: what is given is what the next `change` is compared with.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np

from mmassist.capture.camera_address import Address, SourceKind
from mmassist.capture.camera_change import Grey, differs, reduced
from mmassist.capture.camera_files import read_pictures
from mmassist.capture.camera_memory import Sender
from mmassist.capture.camera_slot import Slot
from mmassist.capture.camera_video import FFMPEG, read_device, read_video
from mmassist.capture.camera_web import read_web
from mmassist.errors import DeviceLost
from mmassist.inference.messages import Message
from mmassist.values import Pixels

MAX_PIXELS = 40_000_000
# Seconds for which nothing but garbage may come, and after which it is told that nothing has changed.
_GARBAGE = 0.5
_STILL = 1.0
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
        self._given: Grey | None = None
        self._garbage_since: float | None = None

    def handle(self, request: Message, cancelled: _Cancelled) -> Iterator[Message]:
        fields = request.fields
        if fields["op"] == "open":
            address = Address(SourceKind(fields["kind"]), fields["place"], fields["name"], fields["password"])
            # A reader may hang in native code: the process then ends without it.
            threading.Thread(target=_READERS[address.kind], args=(address, self._slot), name="camera", daemon=True).start()
        after = int(fields.get("after", 0))
        if fields["op"] == "change":
            after, changed = self._unlike(after, fields["patience"], cancelled)
            if not changed:
                yield Message({"still": after})
                return
        yield self._sent(after, fields, cancelled)

    def _sent(self, after: int, fields: dict[str, Any], cancelled: _Cancelled) -> Message:
        """Raises DeviceLost where only garbage comes."""
        while (arrived := self._slot.take(after, fields["patience"], cancelled)) is not None:
            bgr = decoded(arrived.picture)
            self._judge(bgr)
            if bgr is not None:
                height, width = bgr.shape[:2]
                if not self._sender.send(bgr, fields.get("segment", "")):
                    return Message({"need": height * width * 4})
                self._given = reduced(arrived.picture) if fields.get("watched") else None
                return Message({"number": arrived.number, "at": arrived.at, "height": height, "width": width})
            after = arrived.number
        return Message({"ended": True})

    def _unlike(self, after: int, patience: float, cancelled: _Cancelled) -> tuple[int, bool]:
        """The number before the next picture that differs from the last given; or up to which nothing has changed for a second."""
        began = time.monotonic()
        while time.monotonic() - began < _STILL:
            arrived = self._slot.take(after, patience, cancelled)
            if arrived is None:
                return after, True
            small = reduced(arrived.picture)
            self._judge(small)
            if differs(self._given, small):
                return after, True
            after = arrived.number
        return after, False

    def _judge(self, picture: Pixels | None) -> None:
        """Raises DeviceLost where nothing but garbage has come for a while, whatever was asked for meanwhile."""
        now = time.monotonic()
        self._garbage_since = None if picture is not None else self._garbage_since or now
        if self._garbage_since is not None and now - self._garbage_since > _GARBAGE:
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
    os.environ["OPENCV_FOR_THREADS_NUM"] = "1"
    return CameraHandler()
