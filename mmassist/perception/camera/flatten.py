"""Takes shadows and uneven light from a page: each place is compared with the paper around it. About 15 ms for 2 megapixels.

The paper is what is left when thin dark strokes are closed (grey-scale morphology); what is divided by it is lit evenly.
"""

from __future__ import annotations

import numpy as np

from mmassist.values import Pixels

# The paper is looked for in a picture of about so many pixels; strokes thinner than this share of its side are ink.
_SIDE, _STROKE = 400, 0.035
PAPER = 245
"""The level that `evenly_lit` gives to paper."""

# In letter heights, how far around a place the darkest ink counts; ink is so many levels darker than paper at least; and how much of the
# way from paper to ink is haze.
_NEAR, _LEAST_DEPTH, _HAZE = 1.5, 45.0, 0.25


def clear(bgr: Pixels, tall: float) -> Pixels:
    """`bgr`, evenly lit, in greys, with clean paper and dark ink: the grain of a sensor and the haze around blurred letters are paper.

    `tall`: height of the letters. Each place is measured by the darkest ink near it, so that thin letters stay beside bold ones. The gaps
    between words are later looked for where there is no ink at all: haze would fill them.
    """
    import cv2

    grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
    soft = cv2.GaussianBlur(grey, (0, 0), 0.7)
    near = max(3, round(_NEAR * tall)) | 1
    darkest = cv2.erode(soft, np.ones((near, near), np.uint8))
    darkest = cv2.GaussianBlur(darkest, (0, 0), near / 2)
    depth = np.maximum(PAPER - np.asarray(darkest, np.float32), _LEAST_DEPTH)
    share = (PAPER - np.asarray(soft, np.float32)) / depth
    return np.asarray(255 - np.clip((share - _HAZE) / (1 - _HAZE), 0, 1) * 255, np.uint8)


def evenly_lit(bgr: Pixels) -> Pixels:
    """`bgr` (height, width, 3) with its paper white wherever light falls on it."""
    import cv2

    height, width = bgr.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    stroke = max(3, round(_STROKE * max(size))) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (stroke, stroke)))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 7), (0, 0), stroke / 4)
    whole = cv2.resize(np.maximum(np.asarray(paper), 1), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(bgr, whole, scale=PAPER), np.uint8)
