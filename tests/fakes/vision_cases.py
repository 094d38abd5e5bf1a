"""What a small vision model is asked in the tests, and what transformers made of the same: see tests/peers/vision_reference.py."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmassist.inference.vlm import Said, Speaker
from tests.conftest import ROOT

REFERENCE = ROOT / "tests" / "data" / "vision" / "reference.json"


@dataclass(frozen=True, slots=True)
class Case:
    """A picture of noise and bars of this size, and a conversation about it."""

    name: str
    width: int
    height: int
    turns: tuple[Said, ...]

    def picture(self) -> Image.Image:
        pixels = np.random.default_rng(self.width * 10_000 + self.height).integers(0, 256, (self.height, self.width, 3), np.uint8)
        pixels[:, :: max(1, self.width // 4)] = (200, 30, 90)
        return Image.fromarray(pixels)

    def png(self) -> bytes:
        written = BytesIO()
        self.picture().save(written, "PNG")
        return written.getvalue()


_ASKED = Said(Speaker.USER, "What is this, at 12:45?", shows=True)
CASES = (
    Case("wide", 192, 108, (_ASKED,)),
    Case("tall", 40, 200, (_ASKED,)),
    Case("square", 32, 32, (Said(Speaker.SYSTEM, "Be brief."), _ASKED)),
    Case("small", 31, 17, (_ASKED, Said(Speaker.ASSISTANT, "A bätch of ☃."), Said(Speaker.USER, "And now?"))),
    Case("odd", 333, 250, (_ASKED,)),
)


def levels_hash(squares: NDArray[np.uint8]) -> str:
    """Of (squares, side, side, 3)."""
    return hashlib.sha256(np.ascontiguousarray(squares).tobytes()).hexdigest()


def reference() -> dict[str, Any]:
    """By the name of a case: number of `squares`, hash of their `levels`, `tokens` asked, first `logits`, `answer` and its `text`."""
    found: dict[str, Any] = json.loads(REFERENCE.read_text("utf-8"))
    return found
