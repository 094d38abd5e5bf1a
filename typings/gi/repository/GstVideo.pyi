"""What mmassist's reader of PipeWire calls of GstVideo."""

from gi.repository import Gst

class VideoMeta:
    stride: list[int]
    offset: list[int]

def buffer_get_video_meta(buffer: Gst.Buffer) -> VideoMeta | None: ...
