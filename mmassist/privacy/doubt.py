"""Lines that were read with little confidence and look like a number or a key: no rule can tell what a misread one is. Pure."""

from __future__ import annotations

import re

from mmassist.privacy.lookalikes import plain
from mmassist.privacy.rules import rules

SURE = 0.85
"""What is read more surely is searched by the rules alone."""

# So many signs that are figures or look like some, of them at least so many figures; or so many signs of a token without a word in it.
_FIGURES, _REAL, _TOKEN = 8, 4, 12
_WORD = re.compile(r"[^\W\d_]{4,}")


def is_doubtful(text: str) -> bool:
    """Whether a line that was not read surely may be a card, an account or a key: from eight figures on, in any grouping."""
    figures = sum(map(str.isdigit, text))
    if figures < _REAL:
        return False
    rest = _WORD.sub(" ", plain(text))
    alike = sum(sign.isdigit() or ord(sign) in rules().alike for sign in rest)
    return alike >= _FIGURES or sum(map(str.isalnum, rest)) >= _TOKEN
