"""Pictures for the tests of the camera: pages drawn and photographed by the evaluation's own generator, small and quick."""

from __future__ import annotations

from functools import cache
from random import Random

import cv2
import numpy as np

from mmassist.evaluation.pages_photographed.photograph import Photograph, Shot, photograph
from mmassist.evaluation.pages_photographed.sheet import Sheet, draw_sheet
from mmassist.values import Pixels

CLEAR = Shot(
    size=(1280, 960),
    fill=0.85,
    pitch=8.0,
    yaw=-6.0,
    roll=4.0,
    quarter=0,
    bend="flat",
    depth=0.0,
    shade=0.2,
    shadow=0.0,
    light=0.9,
    blur=0.6,
    smear=0.0,
    noise=1.5,
    quality=90,
)


@cache
def sheet(layout: str, seed: int = 1) -> Sheet:
    """The first page of that layout."""
    rng = Random(seed)
    while (drawn := draw_sheet(rng)).layout != layout:
        pass
    return drawn


@cache
def photo(layout: str = "label", shot: Shot = CLEAR, seed: int = 1) -> Photograph:
    return photograph(sheet(layout, seed), shot, seed)


def plain(level: int, width: int = 640, height: int = 480) -> Pixels:
    picture: Pixels = np.full((height, width, 4), level, np.uint8)
    return picture


def bgra(bgr: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA), np.uint8)
