"""A PipeWire stream of one colour, as a compositor's of a screen. Run by the system's Python, which has GStreamer; ends with its input.

python3 pipewire_source.py NAME FORMAT WIDTH HEIGHT COLOUR
"""

from __future__ import annotations

import sys


def main(name: str, order: str, width: int, height: int, colour: int) -> int:
    import gi

    gi.require_version("Gst", "1.0")
    from gi.repository import Gst

    Gst.init(None)
    pipeline = Gst.parse_launch(
        f"videotestsrc is-live=true pattern=solid-color foreground-color={colour} ! "
        f"video/x-raw,format={order},width={width},height={height},framerate=20/1 ! "
        f'pipewiresink mode=provide stream-properties="p,media.class=Video/Source,node.name={name}"'
    )
    pipeline.set_state(Gst.State.PLAYING)
    sys.stdin.read()
    pipeline.set_state(Gst.State.NULL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5], 16)))
