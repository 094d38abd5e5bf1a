"""Cameras of this machine, and video files in their place, by cv2.VideoCapture."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mmassist.capture.camera_address import Address
from mmassist.capture.camera_slot import Slot
from mmassist.capture.opening import Sort, opened
from mmassist.errors import CaptureError, ClipUnreadable, DeviceBusy, DeviceLost, DeviceMissing, PermissionDenied
from mmassist.sayings import saying

if TYPE_CHECKING:
    from cv2 import VideoCapture

FFMPEG = "protocol_whitelist;file|format_whitelist;avi,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,ogg|threads;1"
"""For OPENCV_FFMPEG_CAPTURE_OPTIONS: the named file and no other, no playlist that names more; one thread, which delays no picture."""

_VIDEO = Sort("a video", "video", ClipUnreadable, 1 << 40, "Cut a part out of it.")
_WIDTH, _HEIGHT, _RATE = 1280, 720, 30
_LEAST_RATE, _MOST_RATE, _USUAL_RATE = 1.0, 120.0, 25.0
# In a row; a loose plug gives one or two.
_MISSED = 5


def read_device(address: Address, slot: Slot) -> None:
    """Puts pictures of the camera with that number into `slot` until it is stopped. Failures go into the slot too."""
    import cv2

    number = int(address.place)
    try:
        if sys.platform == "linux":
            _check(number)
        capture = cv2.VideoCapture(number, cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)
        if not capture.isOpened():
            raise DeviceBusy(f"camera {number} does not open", "Another program holds the camera.", "Close that program, then try again.")
        for setting, value in (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, _WIDTH),
            (cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT),
            (cv2.CAP_PROP_FPS, _RATE),
            (cv2.CAP_PROP_BUFFERSIZE, 1),
        ):
            capture.set(setting, value)
        _run(capture, slot, 0.0)
    except CaptureError as error:
        slot.failed(error)


def read_video(address: Address, slot: Slot) -> None:
    """Puts the file's pictures into `slot` at the rate at which they were taken. Failures go into the slot too."""
    import cv2

    try:
        opened(address.place, _VIDEO).close()
        capture = cv2.VideoCapture(str(Path(address.place).absolute()), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise ClipUnreadable("no known video", "That file is no video that mmassist can look at.", "Save it as MP4 or AVI.")
        rate = capture.get(cv2.CAP_PROP_FPS)
        _run(capture, slot, 1 / (rate if _LEAST_RATE <= rate <= _MOST_RATE else _USUAL_RATE))
    except CaptureError as error:
        slot.failed(error)
    else:
        slot.ended()


def _run(capture: VideoCapture, slot: Slot, interval: float) -> None:
    """`interval`: between two pictures of a file; 0: the camera sets the pace. Converts only what somebody waits for."""
    missed, due = 0, time.monotonic()
    while not slot.stopped.is_set():
        if not capture.grab():
            missed += 1
            if interval:
                break
            if missed >= _MISSED:
                raise DeviceLost("no picture can be grabbed", "The camera has gone away.", "Plug it in again, then try again.")
            continue
        missed = 0
        picture = None
        if slot.is_awaited:
            got, found = capture.retrieve()
            picture = np.asarray(found, np.uint8) if got and found.ndim == 3 and found.shape[2] == 3 else None
        slot.arrived(picture)
        if interval:
            due = max(due + interval, time.monotonic() - interval)
            slot.stopped.wait(max(0.0, due - time.monotonic()))
    capture.release()


def _check(number: int) -> None:
    """Tells why a camera can't be opened, as far as the system says so before it is. Raises CaptureError."""
    path = f"/dev/video{number}"
    try:
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise PermissionDenied(
                f"{path}: {error.strerror}", "You may not use the camera.", "Add yourself to the group video, then log in again."
            ) from error
        if error.errno == errno.EBUSY:
            raise DeviceBusy(f"{path}: busy", "Another program holds the camera.", "Close that program, then try again.") from error
        raise DeviceMissing(f"{path}: {error.strerror}", saying("There is no camera number {number}.", number=number), _which()) from error


def _which() -> str:
    there = sorted(int(path.name[5:]) for path in Path("/dev").glob("video[0-9]*") if path.name[5:].isdigit())
    if not there:
        return "Connect a camera. No other is there."
    return saying("Choose another: {numbers}.", numbers=", ".join(map(str, there)))
