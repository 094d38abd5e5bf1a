"""Signs and capitals in words, for engines that do not name them by themselves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from mmassist.speech.voices.base import VoiceOptions

_PAUSES = frozenset(".,;:!?…")
# A word that begins with a capital, or capitals further on: "iPhone" has one, "NASA" is one.
_CAPITALS = re.compile(r"(?<![A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ])")


def named(text: str, options: VoiceOptions) -> str:
    """`text` with the names of the signs of that level in it, and the word for it before capitals, in the language of the voice; English
    where there are no names in that. Signs that make a pause stay behind their names."""
    words = _TABLE["names"].get(options.voice.partition("-")[0].partition("+")[0]) or _TABLE["names"]["en"]
    if options.capitals != "none":
        text = _CAPITALS.sub(f" {words['capital']} ", text)
    if options.punctuation != "none":
        listed = SIGNS.get(options.punctuation)
        names = {sign: name for sign, name in words["signs"].items() if listed is None or sign in listed}
        text = "".join(f" {names[sign]}{sign if sign in _PAUSES else ''} " if sign in names else sign for sign in text)
    return text


def _read() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath("signs.toml").read_text("utf-8"))


_TABLE = _read()  # at once: speech must go on where no file can be opened any more
SIGNS: Mapping[str, str] = {"some": _TABLE["levels"]["some"], "most": _TABLE["levels"]["some"] + _TABLE["levels"]["more"]}
"""By level, those that are named; at "all" each is."""
