"""Whether a camera's picture is worth reading or asking about, before anybody is asked: enough light, and sharp somewhere."""

from __future__ import annotations

from mmassist.perception.camera.exposure import Light, exposure
from mmassist.perception.camera.focus import BLURRED, sharpness
from mmassist.values import Pixels


def flaw(pixels: Pixels) -> str:
    """What is wrong with it: a key of the table `look`; "" where nothing is, or where there is nothing on it to be sharp.

    `pixels`: (height, width, 4; BGRA). Blocks about 20 ms; any thread.
    """
    light = exposure(pixels).light
    if light is not Light.FINE:
        return light.value
    sharp = sharpness(pixels)
    return "blurred" if sharp is not None and sharp < BLURRED else ""
