"""Windows with known words, drawn by Qt: what the text reader is measured on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from mmassist.values import Box, Pixels

PHRASES = (
    "Save changes to document before closing?", "Close without Saving", "Cancel", "OK", "Save As...", "File", "Edit", "View", "Help",
    "Untitled 1 - Mousepad", "If you don't save, changes will be permanently lost.", "I will fill in all the details", "Illinois 7 of 12",
    "Receive e-mail notifications", "Enter your user name", "Version 3.14.159 (build 2026)", "100 %", "12:45 PM", "Total: $1,249.50",
    "https://www.example.org/index.html", "alice.smith@example.com", "C:\\Users\\Public\\Documents", "/usr/share/doc/README.Debian",
    "Show hidden files", "Sort by name", "Apply to all", "No", "Yes", "Retry", "Abort", "Are you sure you want to delete 3 items?",
    "The quick brown fox jumps over the lazy dog", "Password must contain at least 8 characters", "Connection timed out (error 110)",
    "Line 42, Column 7", "UTF-8", "Insert", "Not connected", "Bluetooth", "Wi-Fi", "Sound", "Display", "Keyboard", "Power",
    "Last modified 2026-11-23", "4.7 MB", "Read only", "Preferences", "About this program", "Quit Ctrl+Q", "Copy Ctrl+C", "Paste Ctrl+V",
    "Undo", "Redo", "Find and replace", "Zoom in", "Zoom out", "New folder", "Recently used", "Desktop", "Downloads", "Pictures",
    "Music", "Trash", "Home", "Other locations", "Battery level is low", "Do you want to restart now?", "Restart later", "Update available",
    "You have 12 unread messages", "In reply to your letter of 3 May", "Dose: 2.5 mg twice a day", "Invoice No. 7781-B",
    "IBAN DE89 3704 0044",
)  # fmt: skip
FAMILIES = ("DejaVu Sans", "Liberation Sans", "Nimbus Sans", "DejaVu Sans Mono", "Liberation Serif", "DejaVu Serif")


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    ground: str
    ink: str
    grey: str


THEMES = (
    Theme("light", "#ffffff", "#000000", "#767676"),
    Theme("dark", "#1e1e1e", "#e0e0e0", "#8a8a8a"),
    Theme("white on blue", "#2a5db0", "#ffffff", "#d0dcf0"),
    Theme("grey window", "#efefef", "#202020", "#6e6e6e"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """What stands where, in the picture's pixels."""

    words: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Screen:
    name: str
    pixels: Pixels
    texts: tuple[Text, ...]


