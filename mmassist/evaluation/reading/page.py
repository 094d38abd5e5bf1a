"""Sets a page in columns, as a screen shows it, and keeps its lines in the order in which people read them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from mmassist.values import Box, Pixels

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_FONTS = Path("/usr/share/fonts/truetype")
_FACES = (
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
)
_LOOKS = (
    ((255, 255, 255), (20, 20, 20)),
    ((250, 247, 238), (50, 40, 30)),
    ((32, 34, 38), (225, 225, 225)),
    ((238, 240, 243), (20, 30, 90)),
)
_SIZES = ((760, 640), (900, 720), (1024, 768), (1280, 800))
_MARGIN = 36
# A word of so many letters may be broken, between a vowel and a consonant.
_BREAKABLE = 6
_SYLLABLE = re.compile(r"(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][a-z])")


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it was set. `box`: of its ink. `paragraph`: lines that are read as one text share a number."""

    text: str
    box: Box
    paragraph: int


@dataclass(frozen=True, slots=True)
class Page:
    """`pixels`: BGRA, read-only. `lines`: in reading order. `texts`: of each paragraph, as it was before it was broken into lines."""

    layout: str
    pixels: Pixels
    lines: tuple[SetLine, ...]
    texts: tuple[str, ...]


@cache
def _content() -> dict[str, Any]:
    content = resources.files("mmassist.evaluation.pages_photographed").joinpath("content.toml")
    return tomllib.loads(content.read_text("utf-8"))


@dataclass(slots=True)
class _Type:
    """What a page is set with. `gap`: between paragraphs, `gutter`: between columns, in pixels; `leading`: of a line, in its own height."""

    draw: ImageDraw
    rng: Random
    faces: tuple[str, str]
    ink: tuple[int, int, int]
    size: int
    leading: float
    gutter: float
    hyphens: bool
    indent: float
    justified: bool
    lines: list[SetLine] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def font(self, scale: float = 1.0, *, bold: bool = False) -> FreeTypeFont:
        from PIL import ImageFont

        return ImageFont.truetype(str(_FONTS / self.faces[bold]), round(self.size * scale))

    def step(self, font: FreeTypeFont) -> float:
        return sum(font.getmetrics()) * self.leading

    def write(self, text: str, x: float, y: float, font: FreeTypeFont) -> None:
        """One line of the paragraph that was begun last."""
        self.draw.text((x, y), text, self.ink, font)
        left, top, right, bottom = self.draw.textbbox((x, y), text, font)
        box = Box(round(left), round(top), round(right - left), round(bottom - top))
        self.lines.append(SetLine(text, box, len(self.texts) - 1))

    def alone(self, text: str, x: float, y: float, font: FreeTypeFont) -> float:
        """A line that is read for itself; gives the place below."""
        self.texts.append(text)
        self.write(text, x, y, font)
        return y + self.step(font)

    def spread(self, words: list[str], x: float, y: float, width: float, font: FreeTypeFont) -> None:
        """The words of a line from edge to edge; they are one line all the same."""
        text = " ".join(words)
        room = (width - sum(font.getlength(word) for word in words)) / max(1, len(words) - 1)
        if room > 2.2 * font.getlength(" "):
            self.write(text, x, y, font)
            return
        at = x
        for word in words:
            self.draw.text((at, y), word, self.ink, font)
            at += font.getlength(word) + room
        _, top, _, bottom = self.draw.textbbox((x, y), text, font)
        self.lines.append(SetLine(text, Box(round(x), round(top), round(width), round(bottom - top)), len(self.texts) - 1))

    def paragraph(self, x: float, y: float, width: float, bottom: float) -> float:
        """Sentences until they or the room end; gives the place below."""
        font = self.font()
        words = " ".join(self.sentence() for _ in range(self.rng.randint(2, 5))).split()
        step, told = self.step(font), list[str]()
        self.texts.append("")
        first = self.indent
        while words and y + step <= bottom:
            line, rest = self.broken(words, width - first, font)
            told += line
            if self.justified and rest:
                self.spread(line, x + first, y, width - first, font)
            else:
                self.write(" ".join(line), x + first, y, font)
            words, y, first = rest, y + step, 0.0
        self.texts[-1] = re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(told))
        if not told:
            self.texts.pop()
        return y + step * (0.15 if self.indent else 0.75)

    def broken(self, words: list[str], width: float, font: FreeTypeFont) -> tuple[list[str], list[str]]:
        """The words of a line, and the rest."""
        count = 1
        while count < len(words) and font.getlength(" ".join(words[: count + 1])) <= width:
            count += 1
        line, rest = words[:count], words[count:]
        if self.hyphens and rest and rest[0].isalpha() and len(rest[0]) >= _BREAKABLE:
            for cut in reversed([found.start() for found in _SYLLABLE.finditer(rest[0])]):
                head = f"{rest[0][:cut]}-"
                if 2 <= cut <= len(rest[0]) - 3 and font.getlength(" ".join([*line, head])) <= width:
                    return [*line, head], [rest[0][cut:], *rest[1:]]
        return line, rest

    def sentence(self) -> str:
        words = self.rng.choices(_content()["words"].split(), k=self.rng.randint(5, 12))
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def title(self, font: FreeTypeFont, width: float) -> str:
        """One that fits."""
        return str(self.rng.choice([title for title in _content()["titles"] if font.getlength(title) < width] or ["News"]))

    def columns(self, number: int, left: float, width: float) -> list[tuple[float, float]]:
        """Left edge and width of each."""
        room = (width - (number - 1) * self.gutter) / number
        return [(left + at * (room + self.gutter), room) for at in range(number)]

    def fill(self, x: float, y: float, width: float, bottom: float, most: int = 9) -> None:
        """Paragraphs until the room ends, or so many."""
        for _ in range(most):
            if y + 2 * self.step(self.font()) > bottom:
                break
            y = self.paragraph(x, y, width, bottom)


