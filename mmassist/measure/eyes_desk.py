"""A painted desktop at work: an editor in which somebody types, a chat, a clock, a dialog, a second window with a long page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from mmassist.evaluation.draw import content
from mmassist.values import Pixels

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_WIDTH, _HEIGHT = 1920, 1080
_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_ROW, _TYPED, _CHATTED, _PAGED = 24, 36, 34, 38
_LONGEST = 70  # signs of a typed line
_INK, _GROUND, _BAR, _TITLE = "#202020", "#ffffff", "#20242a", "#2c5d8f"


class Desk:
    """Acts by a script of a minute, over and over; what is written differs each time."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._typed = [self._sentence() for _ in range(20)]
        self._chat = [f"{self._name()}: {self._sentence()}" for _ in range(_CHATTED - 6)]
        self._page = [self._sentence() for _ in range(400)]
        self._top = 0
        self._words: list[str] = []
        self._dialog = ""
        self._paging = False

    def act(self, second: int) -> None:
        """What happens in that second of the session."""
        at = second % 60
        if at < 18:
            self._type()
        elif at == 22:
            self._dialog = self._sentence()
        elif at == 27:
            self._dialog = ""
        elif at in (31, 35, 38):
            self._chat = [*self._chat, f"{self._name()}: {self._sentence()}"][-_CHATTED:]
        elif at in (41, 52):
            self._paging = at == 41
        elif at in (43, 45, 47, 49):
            self._top = (self._top + 3) % (len(self._page) - _PAGED)

    def shown(self, second: int) -> Pixels:
        """BGRA, alpha 255; each time an array of its own."""
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (_WIDTH, _HEIGHT), "#3a6ea5")
        pen = ImageDraw.Draw(image)
        if self._paging:
            self._paint(pen, (40, 30, 1840, 970), "Long page", self._page[self._top : self._top + _PAGED])
        else:
            self._paint(pen, (30, 30, 1000, 970), "Letter", self._typed[-_TYPED:], caret=second % 2 == 0)
            self._paint(pen, (1060, 30, 830, 920), "Chat", self._chat)
        if self._dialog:
            self._paint(pen, (560, 400, 800, 150), "Question", [self._dialog, "", "Cancel          Save"])
        pen.rectangle((0, _HEIGHT - 40, _WIDTH, _HEIGHT), fill=_BAR)
        pen.text((_WIDTH - 90, _HEIGHT - 30), f"{9 + second // 3600:02}:{second // 60 % 60:02}", fill="#ffffff", font=_font(14))
        pixels: Pixels = np.full((_HEIGHT, _WIDTH, 4), 255, np.uint8)
        pixels[:, :, :3] = np.asarray(image)[:, :, ::-1]
        return pixels

    def _type(self) -> None:
        if not self._words:
            self._words = self._sentence().split()
            self._typed.append("")
        self._typed[-1] = f"{self._typed[-1]} {self._words.pop(0)}".strip()

    def _paint(self, pen: ImageDraw, place: tuple[int, int, int, int], title: str, lines: list[str], caret: bool = False) -> None:
        x, y, width, height = place
        pen.rectangle((x, y, x + width, y + height), fill=_GROUND, outline="#808080")
        pen.rectangle((x, y, x + width, y + 28), fill=_TITLE)
        pen.text((x + 10, y + 6), title, fill="#ffffff", font=_font(14))
        for row, line in enumerate(lines):
            pen.text((x + 20, y + 44 + _ROW * row), line, fill=_INK, font=_font(14))
        if caret:
            right = x + 22 + int(pen.textlength(lines[-1], _font(14)))
            below = y + 44 + _ROW * (len(lines) - 1)
            pen.rectangle((right, below, right + 1, below + 17), fill=_INK)

    def _sentence(self) -> str:
        return f"{self._chance.choice(content()['sentences'])[:_LONGEST]} {self._chance.randint(1, 999)}"

    def _name(self) -> str:
        return str(self._chance.choice(("Ann", "Ben", "Cleo", "Dan")))


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), size)
