"""How small text may get before OCR no longer reads it: `python -m mmassist.evaluation.legibility [--seed N] [--pages N] [--json]`.

Pages of known text in several fonts, sizes and colours are read at full size, then again reduced and encoded as they would be sent.
Whatever was read at full size is what can be read; the curve tells how much of it is left at which height of a line's box in
outgoing pixels. The height that the catalogue names comes from here (docs/pictures.md).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from mmassist.backends.picture_encoding import JPEG, PNG, encode
from mmassist.backends.pictures import resized
from mmassist.evaluation.draw import content
from mmassist.inference import weights
from mmassist.perception.detector import Detector
from mmassist.perception.page import PageReader
from mmassist.perception.recogniser import Recogniser
from mmassist.values import Box, Pixels, TextLine

PUBLISHED_SEED, PAGES = 2027, 8
ENOUGH = 0.99
_FONTS = Path("/usr/share/fonts/truetype")
_FACES = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSansMono.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationMono-Regular.ttf",
)
_COLOURS = (("#000000", "#ffffff"), ("#202020", "#f0f0f0"), ("#ffffff", "#204a87"), ("#d4d4d4", "#1e1e1e"))
_SIZES = (10, 11, 12, 13, 14, 15, 16, 18, 20, 24)
_SCALES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
_WIDTH, _MARGIN = 420, 16
# Fewer letters than that in a bin say little.
_LETTERS = 200

Codec = Callable[[Pixels], Pixels]


@dataclass(frozen=True, slots=True)
class Sample:
    """A line read again: `height` of its box in outgoing pixels, `found` of the `letters` that full size gave."""

    codec: str
    height: float
    found: int
    letters: int


class Reader:
    """Our text recogniser in this process, with nothing remembered from one picture to the next."""

    def __init__(self) -> None:
        self._detector, self._recogniser = Detector(weights.load(weights.DETECTION)), Recogniser(weights.load(weights.RECOGNITION))

    def read(self, pixels: Pixels) -> list[TextLine]:
        """All lines in `pixels` (height, width, 4; BGRA)."""
        return list(PageReader(self._detector, self._recogniser).read(pixels, None, lambda: False))

    def read_at(self, pixels: Pixels, box: Box) -> str:
        """The line in `box`, whose place is known: the detector's own moods are no matter of legibility."""
        return self._recogniser.read(np.ascontiguousarray(pixels[box.y : box.bottom, box.x : box.right, :3])).text


def measure(seed: int = PUBLISHED_SEED, pages: int = PAGES, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """The curve of each way of encoding over `pages` pages; about 20 s a page on two cores."""
    reader, samples, chance = Reader(), list[Sample](), Random(seed)  # noqa: S311 - no secret
    for number in range(pages):
        page = draw(chance, number)
        lines = [(line.box, reader.read_at(page, line.box)) for line in reader.read(page)]
        for scale in _SCALES:
            small = resized(page, round(page.shape[1] * scale), round(page.shape[0] * scale))
            for name, codec in codecs().items():
                sent = codec(small)
                samples += [_again(reader, sent, line, (scale, name)) for line in lines]
        progress(f"page {number + 1} of {pages}")
    curves = {name: curve(sample for sample in samples if sample.codec == name) for name in codecs()}
    return {
        "command": f"python -m mmassist.evaluation.legibility --seed {seed} --pages {pages}",
        "seed": seed,
        "pages": pages,
        "letters": sum(sample.letters for sample in samples),
        "least_height": {name: least_height(bins) for name, bins in curves.items()},
        "curves": curves,
    }


def draw(chance: Random, number: int) -> Pixels:
    """One page, BGRA: a line in each size, in one face and one pair of colours."""
    from PIL import Image, ImageDraw, ImageFont

    faces = [_FONTS / face for face in _FACES if (_FONTS / face).exists()]
    face, (ink, paper) = faces[number % len(faces)], _COLOURS[number % len(_COLOURS)]
    height = 2 * _MARGIN + sum(2 * size for size in _SIZES)
    picture = Image.new("RGB", (_WIDTH, height), paper)
    pen, y = ImageDraw.Draw(picture), _MARGIN
    for size in chance.sample(_SIZES, len(_SIZES)):
        font, text = ImageFont.truetype(str(face), size), " ".join(chance.choice(content()["sentences"]) for _ in range(3))
        while pen.textlength(text, font) > _WIDTH - 2 * _MARGIN:
            text = text.rpartition(" ")[0]
        pen.text((_MARGIN, y), text, fill=ink, font=font)
        y += 2 * size
    return np.ascontiguousarray(np.dstack([np.asarray(picture)[:, :, ::-1], np.full((height, _WIDTH), 255, np.uint8)]))


def codecs() -> dict[str, Codec]:
    """Ways to encode, each there and back. `palette` and `jpeg` are ours; the others show what lies to both sides."""
    return {
        "palette": lambda pixels: _decoded(encode(pixels, (PNG,)).data),
        "jpeg": lambda pixels: _decoded(encode(pixels, (JPEG,)).data),
        "jpeg 50": lambda pixels: _jpeg(pixels, 50),
    }


def left_of(full: str, reduced: str) -> tuple[int, int]:
    """How many letters, figures and marks of `full` are read in `reduced` too, in their order, and how many there are."""
    one, other = ("".join(text.casefold().split()) for text in (full, reduced))
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()), len(one)