def draw_page(rng: Random) -> Page:
    """One page. Raises OSError where the fonts are missing (fonts-dejavu-core, fonts-liberation)."""
    from PIL import Image, ImageDraw

    width, height = rng.choice(_SIZES)
    paper, ink = rng.choice(_LOOKS)
    layout = rng.choice(sorted(_LAYOUTS))
    image = Image.new("RGB", (width, height), paper)
    size = rng.randint(13, 20)
    page = _Type(
        draw=ImageDraw.Draw(image),
        rng=rng,
        faces=rng.choice(_FACES),
        ink=ink,
        size=size,
        leading=rng.uniform(1.0, 1.35),
        gutter=size * rng.uniform(1.7, 3.4),
        hyphens=rng.random() < 0.5,
        indent=size * 1.4 if rng.random() < 0.35 else 0.0,
        justified=rng.random() < 0.4,
    )
    _LAYOUTS[layout](page, width, height)
    pixels: Pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = np.asarray(image, np.uint8)[..., ::-1]
    pixels.flags.writeable = False
    return Page(layout, pixels, tuple(page.lines), tuple(page.texts))


def _headed(page: _Type, width: int) -> float:
    """A title over the whole width; gives the place below."""
    font = page.font(1.7, bold=True)
    return page.alone(page.title(font, width - 2 * _MARGIN), _MARGIN, _MARGIN * 0.7, font) + page.size


def _two(page: _Type, width: int, height: int) -> None:
    top = _headed(page, width)
    for x, room in page.columns(2, _MARGIN, width - 2 * _MARGIN):
        page.fill(x, top, room, height - _MARGIN)


def _three(page: _Type, width: int, height: int) -> None:
    top = _headed(page, width) if page.rng.random() < 0.7 else _MARGIN
    for x, room in page.columns(3, _MARGIN, width - 2 * _MARGIN):
        page.fill(x, top, room, height - _MARGIN)


def _captioned(page: _Type, width: int, height: int) -> None:
    """Each column under a heading of its own, the headings level."""
    top = _headed(page, width)
    for x, room in page.columns(page.rng.randint(2, 3), _MARGIN, width - 2 * _MARGIN):
        font = page.font(1.15, bold=True)
        below = page.alone(page.title(font, room), x, top, font) + page.size * 0.3
        page.fill(x, below, room, height - _MARGIN, page.rng.randint(2, 5))


