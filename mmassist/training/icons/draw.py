"""Draws an icon's SVG or PNG: the colour of each pixel, and how much of it the ink covers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from mmassist.training.faults import TrainingError

Mask = NDArray[np.float32]
"""[size, size], 0 to 1."""

Layer = NDArray[np.float32]
"""[size, size, 4]: RGB, 0 to 255, already weighted by the last, which is how much of the pixel is covered, 0 to 1."""

_ONE_INK = 14.0
"""How far, of 255, colours lie from their mean in what counts as drawn in one ink."""

_WIDTH = re.compile(r'stroke-width="[\d.]+"')


class Drawing:
    """One SVG, parsed once. Needs a QGuiApplication only for text in it, which icons have none of; thread-bound."""

    def __init__(self, svg: str, stroke: float = 1.0) -> None:
        """`stroke` scales the widths of its lines. Raises TrainingError where Qt can't read it."""
        if stroke != 1.0:
            svg = _WIDTH.sub(lambda found: _scaled(found[0], stroke), svg)
        self._renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", "black").encode()))
        if not self._renderer.isValid():
            raise TrainingError("an icon's SVG can't be read")

    def fit(self, size: int) -> int:
        """At how many pixels it is drawn where `size` are asked for: as many."""
        return size

    def mask(self, size: int, shift: tuple[float, float] = (0.0, 0.0)) -> Mask:
        """At `size` by `size` pixels, moved by fractions of a pixel to the right and down."""
        return self.layer(size, shift)[:, :, 3]

    def layer(self, size: int, shift: tuple[float, float] = (0.0, 0.0)) -> Layer:
        """The same in its own colours."""
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(shift[0], shift[1], size, size))
        painter.end()
        return _layer(image)


class Raster:
    """A PNG, read once. Programs show it as large as it is, which is why it is never drawn larger."""

    def __init__(self, path: Path) -> None:
        """Raises TrainingError where Qt can't read it."""
        image = QImage(str(path))
        if image.isNull():
            raise TrainingError(f"the icon {path} can't be read")
        self._image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def fit(self, size: int) -> int:
        """At how many pixels it is drawn where `size` are asked for: its own, unless it is twice as large."""
        own = max(self._image.width(), self._image.height())
        return size if own >= 2 * size else own

    def layer(self, size: int, shift: tuple[float, float] = (0.0, 0.0)) -> Layer:
        """At `size` by `size` pixels in its own colours. It stands on whole pixels: `shift` is for what is drawn by lines."""
        if self._image.width() == self._image.height() == size:
            return _layer(self._image)
        return _layer(self._image.scaled(size, size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation))


Drawn: TypeAlias = Drawing | Raster


def drawn(path: Path, stroke: float = 1.0) -> Drawn:
    """An icon's file, SVG or PNG; `stroke` as in Drawing. Raises TrainingError where it can't be read."""
    return Drawing(path.read_text("utf-8", "replace"), stroke) if path.suffix == ".svg" else Raster(path)


def has_colours(layer: Layer) -> bool:
    """Whether it is drawn in more than one ink, so that its shape alone would not tell what it shows."""
    covered = layer[:, :, 3]
    weight = float(covered.sum())
    if weight < 1.0:
        return False
    mean = layer[:, :, :3].sum((0, 1)) / weight
    apart = layer[:, :, :3] - mean * covered[:, :, None]
    return float(np.sqrt((apart * apart).sum() / weight)) > _ONE_INK


def _layer(image: QImage) -> Layer:
    """Of premultiplied ARGB."""
    size = image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    layer = pixels[:, :size, [2, 1, 0, 3]].astype(np.float32)
    layer[:, :, 3] /= 255.0
    return layer


def _scaled(attribute: str, by: float) -> str:
    value = float(attribute.split('"')[1])
    return f'stroke-width="{value * by:.3f}"'
