"""Windows out of Tk's widgets, with what is known of each control: shown by the system's Python on a display of their own.

Programs that use Tk have no accessibility tree, as those of older toolkits, which look much like it.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtGui import QColor, QImage

from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.child import PATIENCE, SYSTEM_PYTHON, display, elements_of, ended
from mmassist.training.screens.controls import inked
from mmassist.training.screens.look import FAMILIES, colours, some_words
from mmassist.training.screens.truth import Screen
from mmassist.training.screens.window import on_desktop, some_size

if TYPE_CHECKING:
    from mss.base import MSSBase

_CHILD = "screens.tk_child"
_ICONS = 12
_THEMES = ("clam", "alt", "default", "classic")
_NEEDS = "windows of Tk need Xvfb and python3-tk: packaging/debian-training.txt"


class TkWindows:
    """A process that shows windows, one at a time, and the display that their pictures are taken from."""

    def __init__(self, process: subprocess.Popen[bytes], grabber: MSSBase) -> None:
        self._process, self._grabber = process, grabber

    def screen(self, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
        """As `window.some_screen`. Raises TrainingError where the process has ended."""
        rng = np.random.default_rng([seed, 5])
        return on_desktop(self._shown(some_plan(rng, icons)), least, rng)

    def _shown(self, plan: dict[str, Any]) -> Screen:
        pipe, answers = self._process.stdin, self._process.stdout
        if pipe is None or answers is None:
            raise TrainingError("the process that shows Tk's windows has no pipes")
        try:
            pipe.write(json.dumps(plan).encode() + b"\n")
            pipe.flush()
            told = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            raise TrainingError(f"the process that shows Tk's windows has ended; {_NEEDS}") from error
        width, height = told["width"], told["height"]
        shot = self._grabber.grab({"left": 0, "top": 0, "width": width, "height": height})
        pixels = np.frombuffer(shot.raw, np.uint8).reshape(height, width, 4)
        return Screen(np.ascontiguousarray(pixels[:, :, 2::-1]), tuple(elements_of(told["elements"], width, height)))


@contextmanager
def tk_windows() -> Iterator[TkWindows]:
    """On a display of their own, which ends with them. Raises TrainingError where Tk, Xvfb or the system's Python is missing."""
    import mss

    with ExitStack() as stack:
        name = stack.enter_context(display(_NEEDS))
        # the system's Python finds this folder as a package of its own, and leaves no compiled files in it
        own = {"DISPLAY": name, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(
                [SYSTEM_PYTHON, "-m", _CHILD], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={**os.environ, **own}
            )
        except OSError as error:
            raise TrainingError(_NEEDS) from error
        stack.callback(ended, process, PATIENCE)
        yield TkWindows(process, stack.enter_context(mss.MSS(display=name)))


def some_plan(rng: np.random.Generator, icons: Sequence[tuple[str, Drawing]]) -> dict[str, Any]:
    """What the process needs to know of one window: how it looks, what is written in it, and icons as PNG."""
    ground, ink, accent = colours(rng)
    is_plain = bool(rng.random() < 0.4)
    size = int(rng.choice((10, 11, 12, 13, 13, 14, 16, 18)))
    side = round(size * float(rng.uniform(1.1, 2.0)))
    chosen = [icons[int(at)] for at in rng.integers(0, len(icons), _ICONS)] if icons else []
    seen_as = (0, 0, 0) if is_plain else (ink.red(), ink.green(), ink.blue())
    return {
        "seed": int(rng.integers(2**31)),
        "words": some_words(rng),
        "icons": [(name, _png(drawing, side, seen_as)) for name, drawing in chosen],
        **dict(zip(("width", "height"), some_size(rng), strict=True)),
        "theme": str(rng.choice(_THEMES)),
        "classic": bool(rng.random() < 0.4),
        "family": str(rng.choice(FAMILIES)),
        "size": size,
        "colours": {} if is_plain else _colours(ground, ink, accent),
    }


def _colours(ground: QColor, ink: QColor, accent: QColor) -> dict[str, str]:
    is_dark = ground.lightness() < 128
    faint = QColor((ink.red() + ground.red()) // 2, (ink.green() + ground.green()) // 2, (ink.blue() + ground.blue()) // 2)
    return {
        "ground": ground.name(),
        "ink": ink.name(),
        "accent": accent.name(),
        "over": "#000000" if accent.lightness() > 140 else "#ffffff",
        "raised": (ground.lighter(140) if is_dark else ground.darker(108)).name(),
        "field": (ground.darker(125) if is_dark else QColor(255, 255, 255)).name(),
        "faint": faint.name(),
    }


def _png(drawing: Drawing, side: int, ink: tuple[int, int, int]) -> str:
    import cv2

    image = inked(drawing, side, ink).convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())
    pixels = rows[:, : 4 * side].reshape(side, side, 4)
    return base64.b64encode(cv2.imencode(".png", pixels[:, :, [2, 1, 0, 3]])[1].tobytes()).decode()
