"""Reads the newest pictures of PipeWire streams with GStreamer. Run by the system's Python, whose `gi` no virtual environment has.

    python3 pipewire_reader.py DESCRIPTOR TARGET...

DESCRIPTOR: of the PipeWire remote. TARGET: "id:NUMBER" of a node, or "serial:NUMBER"; without any it only tells whether it could.
A line "NUMBER PATIENCE" on standard input asks for the newest picture of the stream of that number, counted from 0, waiting so many
milliseconds for one that is newer than the last one. The answer is a line of JSON, {"width", "height", "format", "stride", "size"}, and
then `size` bytes; or {"error"} alone. It ends with its input. Nothing of mmassist is imported here, and nothing is checked: who asked
does that.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gi.repository import Gst

# What numpy can put into our order of colours without converting; compositors offer one of these.
_FORMATS = "BGRx, BGRA, RGBx, RGBA, xRGB, ARGB, xBGR, ABGR"
# Pictures a second: how old a picture may be when a key is pressed, and what following a film may cost.
_RATE = 15
_MILLISECOND = 1_000_000


class _Stream:
    """One stream, its last picture kept: a screen on which nothing moves sends no second one."""

    def __init__(self, descriptor: int, target: str) -> None:
        from gi.repository import Gst

        kind, _, number = target.partition(":")
        where = f"target-object={int(number)}" if kind == "serial" else f"path={int(number)}"
        caps = f"video/x-raw,format=(string){{ {_FORMATS} }},max-framerate=(fraction){_RATE}/1"
        described = (
            f"pipewiresrc name=source fd={descriptor} {where} always-copy=true ! "
            f'appsink name=sink sync=false max-buffers=1 drop=true enable-last-sample=false caps="{caps}"'
        )
        self._pipeline = Gst.parse_launch(described)
        self._sink = self._pipeline.get_by_name("sink")
        self._last: tuple[dict[str, Any], bytes] | None = None
        self._pipeline.set_state(Gst.State.PLAYING)

    def newest(self, patience: int) -> tuple[dict[str, Any], bytes]:
        """`patience`: milliseconds for one newer than the last."""
        sample = self._sink.emit("try-pull-sample", patience * _MILLISECOND)
        if sample is not None:
            self._last = self._taken(sample)
        if fault := self._fault():
            return {"error": fault}, b""
        return self._last or ({"error": "no picture"}, b"")

    @staticmethod
    def _taken(sample: Gst.Sample) -> tuple[dict[str, Any], bytes]:
        from gi.repository import GstVideo

        shape = sample.get_caps().get_structure(0)
        buffer = sample.get_buffer()
        width, height = shape.get_value("width"), shape.get_value("height")
        about = GstVideo.buffer_get_video_meta(buffer)
        stride, offset = (about.stride[0], about.offset[0]) if about is not None else (4 * width, 0)
        data = bytes(buffer.extract_dup(offset, max(0, min(stride * height, buffer.get_size() - offset))))
        return {"width": width, "height": height, "format": shape.get_value("format"), "stride": stride, "size": len(data)}, data

    def _fault(self) -> str:
        from gi.repository import Gst

        message = self._pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR | Gst.MessageType.EOS)
        if message is None:
            return ""
        return "the stream ended" if message.type == Gst.MessageType.EOS else str(message.parse_error()[0].message)[:300]

    def close(self) -> None:
        from gi.repository import Gst

        self._pipeline.set_state(Gst.State.NULL)


def main(arguments: list[str]) -> int:
    """Serves until its input ends."""
    try:
        import gi

        gi.require_version("Gst", "1.0")
        gi.require_version("GstVideo", "1.0")
        from gi.repository import Gst
    except (ImportError, ValueError) as error:
        return _answer({"error": f"missing: {type(error).__name__}: {error}"[:300]})
    Gst.init(None)
    for element in ("pipewiresrc", "appsink"):
        if Gst.ElementFactory.find(element) is None:
            return _answer({"error": f"missing: the GStreamer element {element}"})
    streams = [_Stream(int(arguments[0]), target) for target in arguments[1:]]
    _answer({"streams": len(streams)})
    for line in sys.stdin:
        number, patience = map(int, line.split())
        _answer(*streams[number].newest(patience))
    for stream in streams:
        stream.close()
    return 0


def _answer(header: dict[str, Any], data: bytes = b"") -> int:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
