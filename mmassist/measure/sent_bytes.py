"""Bytes of what is sent for named sets of screens, beside a PNG of the same screen, and what OCR still reads in it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np

from mmassist.backends import catalogue, pictures
from mmassist.backends.picture_rules import PictureRules, fit
from mmassist.evaluation.legibility import Reader, left_of
from mmassist.measure.screens import SETS, Screen
from mmassist.measure.series import Asked, Series
from mmassist.values import Box, Frame, Picture, Pixels, Target

SCREENS = 10
_SEED = 7000
# Of a page full of text so many lines are read, evenly spread.
_LINES = 6
_LOST = 1.0
_NOTE = (
    "All pictures of one request for the catalogue's default model of OpenAI, parts at full size included, against one PNG (Pillow's "
    "defaults) of the whole screen at full size."
)
_LETTERS = (
    "Our text recogniser on both, line by line at its known place, in what is sent at the size to which the provider reduces it; the best "
    "of the pictures that show the line. In all screens of the set."
)


def asked() -> tuple[Asked, ...]:
    figures = []
    for name in SETS:
        figures.append(Asked(f"bytes {name}", f"bytes sent, {name}: of a PNG's", "%", 100, (), _NOTE))
        figures.append(Asked(f"letters {name}", f"letters lost to OCR, {name}: of those read at full size", "%", _LOST, (), _LETTERS))
    return tuple(figures)


def measure(series: Series, rounds: int) -> None:
    """Over up to ten screens of each set, fewer for fewer rounds."""
    models, _ = catalogue.load()
    rules, reader = models.default("openai").pictures, Reader()
    for name, paint in SETS.items():
        kept = there = sent = png = 0
        for number in range(min(SCREENS, rounds)):
            screen = paint(_SEED + number, None)
            prepared = _prepared(screen, rules)
            ours, theirs = sum(len(picture.data) for picture in prepared), _png(screen.pixels)
            series.add(f"bytes {name}", 100 * ours / theirs)
            sent, png = sent + ours, png + theirs
            for found, all_of_it in _letters(reader, screen, _as_seen(prepared, rules)):
                kept, there = kept + found, there + all_of_it
        series.add(f"letters {name}", 100 * (1 - kept / there) if there else 0.0)
        series.details[f"bytes {name}"] = {"sent": sent, "png": png}
        series.details[f"letters {name}"] = {"letters": there}


def _prepared(screen: Screen, rules: PictureRules) -> tuple[Picture, ...]:
    return pictures.prepare(Frame(screen.pixels, (0, 0), Target(), 0.0), screen.lines, rules)


def _png(pixels: Pixels) -> int:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1])).save(file, "PNG")
    return len(file.getvalue())


def _as_seen(prepared: tuple[Picture, ...], rules: PictureRules) -> list[tuple[Picture, Pixels]]:
    """The pictures as the model is shown them: decoded, and reduced to the size that its provider allows."""
    import cv2

    seen = []
    for picture in prepared:
        pixels = np.asarray(cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
        width, height = fit(picture.width, picture.height, rules)
        if (width, height) != (picture.width, picture.height):
            pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        seen.append((replace(picture, width=width, height=height), pixels))
    return seen


def _letters(reader: Reader, screen: Screen, shown: list[tuple[Picture, Pixels]]) -> list[tuple[int, int]]:
    """For some lines: how many of the letters read at full size are read in what is sent, and how many there are."""
    found = []
    for line in screen.lines[:: max(1, len(screen.lines) // _LINES)]:
        full = reader.read_at(screen.pixels, line.box)
        tried = [left_of(full, reader.read_at(pixels, _at(line.box, picture))) for picture, pixels in shown if _shows(picture, line.box)]
        found.append(max(tried, default=(0, len(full))))
    return found


def _shows(picture: Picture, box: Box) -> bool:
    return picture.part.intersection(box) == box


def _at(box: Box, picture: Picture) -> Box:
    """Where `box` (the screen's) is in the picture as it is sent."""
    across, down = picture.width / picture.part.width, picture.height / picture.part.height
    x, y = int((box.x - picture.part.x) * across), int((box.y - picture.part.y) * down)
    right, bottom = int((box.right - picture.part.x) * across + 1), int((box.bottom - picture.part.y) * down + 1)
    return Box(x, y, max(1, right - x), max(1, bottom - y))
