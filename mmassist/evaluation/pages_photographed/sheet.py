"""Draws a page: text in several fonts and layouts on paper, with the words that stand on it in reading order."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DOTS = 8.0
"""Pixels a millimetre."""

_FONTS = Path("/usr/share/fonts/truetype")
_FACES = (
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
)
# Width and height in millimetres, and the layouts that fit.
_SIZES = (
    (210, 297, ("letter", "columns", "list")),
    (148, 210, ("letter", "list", "notice")),
    (210, 148, ("notice", "columns")),
    (120, 80, ("label",)),
)
_PAPERS, _INKS = ((255, 255, 255), (250, 247, 238), (238, 240, 243), (253, 246, 214)), ((15, 15, 15), (40, 40, 60), (20, 30, 90))


@dataclass(slots=True)
class Sheet:
    """`picture`: uint8 (height, width, 3), RGB, `DOTS` pixels a millimetre. `x_height`: of its smallest text, in millimetres."""

    layout: str
    picture: NDArray[np.uint8]
    x_height: float
    ink: float
    words: list[str] = field(default_factory=list)


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("content.toml").read_text("utf-8"))


class _Pen:
    """Writes lines from top to bottom within a column, and keeps the words."""

    def __init__(self, draw: ImageDraw, faces: tuple[str, str], ink: tuple[int, int, int], rng: Random) -> None:
        self.draw, self.ink, self.rng = draw, ink, rng
        self._faces = faces
        self.words: list[str] = []
        self.smallest = 99.0

    def font(self, x_height: float, *, bold: bool = False) -> FreeTypeFont:
        """Of this x-height in millimetres, as its letter x is really drawn."""
        from PIL import ImageFont

        face = str(_FONTS / self._faces[bold])
        probe = ImageFont.truetype(face, 200).getbbox("x", anchor="ls")
        self.smallest = min(self.smallest, x_height)
        return ImageFont.truetype(face, max(1, round(200 * x_height * DOTS / -probe[1])))

    def line(self, text: str, left: float, top: float, font: FreeTypeFont) -> None:
        self.draw.text((left, top), text, self.ink, font)
        self.words += text.split()

    def paragraph(self, left: float, top: float, width: float, bottom: float, font: FreeTypeFont) -> float:
        """Sentences until the room or the paragraph ends; gives the place below."""
        text, step = " ".join(self.sentence() for _ in range(self.rng.randint(2, 5))).split(), _step(font)
        while text and top + step <= bottom:
            count = 1
            while count < len(text) and font.getlength(" ".join(text[: count + 1])) <= width:
                count += 1
            self.line(" ".join(text[:count]), left, top, font)
            text, top = text[count:], top + step
        return top + step * 0.7

    def sentence(self) -> str:
        words = self.rng.choices(_content()["words"].split(), k=self.rng.randint(5, 12))
        if self.rng.random() < 0.3:
            words[self.rng.randrange(1, len(words))] = self.figure()
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def figure(self) -> str:
        rng = self.rng
        return rng.choice(
            [str(rng.randint(2, 999)), f"{rng.randint(1, 99)}.{rng.randint(10, 99)}", f"{rng.randint(7, 21)}:{rng.randint(10, 59)}"]
        )


def _step(font: FreeTypeFont) -> float:
    return sum(font.getmetrics()) * 1.12


def draw_sheet(rng: Random) -> Sheet:
    """One page. Raises OSError where the fonts are missing (fonts-dejavu-core, fonts-liberation)."""
    from PIL import Image, ImageDraw

    width, height, layouts = rng.choice(_SIZES)
    layout, ink = rng.choice(layouts), rng.choice(_INKS)
    image = Image.new("RGB", (round(width * DOTS), round(height * DOTS)), rng.choice(_PAPERS))
    pen = _Pen(ImageDraw.Draw(image), rng.choice(_FACES), ink, rng)
    {"letter": _letter, "columns": _columns, "list": _list, "notice": _notice, "label": _label}[layout](pen, image.width, image.height)
    return Sheet(layout, np.asarray(image, np.uint8), pen.smallest, float(np.mean(ink)), pen.words)


def _letter(pen: _Pen, width: int, height: int) -> None:
    margin, font = width * 0.1, pen.font(_body(pen, width))
    head = pen.font(_body(pen, width) * 1.3, bold=True)
    top = height * 0.08
    pen.line(pen.rng.choice(_content()["titles"]), margin, top, head)
    top += _step(head) * 1.6
    for _ in range(pen.rng.randint(2, 5)):
        top = pen.paragraph(margin, top, width - 2 * margin, height * 0.93, font)


def _columns(pen: _Pen, width: int, height: int) -> None:
    margin, gutter, font = width * 0.07, width * 0.06, pen.font(_body(pen, width) * 0.85)
    head = pen.font(_body(pen, width) * 1.5, bold=True)
    pen.line(pen.rng.choice(_content()["titles"]), margin, height * 0.06, head)
    top, room = height * 0.06 + _step(head) * 1.6, (width - 2 * margin - gutter) / 2
    for column in range(2):
        at = top
        for _ in range(pen.rng.randint(2, 3)):
            at = pen.paragraph(margin + column * (room + gutter), at, room, height * 0.94, font)


def _list(pen: _Pen, width: int, height: int) -> None:
    margin, font = width * 0.1, pen.font(_body(pen, width))
    head = pen.font(_body(pen, width) * 1.4, bold=True)
    top = height * 0.08
    pen.line(f"Bill number {pen.rng.randint(1000, 9999)}", margin, top, head)
    top += _step(head) * 1.6
    for item in pen.rng.sample(_content()["goods"], pen.rng.randint(5, 9)):
        pen.line(f"{pen.rng.randint(1, 6)} {item}", margin, top, font)
        price = f"{pen.rng.randint(1, 60)}.{pen.rng.randint(10, 99)}"
        pen.line(price, width - margin - font.getlength(price), top, font)
        top += _step(font) * 1.2


def _notice(pen: _Pen, width: int, height: int) -> None:
    head, font = pen.font(width / DOTS * 0.03, bold=True), pen.font(width / DOTS * 0.018)
    title = pen.rng.choice(_content()["titles"])
    pen.line(title, (width - head.getlength(title)) / 2, height * 0.12, head)
    pen.paragraph(width * 0.12, height * 0.12 + _step(head) * 2, width * 0.76, height * 0.9, font)


def _label(pen: _Pen, width: int, height: int) -> None:
    content, margin = _content(), width * 0.08
    head, font = pen.font(4.5, bold=True), pen.font(2.2)
    top = height * 0.1
    pen.line(f"{pen.rng.choice(content['medicines'])} {pen.rng.choice((5, 10, 20, 50, 100))} mg", margin, top, head)
    top += _step(head) * 1.4
    lines = [
        f"Take {pen.rng.choice(content['doses'])}.",
        *pen.rng.sample(content["warnings"], 2),
        f"Use before {pen.rng.randint(1, 12):02d}/{pen.rng.randint(2027, 2031)}",
    ]
    for text in lines:
        pen.line(text, margin, top, font)
        top += _step(font) * 1.2


def _body(pen: _Pen, width: int) -> float:
    """X-height of running text in millimetres: 11 to 16 points on A4, less on smaller paper."""
    return (1.9 if width > 150 * DOTS else 1.6) * pen.rng.uniform(1.0, 1.45)
