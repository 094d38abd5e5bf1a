"""What the app is measured against: `python -m mmassist.measure.opponents pyttsx3 | rapidocr | grab`, each in a process of its own.

`pyttsx3`: a line of text comes in; answered with the moment before `say`, then `runAndWait` speaks it. `/stop` calls `stop`.
`rapidocr`: the path of a picture (.npy, BGR) comes in; answered with the milliseconds of one full pass as its documentation shows it.
`grab`: a number comes in; answered with as many milliseconds each of Pillow's grab and ours, taken in turns.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from mmassist.measure.commanded import replies

Reply = Callable[[Mapping[str, Any]], None]


def _pyttsx3(reply: Reply) -> None:
    import pyttsx3

    engine = pyttsx3.init()
    texts: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "/stop":
                reply({"stopped": time.monotonic()})
                engine.stop()
            else:
                texts.put(line.strip())

    threading.Thread(target=listen, name="orders", daemon=True).start()
    reply({"ready": True})
    while True:
        text = texts.get()
        reply({"asked": time.monotonic()})
        engine.say(text)
        engine.runAndWait()


def _rapidocr(reply: Reply) -> None:
    import numpy as np

    from mmassist.inference.runtime import without_telemetry

    without_telemetry()
    from rapidocr import RapidOCR

    engine = RapidOCR()
    # the first pass of a network is not its speed
    engine(np.full((64, 256, 3), 255, np.uint8))
    reply({"ready": True})
    for line in sys.stdin:
        picture = np.load(line.strip())
        began = time.perf_counter()
        result = engine(picture)
        reply({"ms": (time.perf_counter() - began) * 1000, "lines": len(getattr(result, "txts", None) or ())})


def _grab(reply: Reply) -> None:
    from PIL import ImageGrab

    from mmassist.capture.screen import ScreenGrabber
    from mmassist.values import Target, TargetKind

    ours = ScreenGrabber()
    whole = Target(TargetKind.SCREEN)
    ours.grab(whole, None, (0, 0))
    ImageGrab.grab()
    reply({"ready": True})
    for line in sys.stdin:
        times: dict[str, list[float]] = {"pillow": [], "mmassist": []}
        for _ in range(int(line)):
            times["pillow"].append(_timed(ImageGrab.grab))
            times["mmassist"].append(_timed(lambda: ours.grab(whole, None, (0, 0))))
        reply(times)
    ours.close()


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main() -> int:
    opponents = {"pyttsx3": _pyttsx3, "rapidocr": _rapidocr, "grab": _grab}
    opponents[sys.argv[1]](replies())
    return 0


if __name__ == "__main__":
    sys.exit(main())
