"""Whether a field that only the picture shows is one for a password: by what it is called, or by the dots that stand in it. Pure."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

# So many dots are no text, and so many rings are none either, which a recogniser makes of dots.
_DOTS = re.compile(r"[\u2022\u25cf\u2219\u00b7*.\u25cb\u2026 ]{3,}|[\u2022\u25cf\u2219\u00b7*.\u25cb\u2026oO ]{6,}")


# Of a caption behind the word for a password, until its colon; a longer text is a sentence.
_REST = 24


def is_of_password(name: str, value: str) -> bool:
    """`name`: the field's caption; `value`: what was read in it."""
    return bool(_words().search(name) or _DOTS.fullmatch(value.strip()))


def caption_in(text: str) -> int:
    """Where a caption for a password ends that was read as one line with what stands behind it: at its colon, or at the end of a text
    that is nothing but a caption. 0 for any other text."""
    found = _captions().match(text)
    return found.end() if found else 0


def word_in(text: str) -> int:
    """Where the first word for a password ends in it; 0 where there is none."""
    found = _words().search(text)
    return found.end() if found else 0


@cache
def _captions() -> re.Pattern[str]:
    word = f"(?:{_words().pattern})"
    return re.compile(rf"[^:\uff1a]{{0,{_REST}}}?{word}(?:[^:\uff1a]{{0,{_REST}}}[:\uff1a]\s*|[^\w:\uff1a]*$)", re.IGNORECASE)


@cache
def _words() -> re.Pattern[str]:
    """Those behind which privacy finds passwords, in all its languages."""
    told = tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))
    return re.compile("|".join(told["secrets"]["password"]), re.IGNORECASE)
