"""Draws a theme's icons as they stand on a screen: on light and dark grounds, in the sizes that tool bars have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from mmassist.evaluation.eyes.themes import ThemeIcon
from mmassist.values import Pixels

SIZES = (16, 22, 24, 32, 48)
GROUNDS = (((250, 250, 250), (46, 52, 54)), ((53, 53, 53), (238, 238, 236)))
"""A light and a dark one, each with the colour of the text on it."""

_AIR = 2
# What a theme writes for "the colour of the text", and the greys that symbolic icons are drawn in to be coloured by who shows them.
_TEXT_COLOUR = re.compile(r"currentColor|#bebebe|#2e3436|#2e3434|#222222|#232629|#363636", re.IGNORECASE)


def drawings(icon: ThemeIcon) -> Iterator[Pixels]:
    """BGRA, one for each of SIZES on each of GROUNDS. Symbolic icons have the colour of the text, others their own.

    Needs a QGuiApplication. Yields nothing where Qt can't read the file.
    """
    text = icon.path.read_text("utf-8", "replace")
    for ground, ink in GROUNDS:
        coloured = _TEXT_COLOUR.sub(QColor(*ink).name(), text) if icon.style == "symbolic" else text
        renderer = QSvgRenderer(QByteArray(coloured.encode()))
        if not renderer.isValid():
            return
        for size in SIZES:
            yield _drawn(renderer, size, QColor(*ground))


def _drawn(renderer: QSvgRenderer, size: int, ground: QColor) -> Pixels:
    side = size + 2 * _AIR
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(_AIR, _AIR, size, size))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine() // 4, 4)
    return rows[:, :side].copy()  # before the image goes


def is_there(folder: Path, theme: str) -> bool:
    return (folder / theme / "index.theme").is_file()
