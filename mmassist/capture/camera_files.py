"""Numbered pictures as if a camera had taken them: page000.png, page001.png, in the order of their numbers."""

from __future__ import annotations

import re
from pathlib import Path

from mmassist.capture.camera_address import Address
from mmassist.capture.camera_slot import Slot
from mmassist.capture.opening import Sort, opened
from mmassist.errors import CaptureError, DeviceMissing, ImageUnreadable

RATE = 25.0
"""Pictures a second."""

_PICTURE = Sort("an image", "image", ImageUnreadable, 50_000_000, "Save it smaller.")
_NUMBER = re.compile(r"%0?\d?d")


def read_pictures(address: Address, slot: Slot) -> None:
    """Puts the files into `slot`, one every 1/`RATE` s, until the last or until it is stopped. Failures go into the slot too."""
    try:
        for path in _numbered(address.place):
            with opened(path, _PICTURE) as file:
                slot.arrived(file.read(_PICTURE.most))
            if slot.stopped.wait(1 / RATE):
                return
    except CaptureError as error:
        slot.failed(error)
    except OSError as error:
        slot.failed(ImageUnreadable(f"can't be read: {error.strerror}"))
    else:
        slot.ended()


def _numbered(pattern: str) -> list[Path]:
    """Raises DeviceMissing where there is none."""
    folder, name = Path(pattern).parent, Path(pattern).name
    before, _, after = name.partition(found[0] if (found := _NUMBER.findall(name)) else name)
    wanted = re.compile(rf"{re.escape(before)}(\d{{1,9}}){re.escape(after)}")
    missing = DeviceMissing("no file of the pattern", "There are no pictures of that name.", "Check the name and the folder.")
    try:
        files = [(int(match[1]), path) for path in folder.iterdir() if (match := wanted.fullmatch(path.name))]
    except OSError as error:
        raise missing from error
    if not found or not files:
        raise missing
    return [path for _, path in sorted(files)]
