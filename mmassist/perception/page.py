"""Reads whole pictures: what changed since a picture seen before is looked for and read, the rest is remembered."""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from mmassist.perception.change import changed_tiles, dirty_boxes
from mmassist.perception.crops import Crop, Grey, Mask, crops, joined, level
from mmassist.perception.detector import Detector, Found
from mmassist.perception.recogniser import Reading, Recogniser
from mmassist.perception.regions import detailed_within, text_regions
from mmassist.perception.scripts import is_sparse, is_wide_text
from mmassist.perception.wording import mended, spaced, upright_or_not
from mmassist.values import Box, Pixels, TextLine

_SEEN_BYTES, _SEEN = 96 << 20, 4
# More than the first share of changed tiles is another screen altogether, less than the second the same one a little later.
_ANOTHER, _VERSION = 0.6, 0.2
# A box so much higher than wide is a line that stands on end; one so much wider than high is surely a line, and read less surely than
# this it may stand on its head. The other reading must be as sure as the last figure.
_ON_END, _LINE, _DOUBTFUL, _SURE = 2.2, 2.5, 0.88, 0.85


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture and all the lines in it."""

    pixels: Pixels
    lines: tuple[TextLine, ...]


@dataclass(slots=True)
class _Scripts:
    """Whether anything in the picture so far is written in an East Asian script."""

    wide: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """One picture under way. `bgr` and `grey` are of the whole; `taken` grows with the lines found."""

    bgr: Pixels
    grey: Grey
    taken: Mask
    scripts: _Scripts


class PageReader:
    """Remembers the last pictures and the last lines by their pixels. Used from one thread."""

    def __init__(self, detector: Detector, recogniser: Recogniser, cache_lines: int = 8192) -> None:
        self._detector, self._recogniser = detector, recogniser
        self._cache: OrderedDict[bytes, tuple[str, float, str]] = OrderedDict()
        self._cache_lines = cache_lines
        self._seen: list[Seen] = []
        self.left: list[Box] = []
        """Of the picture under way the parts whose text has not been read yet."""

    def read(self, pixels: Pixels, first: Box | None, cancelled: Callable[[], bool]) -> Iterator[TextLine]:
        """The lines of `pixels` (height, width, 4; BGRA), as they are read: what lies in or near `first` comes first.

        What looks like a line and can't be read is one without text, of confidence 0.
        Ends early once `cancelled` says so; a picture that was not read to its end is not remembered.
        """
        import cv2

        like = self._like(pixels)
        kept, dirty = _compared(pixels, like)
        self.left = dirty
        yield from sorted(kept, key=lambda line: nearness(line.box, first))
        lines = list(kept)
        if dirty:
            bgr = cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR)
            grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
            sight = Sight(
                np.asarray(bgr),
                np.asarray(grey),
                np.zeros(pixels.shape[:2], np.bool_),
                _Scripts(any(is_wide_text(line.text, line.confidence) for line in kept)),
            )
            for line in kept:
                _take(sight.taken, line.box)
            for line in self._look(sight, dirty, first, cancelled):
                lines.append(line)
                yield line
        if not cancelled():
            self._remember(Seen(pixels, tuple(lines)), like)

    def _like(self, pixels: Pixels) -> list[tuple[Mask, Seen]]:
        """Pictures seen of the same size, each with the tiles that differ."""
        return [(changed_tiles(seen.pixels, pixels), seen) for seen in self._seen if seen.pixels.shape == pixels.shape]

    def _look(self, sight: Sight, dirty: list[Box], first: Box | None, cancelled: Callable[[], bool]) -> Iterator[TextLine]:
        height, width = sight.grey.shape
        cells = detailed_within(sight.grey, dirty)
        regions = sorted(text_regions(cells, Box(0, 0, width, height), width, height), key=lambda box: nearness(box, first))
        self.left = list(regions)
        for region in regions:
            if cancelled():
                return
            found = self._detector.find(sight.bgr[region.y : region.bottom, region.x : region.right])
            yield from self._read_found([line.moved(region.x, region.y) for line in found], sight, first, cancelled)
            self.left.remove(region)

    def _read_found(self, found: list[Found], sight: Sight, first: Box | None, cancelled: Callable[[], bool]) -> Iterator[TextLine]:
        fresh = [line for line in found if not line.faint and not _taken(sight.taken, line.box)]
        boxes = joined([line.box for line in fresh if not line.corners])
        for box in boxes:
            _take(sight.taken, box)
        turned = [level(sight.bgr, line.box, line.corners) for line in fresh if line.corners]
        straight = [(box, None) for box in boxes]
        for box, crop in sorted([*straight, *((crop.box, crop) for crop in turned)], key=lambda pair: nearness(pair[0], first)):
            for piece in self._pieces(box, crop, sight):
                if cancelled():
                    return
                text, confidence, narrow = self._any_way_up(piece, sight)
                if narrow and not sight.scripts.wide:
                    text = narrow
                elif is_wide_text(text, confidence):
                    sight.scripts.wide = True
                if text:
                    yield TextLine(text, piece.box, round(confidence, 3))
                elif _is_line(piece.box):
                    yield TextLine("", piece.box, 0.0)
        yield from self._faint(found, sight)

    def _faint(self, found: list[Found], sight: Sight) -> Iterator[TextLine]:
        for line in found:
            if line.faint and _is_line(line.box) and not _taken(sight.taken, line.box):
                _take(sight.taken, line.box)
                yield TextLine("", line.box, 0.0)

    def _pieces(self, box: Box, crop: Crop | None, sight: Sight) -> Iterator[Crop]:
        if crop is not None:
            yield crop
        elif box.height > _ON_END * box.width:
            yield Crop(np.ascontiguousarray(sight.bgr[box.y : box.bottom, box.x : box.right]), box)
        else:
            yield from crops(sight.bgr, sight.grey, box, sight.taken)

    def _any_way_up(self, piece: Crop, sight: Sight) -> tuple[str, float, str]:
        """As `_text`; a line that makes no sense, or is read as too few signs, is read on its head too, and one that stands on end from
        both sides."""
        box, (height, width) = piece.box, piece.pixels.shape[:2]
        on_end = box.height > _ON_END * box.width
        upright = self._text(piece)
        sparse = is_sparse(upright[0], width, height)
        if not on_end and (width < _LINE * height or (upright[1] >= _DOUBTFUL and not sparse)):
            return upright
        whole = sight.bgr[box.y : box.bottom, box.x : box.right] if on_end else piece.pixels
        turned = [self._text(Crop(np.ascontiguousarray(np.rot90(whole, turns)), box)) for turns in ((1, 3) if on_end else (2,))]
        best = max(turned, key=lambda reading: reading[1])
        return best if len(best[0]) > 2 and best[1] >= max(_SURE, 0 if on_end or sparse else upright[1]) else upright

    def _text(self, crop: Crop) -> tuple[str, float, str]:
        """Text, confidence, and for a lone wide sign (a plus looks like one) what it is among narrow ones."""
        key = hashlib.blake2b(crop.pixels.tobytes(), digest_size=16, salt=crop.pixels.shape[0].to_bytes(4, "big")).digest()
        if (known := self._cache.get(key)) is not None:
            self._cache.move_to_end(key)
            return known
        reading: Reading = self._recogniser.read(crop.pixels)
        text = upright_or_not(mended(spaced(reading.text, reading.at, crop.gaps, crop.letters)), crop.lean)
        self._cache[key] = known = text, reading.confidence, reading.narrow
        if len(self._cache) > self._cache_lines:
            self._cache.popitem(last=False)
        return known

    def _remember(self, new: Seen, like: list[tuple[Mask, Seen]]) -> None:
        """In the place of the same picture; else of an older one of the same screen, so that who looks elsewhere for a while and comes
        back finds what was there before."""
        again = [seen for tiles, seen in like if not tiles.any()]
        versions = [seen for tiles, seen in like if 0 < tiles.mean() < _VERSION]
        gone = again or (versions[:-1] if len(self._seen) >= _SEEN else [])[:1]
        self._seen = [*(seen for seen in self._seen if not any(seen is one for one in gone)), new][-_SEEN:]
        while len(self._seen) > 1 and sum(seen.pixels.nbytes for seen in self._seen) > _SEEN_BYTES:
            self._seen.pop(0)


def _compared(pixels: Pixels, like: list[tuple[Mask, Seen]]) -> tuple[list[TextLine], list[Box]]:
    """Lines still valid from the most similar picture seen, and where to look anew."""
    height, width = pixels.shape[:2]
    tiles, seen = min(like, key=lambda pair: int(pair[0].sum()), default=(None, None))
    if tiles is None or seen is None or tiles.mean() > _ANOTHER:
        return [], [Box(0, 0, width, height)]
    dirty = dirty_boxes(tiles, width, height)
    kept, gone = [], list(dirty)
    for line in seen.lines:
        air = line.box.height // 2
        around = Box(line.box.x - air, line.box.y - air, line.box.width + 2 * air, line.box.height + 2 * air)
        if any(around.intersection(box) for box in dirty):
            gone.append(line.box)
        else:
            kept.append(line)
    return kept, gone


def nearness(box: Box, first: Box | None) -> tuple[int, int, int]:
    """Sorts by the distance to `first`, in steps of 64 px (0 where they touch), then from top to bottom and left to right."""
    if first is None or box.intersection(first):
        return 0, box.y, box.x
    across = max(first.x - box.right, box.x - first.right, 0)
    down = max(first.y - box.bottom, box.y - first.bottom, 0)
    return 1 + math.isqrt(across * across + down * down) // 64, box.y, box.x


def _is_line(box: Box) -> bool:
    return box.width > _LINE * box.height or box.height > _LINE * box.width


def _take(taken: Mask, box: Box) -> None:
    taken[box.y : box.bottom, box.x : box.right] = True


def _taken(taken: Mask, box: Box) -> bool:
    return bool(taken[box.y : box.bottom, box.x : box.right].mean() > 0.5)
