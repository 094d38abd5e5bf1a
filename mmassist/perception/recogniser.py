"""Reads one line of text: PP-OCRv6's recogniser with greedy CTC decoding (Graves et al., 2006)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt
from mmassist.inference.runtime import Session
from mmassist.perception.scripts import is_wide
from mmassist.values import Pixels

_HEIGHT = 48
# Narrow letters need more than the model's one step of 8 pixels each: without it "will fill" reads "wilfil".
_STRETCH = 1.4
# The network needs some width; beyond the bound a line is read in parts.
_NARROWEST, _STEP = 32, 8
_BLANK = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says. `confidence`: 0 to 1, mean over the characters; `at`: where each character is, in pixels from the left.

    `narrow`: for a lone wide (East Asian) sign, what it is most likely if it is none; else "".
    """

    text: str
    confidence: float
    at: tuple[float, ...]
    narrow: str = ""


class Recogniser:
    """Keeps one session; use it from one thread at a time."""

    def __init__(self, model: bytes) -> None:
        self._session = Session(model)
        characters = self._session.metadata("character")
        if not characters:
            raise ModelCorrupt("the recogniser carries no characters")
        # Index 0 is CTC's blank, the last one is the space.
        self._characters = ["", *characters.split("\n"), " "]
        self._wide = np.array([is_wide(character) for character in self._characters])

    def read(self, line: Pixels) -> Reading:
        """Reads `line` (height, width, 3; BGR): one line of text, upright."""
        import cv2

        height, width = line.shape[:2]
        scaled = max(1, round(_HEIGHT * _STRETCH * width / height))
        resized = cv2.resize(line, (scaled, _HEIGHT), interpolation=cv2.INTER_LINEAR)
        blob: NDArray[np.float32] = np.zeros((1, 3, _HEIGHT, max(_NARROWEST, math.ceil(scaled / _STEP) * _STEP)), np.float32)
        blob[0, :, :, :scaled] = resized.transpose(2, 0, 1)
        blob[0, :, :, :scaled] = blob[0, :, :, :scaled] / 127.5 - 1
        steps = self._session.run(blob)[0]
        return self._decode(steps, blob.shape[3] / len(steps) * width / scaled)

    def _decode(self, steps: NDArray[np.float32], pixels: float) -> Reading:
        """`pixels`: of the line for each step."""
        best = steps.argmax(axis=1)
        starts = [at for at, (before, index) in enumerate(itertools.pairwise([_BLANK, *best])) if index not in (_BLANK, before)]
        certain = [float(steps[at, best[at]]) for at in starts]
        text = "".join(self._characters[best[at]] for at in starts)
        return Reading(
            text,
            sum(certain) / len(certain) if certain else 0.0,
            tuple((at + 0.5) * pixels for at in starts),
            self._narrow(steps) if len(text) == 1 and is_wide(text) else "",
        )

    def _narrow(self, steps: NDArray[np.float32]) -> str:
        likely = np.where(self._wide, 0.0, steps.max(axis=0))
        likely[_BLANK] = 0.0
        return self._characters[int(likely.argmax())].strip()
