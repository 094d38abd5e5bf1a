"""Which voice reads a text: the user's, unless it is written in a script that the user's language is not."""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from importlib import resources
from typing import Any


def voice_for(text: str, voice: str) -> str:
    """`voice`, a language as a voice names it ("en-us", "de+f2"), or the language of the script that most letters of `text` are in."""
    if text.isascii():
        return voice
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    if not scripts:
        return voice
    script, letters = scripts.most_common(1)[0]
    if kana := next((one for one in ("HIRAGANA", "KATAKANA") if one in scripts and "CJK" in scripts), ""):
        script, letters = kana, letters + scripts[kana]  # Japanese is written in all three
    known = _TABLE.get(script)
    if known is None or 2 * letters <= scripts.total() or voice.partition("-")[0].partition("+")[0] in known["written"]:
        return voice
    return str(known["voice"])


@functools.cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _read() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath("scripts.toml").read_text("utf-8"))


_TABLE = _read()  # at once: speech must go on where no file can be opened any more
