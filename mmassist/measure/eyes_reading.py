"""One line of a full screen changes: how soon is it text, and is it the text that reading all of it gives?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

from mmassist.evaluation.draw import content
from mmassist.inference import weights
from mmassist.measure.commanded import Commanded
from mmassist.measure.eyes_timed import timed
from mmassist.measure.screens import FULL, Screen, document, rewritten
from mmassist.measure.series import Asked, Series
from mmassist.perception.detector import Detector
from mmassist.perception.page import PageReader
from mmassist.perception.recogniser import Recogniser
from mmassist.values import Box, Pixels, TextLine

SOONER = 30
_SEED = 2033
_RAPIDOCR = 4  # rounds between two of its passes
_PATIENCE = 600.0  # seconds: its threads spin, and on a busy machine a pass takes minutes
_FULL = ("full", "the same models, reading the whole screen")
_NOTE = "A page of text at 1920x1080; one of its lines becomes another sentence. Both in this process, models warm."

ASKED = (
    Asked("line", "one changed line to text", "ms", None, (_FULL, ("rapidocr", "RapidOCR(), one pass over the whole screen")), _NOTE),
    Asked("share line", "one changed line to text: of the full pass in the same round", "%", 100 / SOONER),
    Asked("otherwise", "changed lines that a full pass reads otherwise", "%", 0),
)


def measure(series: Series, rounds: int) -> None:
    """Raises what `MISHAPS` lists."""
    fresh = Fresh()
    screen = document(_SEED, FULL)
    known = fresh.reader()
    everything(known, screen.pixels)
    changes = _changes(screen)
    # the first passes of a network are not its speed
    everything(known, next(changes)[0])
    with tempfile.TemporaryDirectory() as folder, Commanded("mmassist.measure.opponents", "rapidocr") as rapidocr:
        rapidocr.answer(_PATIENCE)
        path = Path(folder) / "screen.npy"
        for number in range(rounds):
            pixels, box = next(changes)
            _one(series, known, fresh, pixels, box)
            if number % _RAPIDOCR == 0:
                np.save(path, pixels[:, :, :3])
                series.add("rapidocr", float(rapidocr.ask(str(path), _PATIENCE)["ms"]))


def _one(series: Series, known: PageReader, fresh: Fresh, pixels: Pixels, box: Box) -> None:
    spent, text = timed(lambda: _first_in(known, pixels, box))
    everything(known, pixels)  # what is left of it, so that the next change is one line too
    full, lines = timed(lambda: everything(fresh.reader(), pixels))
    series.add("line", spent.clock)
    series.add("full", full.clock)
    series.add("share line", 100 * spent.clock / full.clock)
    series.add("otherwise", 0.0 if text and text in [line.text for line in lines if box.contains(*line.box.centre)] else 100.0)
    shares = series.details["share line"].setdefault("percent_of_processor_time", [])
    shares.append(round(100 * spent.processor / full.processor, 2))


class Fresh:
    """The models, loaded once, and readers of them that remember nothing."""

    def __init__(self) -> None:
        self._models = Detector(weights.load(weights.DETECTION)), Recogniser(weights.load(weights.RECOGNITION))

    def reader(self) -> PageReader:
        return PageReader(*self._models)


def everything(reader: PageReader, pixels: Pixels) -> list[TextLine]:
    return list(reader.read(pixels, None, lambda: False))


def _first_in(reader: PageReader, pixels: Pixels, box: Box) -> str:
    """The text of the first line that is read in `box`."""
    return next((line.text for line in reader.read(pixels, box, lambda: False) if box.contains(*line.box.centre)), "")


def _changes(screen: Screen) -> Iterator[tuple[Pixels, Box]]:
    """The screen with one line after the other replaced by a sentence, and where."""
    chance = Random(_SEED)  # noqa: S311 - no secret
    lines = [line for line in screen.lines if line.box.width > 400 and line.box.height < 30]
    pixels = screen.pixels
    while True:
        line = chance.choice(lines)
        sentence = " ".join((chance.choice(content()["sentences"]), str(chance.randint(1, 999))))
        pixels = rewritten(pixels, line.box, sentence)
        yield pixels, line.box