def _sections(page: _Type, width: int, height: int) -> None:
    """Two sections, each with a heading over the whole width and two columns under it."""
    top = _headed(page, width)
    for bottom in ((top + height) / 2, float(height)):
        font = page.font(1.3, bold=True)
        top = page.alone(page.title(font, width - 2 * _MARGIN), _MARGIN, top, font) + page.size * 0.4
        for x, room in page.columns(2, _MARGIN, width - 2 * _MARGIN):
            page.fill(x, top, room, bottom - _MARGIN)
        top = bottom


def _sidebar(page: _Type, width: int, height: int) -> None:
    """A narrow column of entries, then a wide one of text."""
    top = _headed(page, width)
    narrow = width * page.rng.uniform(0.17, 0.24)
    at, font = top, page.font(0.95)
    for entry in page.rng.sample(_content()["goods"], page.rng.randint(4, 8)):
        at = page.alone(entry.capitalize(), _MARGIN, at, font) + page.size * 0.5
    page.fill(_MARGIN + narrow + page.gutter, top, width - 2 * _MARGIN - narrow - page.gutter, height - _MARGIN)


def _tabled(page: _Type, width: int, height: int) -> None:
    """Two columns of text, and below them a table, which is read by its rows."""
    top, font = _headed(page, width), page.font()
    rows = page.rng.randint(3, 6)
    foot = height - _MARGIN - (rows + 1) * page.step(font) * 1.3
    for x, room in page.columns(2, _MARGIN, width - 2 * _MARGIN):
        page.fill(x, top, room, foot - 1.6 * page.step(font))
    cells = [("Article", "Number", "Price")]
    cells += [
        (goods.capitalize(), str(page.rng.randint(2, 99)), f"{page.rng.randint(1, 60)}.{page.rng.randint(10, 99)}")
        for goods in page.rng.sample(_content()["goods"], rows)
    ]
    for at, row in enumerate(cells):
        y = foot + at * page.step(font) * 1.3
        for x, cell in zip((_MARGIN, width * 0.45, width * 0.75), row, strict=True):
            page.alone(cell, x, y, page.font(bold=at == 0))


def _form(page: _Type, width: int, height: int) -> None:
    """A form whose captions stand before their fields, then two columns of text."""
    top, font = _headed(page, width), page.font()
    fields = [("Name:", "Anna Quinn"), ("Street:", "Harbour Street 12"), ("Town:", "Dundee"), ("Telephone:", "0382 4711"), ("Room:", "17")]
    for caption, held in page.rng.sample(fields, page.rng.randint(3, 5)):
        page.alone(caption, _MARGIN, top, font)
        page.draw.rectangle((_MARGIN + width * 0.16, top - 3, _MARGIN + width * 0.5, top + page.step(font)), outline=page.ink)
        top = page.alone(held, _MARGIN + width * 0.16 + 8, top, font) + page.size * 0.9
    for x, room in page.columns(2, _MARGIN, width - 2 * _MARGIN):
        page.fill(x, top + page.size, room, height - _MARGIN)


def _illustrated(page: _Type, width: int, height: int) -> None:
    """Columns of which one begins with a picture and its caption."""
    top, number = _headed(page, width), page.rng.randint(2, 3)
    pictured = page.rng.randrange(number)
    for at, (x, room) in enumerate(page.columns(number, _MARGIN, width - 2 * _MARGIN)):
        y = top
        if at == pictured:
            page.draw.rectangle((x, y, x + room, y + room * 0.5), fill=(120, 150, 170))
            page.draw.ellipse((x + room * 0.3, y + room * 0.1, x + room * 0.6, y + room * 0.4), fill=(200, 190, 120))
            y = page.alone(page.sentence(), x, y + room * 0.5 + 6, page.font(0.85)) if room > 30 * page.size else y + room * 0.5
            y += page.size
        page.fill(x, y, room, height - _MARGIN)


_LAYOUTS: Mapping[str, Callable[[_Type, int, int], None]] = {
    "captioned": _captioned,
    "form": _form,
    "illustrated": _illustrated,
    "sections": _sections,
    "sidebar": _sidebar,
    "table": _tabled,
    "three": _three,
    "two": _two,
}
