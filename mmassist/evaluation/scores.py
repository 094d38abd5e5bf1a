"""How much of a window's text was read from the pixels, and how well items' boxes agree with the toolkit's own."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from mmassist.evaluation.speech import phrase, split
from mmassist.evaluation.truth import Truth
from mmassist.values import Box

# Signs that no font tells apart for certain, each with the one that stands for all of its kind.
_LOOK_ALIKES = str.maketrans("0i1|", "olll")
_QUOTES_AND_DASHES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
)
EDGES = "\"'„«»()[].,;:!?-*|•，。、；：？！（）《》「」؟،؛"  # noqa: RUF001 - the marks of other scripts
# Shorter words are found inside others too easily to be called run together with them.
RUN_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of one or several windows and how many of them were read.

    `strict`: the same characters, accents and capitals included, quotation marks and punctuation at the edges apart.
    `tolerant`: also with other capitals or without accents, with look-alikes (0 and O; 1, l and I), or run together with a neighbour.
    `read`: words that the reader gave; `spurious`: those of them that are nowhere on the screen. `missed`: strictly.
    """

    words: int
    strict: int
    tolerant: int
    read: int
    spurious: int
    missed: tuple[str, ...] = ()

    @property
    def strict_recall(self) -> float:
        return self.strict / self.words if self.words else 1.0

    @property
    def tolerant_recall(self) -> float:
        return self.tolerant / self.words if self.words else 1.0

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.words + other.words,
            self.strict + other.strict,
            self.tolerant + other.tolerant,
            self.read + other.read,
            self.spurious + other.spurious,
            self.missed + other.missed,
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """Controls whose box is known from the toolkit, and the IoU of the item that names each; 0 for those that no item names."""

    ious: tuple[float, ...]
    missing: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        return median(self.ious) if self.ious else 0.0

    @property
    def good_share(self) -> float:
        """Share of controls whose IoU is 0.5 or more."""
        return sum(iou >= 0.5 for iou in self.ious) / len(self.ious) if self.ious else 0.0

    def __add__(self, other: Placing) -> Placing:
        return Placing(self.ious + other.ious, self.missing + other.missing)


def read_by_script(words: Iterable[str], lines: Iterable[str], known: Iterable[str] = ()) -> dict[str, Reading]:
    """As `read_words`, for each script apart that the words on the screen are in; figures without a letter are apart too. East Asian
    signs count one by one. What was read in another script than any of these is spurious in the first of them."""
    wanted, given, somewhere = (_parted(text for text in texts) for texts in (words, lines, known))
    scripts = sorted(wanted, key=lambda script: -len(wanted[script]))
    found = {script: read_words(wanted[script], given.pop(script, []), somewhere.get(script, [])) for script in scripts}
    for script, strays in given.items() if scripts else ():
        found[scripts[0]] += read_words([], strays, somewhere.get(script, []))
    return found


def script_of(word: str) -> str:
    """ "Latin", "Greek", "Arabic", "Han" and so on by its first letter; "figures" where it has none."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    name = unicodedata.name(letter, "").partition(" ")[0].capitalize() if letter else "figures"
    return "Han" if name == "Cjk" else name


def _parted(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        for word in split(text):
            found.setdefault(script_of(word), []).append(word)
    return found


def read_words(words: Iterable[str], lines: Iterable[str], known: Iterable[str] = ()) -> Reading:
    """Compares the words on the screen with the lines that were read, as multisets. `known`: other texts that a reader may have found,
    such as rows that are partly in sight."""
    wanted = Counter(bare for word in words if (bare := _bare(word)))
    given = Counter(bare for line in lines for word in split(line) if (bare := _bare(word)))
    missed, left = wanted - given, given - wanted
    total, strict = wanted.total(), wanted.total() - missed.total()
    tolerant = strict + _found_tolerantly(missed, left)
    somewhere = wanted.keys() | {_bare(word) for text in known for word in split(text)}
    nowhere = sum(count for word, count in given.items() if word not in somewhere)
    return Reading(total, strict, tolerant, given.total(), nowhere, tuple(missed.elements()))


def place_items(truth: Truth, boxes: Mapping[str, Box], client: Box, items: Iterable[Mapping[str, Any]]) -> Placing:
    """Compares items (boxes in the picture's space, the picture being the client area) with the toolkit's boxes (desktop's space)."""
    ious: list[float] = []
    missing: list[str] = []
    known = [(str(item["role"]), phrase(str(item["name"])), item["box"]) for item in items if item["box"]]
    for control in truth.controls:
        box = boxes.get(control.id)
        if box is None:
            continue
        named = [(role == control.role.value, placed) for role, name, placed in known if name == phrase(control.name)]
        same = [placed for role_agrees, placed in named if role_agrees] or [placed for _, placed in named]
        iou = max((Box(*placed).moved(client.x, client.y).iou(box) for placed in same), default=0.0)
        ious.append(iou)
        if not same:
            missing.append(control.name)
    return Placing(tuple(ious), tuple(missing))


def _bare(word: str) -> str:
    return unicodedata.normalize("NFC", word).translate(_QUOTES_AND_DASHES).strip(EDGES)


def _folded(word: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return "".join(letters).translate(_LOOK_ALIKES)


def _found_tolerantly(missed: Counter[str], left: Counter[str]) -> int:
    folded = Counter(_folded(word) for word in left.elements())
    found = 0
    rest = []
    for word in missed.elements():
        if folded[_folded(word)] > 0:
            folded[_folded(word)] -= 1
            found += 1
        else:
            rest.append(_folded(word))
    joined = list(folded.elements())
    for word in rest:
        holder = next((i for i, other in enumerate(joined) if len(word) >= RUN_TOGETHER and word in other), None)
        if holder is not None:
            joined[holder] = joined[holder].replace(word, " ", 1)
            found += 1
    return found
