"""Recordings that the user attaches: sound and short videos, sent as they are, within bounds."""

from __future__ import annotations

from pathlib import Path

from mmassist.capture.opening import Sort, opened
from mmassist.errors import ClipUnreadable
from mmassist.values import Clip

MAX_BYTES = 14_000_000
"""Base64 makes a third more of it, and the services take requests of 20 MB."""

_RECORDING = Sort("a recording", "recording", ClipUnreadable, MAX_BYTES, "Send a shorter one.")
# By what the file begins with, because a name proves nothing: offset, bytes, media type.
_BEGINNINGS = (
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)


def read_clip(path: str | Path) -> Clip:
    """The recording in the file, its kind told by its first bytes. Blocks. Raises ClipUnreadable."""
    with opened(path, _RECORDING) as file:
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ClipUnreadable(f"can't be read: {error.strerror}") from error
    for offset, beginning, media_type in _BEGINNINGS:
        if data[offset : offset + len(beginning)] == beginning:
            return Clip(data[:MAX_BYTES], media_type)
    raise ClipUnreadable("no known format", "That file is no recording that can be sent.", "Save it as WAV, MP3 or MP4.")
