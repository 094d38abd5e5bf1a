"""Text letter by letter, to be spoken: capitals said, signs and blanks by name, or by the words of a spelling alphabet."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

LONGEST = 300
"""Characters that are spelled; who wants more copies it."""

_TABLES = ("en", "de", "es", "fr")
_PAUSE = ", "


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """`resources/spelling.LANGUAGE.toml`. `words`: of the spelling alphabet, by small letter; `signs`: by character; `capital`: with
    {letter}."""

    words: dict[str, str]
    signs: dict[str, str]
    capital: str
    more: str


@cache
def alphabet(language: str = "en") -> Alphabet:
    """That of a language, the English one where there is none."""
    chosen = language if language in _TABLES else "en"
    table = tomllib.loads(resources.files("mmassist.resources").joinpath(f"spelling.{chosen}.toml").read_text("utf-8"))
    return Alphabet(table["words"], table["signs"], table["phrases"]["capital"], table["phrases"]["more"])


def spelled(text: str, language: str = "en", *, phonetic: bool = False) -> tuple[str, ...]:
    """One utterance for each word, the blank before it with it; the last one tells how many characters were left out."""
    text = unicodedata.normalize("NFC", text)
    groups: list[list[str]] = [[]]
    was_space = True
    for char in text[:LONGEST]:
        if char.isspace() and not was_space:
            groups.append([])
        groups[-1].append(letter(char, language, phonetic=phonetic))
        was_space = char.isspace()
    left = len(text) - LONGEST
    ends = [alphabet(language).more.format(number=left)] if left > 0 else []
    return (*(_PAUSE.join(group) for group in groups if group), *ends)


def letter(char: str, language: str = "en", *, phonetic: bool = False) -> str:
    """One character as it is said: "capital S", "A", "comma", "space", "4"; "capital Sierra", "Alfa"."""
    known = alphabet(language)
    if (sign := known.signs.get(char)) is not None:
        return sign
    if char.isalpha():
        word = known.words.get(char.lower(), "") if phonetic else ""
        # a large letter is read by its name, a small "a" as a word
        said = word or (upper if len(upper := char.upper()) == 1 else char)
        return known.capital.format(letter=said) if char.isupper() else said
    return char if char.isdecimal() else unicodedata.name(char, f"U {ord(char):04X}").lower()
