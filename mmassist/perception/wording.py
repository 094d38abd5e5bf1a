"""Mends what the recogniser is known to get wrong in the text of user interfaces. Pure; each rule stands for a measured failure."""

from __future__ import annotations

import bisect
import re
from statistics import median

# A gap this wide, in heights of the ink, is a space even where the recogniser saw none.
_WIDE = 0.45
# a letter on either side, and no two figures
_PARTED = re.compile(r"[^\W\d_Iil][^\W_Iil]|\d[^\W\d_]")
_STROKES, _LEANING = frozenset("1Il|i!"), 0.13
_BOX_GLYPHS = re.compile(r"^[☐☑☒□■▢✓✔√◯○●◉]+\s*(?=\S)")
_RULES = (
    # a capital I that stands alone or begins a word is taken for an exclamation mark
    (re.compile(r"^!(?= [a-z]|[A-Z][A-Za-z])"), "I"),
    # the last dot of an ellipsis falls off
    (re.compile(r"\s?…[.…]*"), "..."),
    (re.compile(r"(?<=[^\W\d_])\. ?\.(?: ?\.)*$"), "..."),
    # capital I and small l are the same stroke in most fonts
    (re.compile(r"\bII(?=[a-z])"), "Il"),
    (re.compile(r"\bll(?=[b-df-hj-np-tv-z])"), "Ill"),
    # a zero or a Q in front of letters, where no digit is near
    (re.compile(r"\b0(?=[A-Za-z]{1,}\b)(?!x)"), "O"),
    (re.compile(r"(?<=[a-z])q(?=[aeornh])"), "g"),
    # the colon of a time of day
    (re.compile(r"(?<![\d.,±])([01]?\d|2[0-3])±([0-5]\d)(?![\d.,±%])"), r"\1:\2"),
    # brackets of which there is only one are the edges of a button
    (re.compile(r"^[\[\]|,](?=\w)(?![^\[]*\])"), ""),
    (re.compile(r"(?<=\w)[\[|]$"), ""),
)


def mended(text: str) -> str:
    """`text` without the glyph of a check box before it and with the known confusions put right."""
    text = _BOX_GLYPHS.sub("", text.strip())
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def upright_or_not(text: str, lean: float) -> str:
    """A lone stroke by how it stands: what leans is a slash, whatever the recogniser took it for."""
    if text in _STROKES and abs(lean) > _LEANING:
        return "/" if lean > 0 else "\\"
    return text


def spaced(text: str, at: tuple[float, ...], gaps: tuple[tuple[int, int], ...], letters: int) -> str:
    """`text` with a space put in wherever the picture has a wide gap (`gaps`: start, end in pixels) and the text has none.

    `at`: where each character is, in the same pixels; `letters`: height of the ink. Marks and figures keep their loose setting.
    """
    placed = [(bisect.bisect(at, (left + right) / 2), right - left) for left, right in gaps]
    known = [width for place, width in placed if " " in text[max(0, place - 1) : place + 1]]
    least = min(_WIDE * letters, 0.8 * median(known)) if known else _WIDE * letters
    for place in sorted({place for place, width in placed if width >= max(3, least)}, reverse=True):
        if _PARTED.match(text[place - 1 : place + 1]):
            text = text[:place] + " " + text[place:]
    return text
