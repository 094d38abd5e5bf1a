"""From a 1080p frame to its embedding: ours, scaled in two stages and in int8, beside Pillow's resize and the same tower in fp32.

The tower is ViT-S/16 at 224 px with random weights: they cost what trained ones cost. How near int8 stays to fp32 is told for these
weights; the card of the models that are trained tells it for those.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import CPU_ONLY, FixedSession
from mmassist.measure.eyes_timed import in_turns
from mmassist.measure.eyes_vit import Size, fp32, from_bytes, from_floats, int8, tower
from mmassist.measure.screens import FULL, SETS
from mmassist.measure.series import Asked, Series, tell
from mmassist.perception.encoder_scaling import scaled
from mmassist.values import Pixels

FASTER, INT8, COSINE = 2.5, 2.0, 0.99
_SEED = 2032
_TOWER = Size()

ASKED = (
    Asked("frame", "1080p frame to embedding", "ms", None, (("pillow frame", "Pillow's resize to 224 px, the same tower in fp32"),)),
    Asked("share frame", "1080p frame to embedding: of the opponent's time in the same round", "%", 100 / FASTER),
    Asked("scaling", "1080p frame to 224 px", "ms", None, (("pillow scaling", "Pillow's resize, bicubic as is its default"),)),
    Asked("int8", "tower alone, int8", "ms", None, (("fp32", "the same tower in fp32"),)),
    Asked("share int8", "tower alone, int8: of fp32's time in the same round", "%", 100 / INT8),
    Asked("apart", "1 - cosine of int8 and fp32, in thousandths", "", 1000 * (1 - COSINE)),
)


def measure(series: Series, rounds: int) -> None:
    tell("  making two towers")
    fast = FixedSession(tower(from_bytes, int8, _TOWER), wanted=CPU_ONLY)
    exact = FixedSession(tower(from_floats, fp32, _TOWER), wanted=CPU_ONLY)
    frames = [paint(_SEED + at, FULL).pixels for at, paint in enumerate(SETS.values())]
    # the first run of a session is not its speed
    fast.run(ours(frames[0]))
    exact.run(pillow(frames[0]))
    for number in range(rounds):
        _one(series, number, frames[number % len(frames)], fast, exact)


def _one(series: Series, number: int, pixels: Pixels, fast: FixedSession, exact: FixedSession) -> None:
    small, floats = ours(pixels), pillow(pixels)
    calls = {
        "frame": lambda: fast.run(ours(pixels)),
        "pillow frame": lambda: exact.run(pillow(pixels)),
        "scaling": lambda: ours(pixels),
        "pillow scaling": lambda: pillow(pixels),
        "int8": lambda: fast.run(small),
        "fp32": lambda: exact.run(floats),
    }
    spent = in_turns(number, calls)
    for key, one in spent.items():
        series.add(key, one.clock)
    for key, opponent in (("frame", "pillow frame"), ("scaling", "pillow scaling"), ("int8", "fp32")):
        share = 100 * spent[key].processor / spent[opponent].processor
        series.details[key].setdefault("percent_of_processor_time", []).append(round(share, 1))
    series.add("share frame", 100 * spent["frame"].clock / spent["pillow frame"].clock)
    series.add("share int8", 100 * spent["int8"].clock / spent["fp32"].clock)
    _compare(series, pixels, fast, exact)


def _compare(series: Series, pixels: Pixels, fast: FixedSession, exact: FixedSession) -> None:
    """Both of the same small picture: what scaling does to it is another matter."""
    small = ours(pixels)
    rows = fast.run(small)[0], exact.run(_floats(small))[0]
    series.add("apart", 1000 * (1 - float(rows[0] @ rows[1])))


def ours(pixels: Pixels) -> NDArray[np.uint8]:
    return scaled(pixels, _TOWER.side, _TOWER.side)[None]


def pillow(pixels: Pixels) -> NDArray[np.float32]:
    """As the examples of towers do it: an image, resized, as floats, the channel first."""
    from PIL import Image

    height, width = pixels.shape[:2]
    image = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)
    return _floats(np.asarray(image.resize((_TOWER.side, _TOWER.side)))[None])


def _floats(pictures: NDArray[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray((pictures.astype(np.float32) / np.float32(127.5) - 1).transpose(0, 3, 1, 2))
