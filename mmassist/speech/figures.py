"""Numbers as they are said: codes figure by figure, everything else as the engine says numbers."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

# A run of figures that is no part of an amount, a date, a time or a word.
_NUMBER = re.compile(r"(?<![\w.,:/$€£-])\d{2,}(?![\w/:-]|[.,]\d)")
_BEFORE = re.compile(r"[^\W\d_]+")
_LONG = 9  # figures: so long is no amount that anybody writes without separators
_CODE = 4  # figures that a code has at least
_NEAR = 3  # words before a number within which it is called a code


def said(text: str) -> str:
    """`text` with spaces between the figures of what is a code: it begins with a nought, is long, or is called one."""
    if not any(letter.isdigit() for letter in text):
        return text
    return _NUMBER.sub(lambda found: " ".join(found[0]) if _is_code(found, text) else found[0], text)


def _is_code(found: re.Match[str], text: str) -> bool:
    figures = found[0]
    if figures.startswith("0") or len(figures) >= _LONG:
        return True
    sentence = re.split(r"[.!?;]\s", text[: found.start()])[-1]
    return len(figures) >= _CODE and not _WORDS.isdisjoint(word.lower() for word in _BEFORE.findall(sentence)[-_NEAR:])


def _read() -> frozenset[str]:
    table = tomllib.loads(resources.files("mmassist.resources").joinpath("code_words.toml").read_text("utf-8"))
    return frozenset(word for language in table.values() for word in language["words"])


_WORDS = _read()  # at once: speech must go on where no file can be opened any more
