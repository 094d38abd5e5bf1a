"""Named sets of screens whose text is known, painted the same from the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from mmassist.evaluation.draw import content
from mmassist.values import Box, Pixels, TextLine

if TYPE_CHECKING:
    from PIL.Image import Image

FULL = (1920, 1080)
_FONTS = Path("/usr/share/fonts/truetype")
_SANS, _BOLD, _SERIF = "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "liberation/LiberationSerif-Regular.ttf"
_SECRETS = ("Reach me at maria.lindqvist@example.org", "Card 4111 1111 1111 1111")
"""So that there is something to be hidden."""


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """`pixels`: BGRA, alpha 255. `lines`: what is written where, as a recogniser would give it."""

    name: str
    pixels: Pixels
    lines: tuple[TextLine, ...]

    @property
    def words(self) -> list[str]:
        return [word for line in self.lines for word in line.text.split()]


class _Canvas:
    """A picture under way, and what was written on it."""

    def __init__(self, image: Image, chance: Random) -> None:
        from PIL import ImageDraw

        self.image, self.chance = image, chance
        self.pen = ImageDraw.Draw(image)
        self.lines: list[TextLine] = []

    def write(self, at: tuple[int, int], text: str, size: int, ink: str = "#202020", face: str = _SANS) -> int:
        """Writes one line; returns the y below it."""
        from PIL import ImageFont

        font = ImageFont.truetype(str(_FONTS / face), size)
        self.pen.text(at, text, fill=ink, font=font)
        left, top, right, bottom = self.pen.textbbox(at, text, font=font)
        air = max(2, size // 4)
        box = Box(int(left) - air, int(top) - air, int(right - left) + 2 * air, int(bottom - top) + 2 * air)
        if inside := box.intersection(Box(0, 0, *self.image.size)):
            self.lines.append(TextLine(text, inside, 0.99))
        return at[1] + size + size // 2

    def paragraph(self, at: tuple[int, int], width: int, lines: int, size: int, face: str = _SANS) -> int:
        """So many full lines of sentences; returns the y below them."""
        from PIL import ImageFont

        font, (x, y) = ImageFont.truetype(str(_FONTS / face), size), at
        words = " ".join(self.chance.choice(content()["sentences"]) for _ in range(3 * lines)).split()
        for _ in range(lines):
            line: list[str] = []
            while words and self.pen.textlength(" ".join([*line, words[0]]), font) < width:
                line.append(words.pop(0))
            y = self.write((x, y), " ".join(line), size, face=face)
        return y

    def window(self, box: Box, title: str) -> None:
        """A frame with a title bar, empty inside."""
        self.pen.rectangle((box.x, box.y, box.right, box.bottom), fill="#f4f4f2", outline="#808080")
        self.pen.rectangle((box.x, box.y, box.right, box.y + 28), fill="#2c5d8f")
        self.write((box.x + 10, box.y + 6), title, 14, "#ffffff", _BOLD)

    def done(self, name: str) -> Screen:
        bgr = np.asarray(self.image)[:, :, ::-1]
        return Screen(name, np.ascontiguousarray(np.dstack([bgr, np.full(bgr.shape[:2], 255, np.uint8)])), tuple(self.lines))


def dialog(seed: int, size: tuple[int, int] | None = None) -> Screen:
    """A dialog with text, fields and buttons; alone, or in the middle of a plain desktop of `size`."""
    chance = Random(seed)  # noqa: S311 - no secret
    width, height = chance.randint(520, 760), chance.randint(320, 460)
    canvas = _canvas(chance, size or (width + 1, height + 1), chance.choice(("#3a6ea5", "#2e3436", "#dfe3e8")))
    x, y = ((size[0] - width) // 2, (size[1] - height) // 2) if size else (0, 0)
    canvas.window(Box(x, y, width, height), chance.choice(content()["programs"]))
    below = canvas.paragraph((x + 20, y + 44), width - 40, 3, 14)
    for label, value in zip(("Name", "Mail", "Number"), ("Maria Lindqvist", *_SECRETS), strict=True):
        canvas.pen.rectangle((x + 110, below + 2, x + width - 24, below + 26), fill="#ffffff", outline="#a0a0a0")
        canvas.write((x + 20, below + 6), label, 13)
        below = canvas.write((x + 118, below + 6), value, 13) + 14
    for at, name in enumerate(("Cancel", "Save")):
        left = x + width - 220 + 105 * at
        canvas.pen.rectangle(
            (left, y + height - 42, left + 95, y + height - 14), fill="#e4e4e0" if at == 0 else "#c8e0c8", outline="#909090"
        )
        canvas.write((left + 22, y + height - 36), name, 13)
    return canvas.done("flat dialogs")


def document(seed: int, size: tuple[int, int] | None = None) -> Screen:
    """A page of headings and paragraphs in a window."""
    chance = Random(seed)  # noqa: S311 - no secret
    width, height = size or (1280, 900)
    canvas = _canvas(chance, (width, height), "#ffffff")
    canvas.window(Box(0, 0, width, 30), chance.choice(content()["documents"]))
    left, y = width // 8, 60
    face = chance.choice((_SANS, _SERIF))
    while y < height - 140:
        y = canvas.write((left, y), chance.choice(content()["documents"]).capitalize(), 20, "#1a3c6e", _BOLD) + 6
        y = canvas.paragraph((left, y), width * 3 // 4, chance.randint(3, 5), chance.choice((13, 14, 15)), face) + 14
    canvas.write((left, height - 40), _SECRETS[0], 13)
    return canvas.done("documents")


def desktop(seed: int, size: tuple[int, int] | None = None) -> Screen:
    """A wallpaper with two windows on it, one of which shows a picture."""

    chance = Random(seed)  # noqa: S311 - no secret
    width, height = size or FULL
    canvas = _Canvas(_photo(seed, width, height), chance)
    for at in range(2):
        box = Box(80 + at * (width // 2), 90 + chance.randint(0, 120), width * 2 // 5, height * 3 // 5)
        canvas.window(box, chance.choice(content()["programs"]))
        y = canvas.paragraph((box.x + 20, box.y + 50), box.width - 40, chance.randint(5, 12), chance.choice((13, 14)))
        if at == 0:
            inside: Image = _photo(seed + 7, box.width - 40, max(40, box.bottom - y - 30))
            canvas.image.paste(inside, (box.x + 20, y + 10))
    canvas.pen.rectangle((0, height - 36, width, height), fill="#20242a")
    canvas.write((20, height - 28), _SECRETS[0], 14, "#ffffff")
    return canvas.done("desktops with pictures")


def photograph(seed: int, size: tuple[int, int] | None = None) -> Screen:
    """Something like a photograph, with a line of text as on a sign."""
    chance = Random(seed)  # noqa: S311 - no secret
    width, height = size or (1600, 1066)
    canvas = _Canvas(_photo(seed, width, height), chance)
    canvas.pen.rectangle((width // 5, height // 2, width // 5 + 620, height // 2 + 60), fill="#f8f8f0")
    canvas.write((width // 5 + 20, height // 2 + 12), chance.choice(content()["documents"]).capitalize(), 30, "#101010", _BOLD)
    return canvas.done("photographs")


def rewritten(pixels: Pixels, box: Box, text: str, size: int = 14) -> Pixels:
    """A copy with `text` in the place of what stands in `box`, on a ground of the colour of its top left corner."""
    from PIL import Image, ImageDraw, ImageFont

    blue, green, red = (int(value) for value in pixels[box.y, box.x, :3])
    strip = Image.new("RGB", (box.width, box.height), (red, green, blue))
    font = ImageFont.truetype(str(_FONTS / _SANS), size)
    ImageDraw.Draw(strip).text((3, 3), text, fill="#202020", font=font)
    written = pixels.copy()
    written[box.y : box.bottom, box.x : box.right, :3] = np.asarray(strip)[:, :, ::-1]
    return written


SETS: dict[str, Callable[[int, tuple[int, int] | None], Screen]] = {
    "flat dialogs": dialog,
    "documents": document,
    "desktops with pictures": desktop,
    "photographs": photograph,
}


def _canvas(chance: Random, size: tuple[int, int], ground: str) -> _Canvas:
    from PIL import Image

    return _Canvas(Image.new("RGB", size, ground), chance)


def _photo(seed: int, width: int, height: int) -> Image:
    """Smooth shapes at all scales under the noise of a sensor."""
    import cv2
    from PIL import Image

    chance = np.random.default_rng(seed)
    total = np.full((height, width, 3), 128, np.float32)
    for octave in range(1, 9):
        cells = 2**octave
        rough = chance.normal(0, 1, (max(2, height * cells // 1024), max(2, width * cells // 1024), 3)).astype(np.float32)
        total += np.asarray(cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC), np.float32) * (120 / cells**0.9)
    total += chance.normal(0, 3, total.shape).astype(np.float32)
    return Image.fromarray(np.clip(total, 0, 255).astype(np.uint8))
