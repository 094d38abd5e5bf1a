"""East Asian signs among other scripts: on a screen that shows no such text, a lone one is an icon or a letter misread. Pure.

The recogniser knows many more of these signs than it knows letters, so it takes most small drawings for one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mmassist.values import TextLine

# Scripts that the recogniser was taught. Of Greek it knows the letters of formulas, none with an accent.
_TAUGHT = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "MICRO", "FEMININE", "MASCULINE")
# So many letters of others in a line are no formula; fewer are enough where the window has words of such a script.
_MANY, _FEW = 4, 2
# A text in such a script: so many signs in one line, read so surely. A lone sign is believed only if it is surer still.
_TEXT, _SURE, _SURE_OF_A_SIGN = 3, 0.9, 0.98
# Signs for each height of a line that it is wide, a wide one counting twice: text has 1.7 and more.
_SPARSE = 1.2
# Full-width forms of ASCII, as the recogniser writes marks beside any script.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def is_wide(text: str) -> bool:
    """Whether `text` holds a wide sign, as East Asian scripts have."""
    return any(map(_is_wide, text))


def is_wide_text(text: str, confidence: float) -> bool:
    """Whether `text` shows that the screen has text in such a script."""
    return confidence >= _SURE and sum(map(_is_letter, text)) >= _TEXT


def is_sparse(text: str, width: float, height: float) -> bool:
    """Whether a line of that size was read as so few signs that most of it was not read."""
    return (len(text) + sum(map(_is_wide, text))) * height < _SPARSE * width


def is_untaught(text: str) -> bool:
    """Whether most letters of `text` are of scripts that the recogniser can't read: what it reads there is nothing."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(map(_is_untaught, letters)) > len(letters)


def is_misread(text: str, *, expected: bool = False) -> bool:
    """Whether what was read has too many letters of scripts that the recogniser can't read to be what is written. `expected`: whether the
    window is known to have text in such a script."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    untaught = sum(map(_is_untaught, letters))
    return untaught >= _FEW if expected else untaught >= _MANY and 2 * untaught >= len(letters)


def _is_untaught(letter: str) -> bool:
    return not letter.isascii() and not unicodedata.name(letter, "").startswith(_TAUGHT)


def believable(lines: Sequence[TextLine], told: Iterable[str]) -> list[TextLine]:
    """`lines` without wide signs that can't be meant, and without lines made of them alone. `told`: what the program says.

    Where the program or any line has text in a wide script, all lines stay as they are.
    """
    if any(is_wide_text(line.text, line.confidence) for line in lines) or any(any(map(_is_letter, text)) for text in told):
        return list(lines)
    mended = [line if line.text.isascii() else replace(line, text=_mended(line.text, line.confidence)) for line in lines]
    return [new for new, line in zip(mended, lines, strict=True) if new.text or not line.text]


def _mended(text: str, confidence: float) -> str:
    text = text.translate(_NARROW)
    if sum(map(str.isalnum, text)) - sum(map(_is_wide, text)) < _TEXT:
        return "" if is_wide(text) and confidence < _SURE_OF_A_SIGN else text
    start, end = 0, len(text)
    while start < end and (_is_wide(text[start]) or text[start].isspace()):
        start += 1
    while end > start and (_is_wide(text[end - 1]) or text[end - 1].isspace()):
        end -= 1
    return text[start:end]


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _is_letter(character: str) -> bool:
    return _is_wide(character) and character.isalpha()
