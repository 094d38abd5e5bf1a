"""When two readings of a line are the same text, and whether a line holds words: recognisers take O for 0 and l for 1."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})
_TOKEN = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")


def tokens(text: str) -> list[str]:
    """The words of `text`, case and accents apart, letters that look alike made one."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return [word.translate(_ALIKE) for word in _TOKEN.findall(bare)]


def folded(text: str) -> str:
    """`text` without spaces and signs: equal for two readings of the same words. Empty for what is no words."""
    return "".join(tokens(text))


def holds(line: str, phrase: str) -> bool:
    """Whether `phrase` stands in `line` as whole words, however they are spaced: "done" does not stand in "abandoned"."""
    wanted, words = folded(phrase), tokens(line)
    if not wanted:
        return bool(words)
    return any(_runs_to(words[start:], wanted) for start in range(len(words)))


def _runs_to(words: list[str], wanted: str) -> bool:
    run = ""
    for word in words:
        run += word
        if len(run) >= len(wanted):
            break
    return run == wanted


def holds_any(line: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of `phrases` stands in `line`; without any, whether there are words at all."""
    return any(holds(line, phrase) for phrase in phrases) if phrases else bool(tokens(line))


def only_counts(before: str, after: str) -> bool:
    """Whether nothing but numbers differs: a clock, a counter, a percentage."""
    return before != after and bool(_DIGITS.search(after)) and _shape(before) == _shape(after)


def _shape(text: str) -> str:
    return "".join(_DIGITS.sub("0", unicodedata.normalize("NFKC", text)).casefold().split())


def grown(before: str, after: str) -> str:
    """What was written behind `before`, if `after` is `before` and more; else nothing."""
    begun, whole = before.rstrip(" .…_|"), after
    return whole[len(begun) :].strip() if begun and len(whole) > len(begun) and whole.startswith(begun) else ""


def same_name(seen: str, name: str) -> bool:
    """Whether one holds all words of the other: what is read on a control is often a part of its name, or the other way round."""
    one, other = set(tokens(seen)), set(tokens(name))
    return bool(one) and bool(other) and (one <= other or other <= one)