class Sheet:
    """A picture under way."""

    def __init__(self, width: int, height: int, theme: Theme) -> None:
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(QColor(theme.ground))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.theme = theme
        self.texts: list[Text] = []

    def write(self, x: int, y: int, text: str, font: QFont, *, ink: str = "", mnemonic: bool = False) -> QRect:
        self.painter.setFont(font)
        self.painter.setPen(QPen(QColor(ink or self.theme.ink)))
        flags = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
        if mnemonic:
            flags |= Qt.TextFlag.TextShowMnemonic.value
        drawn = f"&{text}" if mnemonic else text
        room = QRect(x, y, self.image.width() - x, self.image.height() - y)
        rect = self.painter.boundingRect(room, flags, drawn)
        self.painter.drawText(room, flags, drawn)
        self.texts.append(Text(tuple(text.split()), Box(rect.x(), rect.y(), rect.width(), rect.height())))
        return rect

    def finish(self, name: str) -> Screen:
        self.painter.end()
        raw = np.frombuffer(self.image.constBits(), np.uint8).reshape(self.image.height(), self.image.bytesPerLine() // 4, 4)
        return Screen(name, raw[:, : self.image.width()].copy(), tuple(self.texts))


def font(family: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(family)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def form(family: str, pixels: int, theme: Theme, start: int = 0, size: tuple[int, int] = (900, 640)) -> Screen:
    """Menu bar, buttons with frames, check boxes, grey notes and running text in one font size."""
    width, height = size
    sheet = Sheet(width, height, theme)
    phrases = itertools.islice(itertools.cycle(PHRASES), start, None)
    plain, bold = font(family, pixels), font(family, pixels, QFont.Weight.Bold)
    x = 8
    for word in ("File", "Edit", "View", "Help"):
        x = sheet.write(x, 5, word, plain, mnemonic=True).right() + 16
    y = int(5 + pixels * 2.2)
    sheet.painter.setPen(QPen(QColor(theme.grey)))
    sheet.painter.drawLine(0, y - 4, width, y - 4)
    row = 0
    while y + pixels * 3 < height:
        x = 12
        while True:
            phrase = next(phrases)
            needed = sheet.painter.fontMetrics().horizontalAdvance(phrase) + pixels * 3
            if x + needed > width:
                break
            x = _cell(sheet, row % 4, x, y, phrase, (plain, bold)) + int(pixels * 1.8)
        y += int(pixels * 2.4)
        row += 1
    return sheet.finish(f"{family} {pixels} px {theme.name}")


def _cell(sheet: Sheet, kind: int, x: int, y: int, phrase: str, fonts: tuple[QFont, QFont]) -> int:
    plain, bold = fonts
    theme, pixels = sheet.theme, plain.pixelSize()
    if kind == 1:
        rect = sheet.write(x + 8, y, phrase, plain, mnemonic=phrase[0].isalpha())
        sheet.painter.setPen(QPen(QColor(theme.grey)))
        sheet.painter.drawRoundedRect(rect.adjusted(-8, -4, 8, 4), 3, 3)
        return rect.right() + 8
    if kind == 2:
        sheet.painter.setPen(QPen(QColor(theme.grey)))
        sheet.painter.drawRect(x, y + 2, pixels, pixels)
        sheet.painter.drawLine(x + 3, y + pixels // 2, x + pixels // 2, y + pixels - 2)
        sheet.painter.drawLine(x + pixels // 2, y + pixels - 2, x + pixels - 2, y + 4)
        return sheet.write(x + pixels + 6, y, phrase, plain).right()
    if kind == 3:
        return sheet.write(x, y, phrase, plain, ink=theme.grey).right()
    return sheet.write(x, y, phrase, bold if len(phrase) % 3 == 0 else plain).right()


def keypad(family: str, pixels: int, theme: Theme) -> Screen:
    """A calculator's keys: single characters with much room around them."""
    keys = ("7", "8", "9", "/", "4", "5", "6", "*", "1", "2", "3", "-", "0", ".", "=", "+", "C", "(", ")", "%")
    sheet = Sheet(4 * 60 + 8, 5 * 44 + 8, theme)
    drawn = font(family, pixels)
    for at, key in enumerate(keys):
        x, y = 4 + at % 4 * 60, 4 + at // 4 * 44
        sheet.painter.setPen(QPen(QColor(theme.grey)))
        sheet.painter.drawRect(x, y, 54, 38)
        sheet.painter.setFont(drawn)
        inner = sheet.painter.fontMetrics().boundingRect(key)
        sheet.write(x + 27 - inner.width() // 2, y + 19 - sheet.painter.fontMetrics().height() // 2, key, drawn)
    return sheet.finish(f"keypad {family} {pixels} px {theme.name}")


def screens(scales: tuple[float, ...] = (1.0, 1.25, 1.5, 2.0)) -> Iterator[Screen]:
    """Every family and theme at several sizes, 11 px and up, at every scale."""
    start = 0
    for family, (at, theme), scale in itertools.product(FAMILIES, enumerate(THEMES), scales):
        for pixels in (11, 13 + at):
            start += 17
            yield form(family, round(pixels * scale), theme, start, (int(640 * scale), int(400 * scale)))


def recall(truth: tuple[Text, ...], lines: list[tuple[str, Box]]) -> tuple[int, int, list[str]]:
    """(words found, words there, what was missed): a word counts if it stands, letter by letter, in a line read at its place."""
    found = total = 0
    missed: list[str] = []
    for text in truth:
        place = Box(text.box.x - 3, text.box.y - 3, text.box.width + 6, text.box.height + 6)
        here = sorted((line for line in lines if place.intersection(line[1])), key=lambda line: (line[1].y // 8, line[1].x))
        pool = [word for said, _ in here for word in said.split()]
        for word in text.words:
            total += 1
            if word in pool:
                pool.remove(word)
                found += 1
            else:
                missed.append(f"{word!r} in {' '.join(text.words)!r}: {' | '.join(said for said, _ in here)!r}")
    return found, total, missed