def curve(samples: Iterable[Sample]) -> list[dict[str, float]]:
    """Recall by height of the line's box, in bins of one outgoing pixel."""
    found, letters = defaultdict[int, int](int), defaultdict[int, int](int)
    for sample in samples:
        found[int(sample.height)] += sample.found
        letters[int(sample.height)] += sample.letters
    return [
        {"height": height, "letters": letters[height], "recall": round(found[height] / letters[height], 4)}
        for height in sorted(letters)
        if letters[height]
    ]


def least_height(bins: Iterable[Mapping[str, float]]) -> float | None:
    """The least height from which on 99 % of what full size gives is read in every bin that holds enough letters."""
    least = None
    for one in sorted(bins, key=lambda one: -one["height"]):
        if one["letters"] < _LETTERS:
            continue
        if one["recall"] < ENOUGH:
            break
        least = one["height"]
    return least


def table(report: Mapping[str, Any]) -> str:
    """The curves side by side, and the least heights."""
    curves = {name: {one["height"]: one for one in bins} for name, bins in report["curves"].items()}
    heights = sorted({height for bins in curves.values() for height in bins})
    rows = ["height  " + "".join(name.rjust(18) for name in curves)]
    for height in heights:
        cells = [f"{bins[height]['recall']:.3f} of {bins[height]['letters']}" if height in bins else "-" for bins in curves.values()]
        rows.append(f"{height:>6}  " + "".join(cell.rjust(18) for cell in cells))
    least = ", ".join(f"{name} {height}" for name, height in report["least_height"].items())
    return "\n".join([*rows, f"Least height at which {ENOUGH:.0%} is read: {least}."])


def _again(reader: Reader, sent: Pixels, line: tuple[Box, str], how: tuple[float, str]) -> Sample:
    """One line of a page, its place and what it says at full size, read as it was sent."""
    (box, text), (scale, codec) = line, how
    x, y = int(box.x * scale), int(box.y * scale)
    small = Box(x, y, ceil(box.right * scale) - x, ceil(box.bottom * scale) - y)
    return Sample(codec, box.height * scale, *left_of(text, reader.read_at(sent, small)))


def _decoded(data: bytes) -> Pixels:
    import cv2

    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None  # noqa: S101 - our own bytes
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), np.uint8)


def _jpeg(pixels: Pixels, quality: int) -> Pixels:
    import cv2

    _, data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _decoded(data.tobytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=PUBLISHED_SEED)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    report = measure(asked.seed, asked.pages, lambda line: print(line, file=sys.stderr))  # noqa: T201 - progress
    sys.stdout.write((json.dumps(report) if asked.json else table(report)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
