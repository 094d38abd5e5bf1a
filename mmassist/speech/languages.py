"""Which voice reads a text: the user's, unless the text is in a script that the user's language is not written in, or plainly in another
language of the Latin one."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from importlib import resources
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FEWEST = 4  # words of a text that it is told by: labels never change the voice
_LEAST = 3  # signs of the other language that there must be: names and labels have none or one
# Signs of it that another language has not: so many more, and so many times as many, as the other way round.
_THAN_OWN, _THAN_OTHERS = (2, 2.5), (1, 1.5)
_SHARE = 0.25  # of the words of the text: what merely quotes another language has fewer
_STEM = 3  # letters before an ending


def voice_for(text: str, voice: str, *, follow_language: bool = True) -> str:
    """`voice`, a language as a voice names it ("en-us", "de+f2"), or the language of the script that most letters of `text` are in; with
    `follow_language` also the language that a text in Latin script is in, where its words leave no doubt."""
    if (script := _script_voice(text, voice)) != voice:
        return script
    own = _language(voice)
    found = language_of(text, own) if follow_language else own
    return voice if found == own else found


def language_of(text: str, own: str) -> str:
    """The language of those in `function_words.toml` that `text` is in, as a code; `own` where it is short or there is any doubt, as there
    always is where `own` is none of them: nothing speaks for it then."""
    text = text.replace("\u2019", "'").lower()  # the apostrophe of typography
    words = _WORD.findall(text)
    if len(words) < _FEWEST or own not in _WORDS:
        return own
    signs = [owners for word in words if (owners := _OWNERS.get(word) or _by_ending(word))]
    signs += [(language,) for language in {_MARKS[mark] for mark in set(text) if mark in _MARKS}]
    counts = Counter(language for owners in signs for language in owners)
    if not counts:
        return own
    best, most = counts.most_common(1)[0]
    if best == own or most < max(_LEAST, _SHARE * len(words)):
        return own
    margins = {other: _THAN_OWN if other == own else _THAN_OTHERS for other in counts if other != best}
    return best if all(_is_clear(signs, best, other, *margin) for other, margin in margins.items()) else own


def _is_clear(signs: list[tuple[str, ...]], language: str, other: str, more: int, times: float) -> bool:
    """What both languages have tells nothing."""
    ours = sum(language in owners and other not in owners for owners in signs)
    others = sum(other in owners and language not in owners for owners in signs)
    return ours >= max(others + more, times * others)


@functools.lru_cache(4096)
def _by_ending(word: str) -> tuple[str, ...]:
    return tuple(language for language, about in _WORDS.items() if word[_STEM:].endswith(about["endings"]))


def _language(voice: str) -> str:
    return voice.partition("-")[0].partition("+")[0]


def _script_voice(text: str, voice: str) -> str:
    if text.isascii():
        return voice
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    if not scripts:
        return voice
    script, letters = scripts.most_common(1)[0]
    if kana := next((one for one in ("HIRAGANA", "KATAKANA") if one in scripts and "CJK" in scripts), ""):
        script, letters = kana, letters + scripts[kana]  # Japanese is written in all three
    known = _TABLE.get(script)
    if known is None or 2 * letters <= scripts.total() or _language(voice) in known["written"]:
        return voice
    return str(known["voice"])


@functools.cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath(name).read_text("utf-8"))


def _owners() -> Mapping[str, tuple[str, ...]]:
    """By function word, the languages that have it."""
    owners: dict[str, tuple[str, ...]] = {}
    for language, about in _WORDS.items():
        for word in dict.fromkeys(about["words"]):
            owners[word] = (*owners.get(word, ()), language)
    return owners


# All of it at once: speech must go on where no file can be opened any more.
_TABLE = _read("scripts.toml")
_WORDS = {language: {name: tuple(one.split()) for name, one in about.items()} for language, about in _read("function_words.toml").items()}
_OWNERS = _owners()
_MARKS = {mark: language for language, about in _WORDS.items() for mark in "".join(about["marks"])}
