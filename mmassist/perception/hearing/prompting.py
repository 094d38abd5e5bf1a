"""What stands on the screen, as a hint to the recogniser; and how to tell that it gave the hint back instead of what was said. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

_TERM = 60  # characters; longer texts are no names
_MARKS = re.compile(r"[^\w]+|_+")
# So many of the hint's terms in the hint's own order are hardly ever said.
_RUN = 3


def prompt(words: Iterable[str], room: int, count: Callable[[str], int]) -> str:
    """As many of `words` as there is room for, in `count`'s measure; each once, in their order, without anything invisible."""
    taken: list[str] = []
    seen: set[str] = set()
    for word in words:
        term = _clean(word)
        if not term or len(term) > _TERM or term.casefold() in seen:
            continue
        if count(_joined([*taken, term])) > room:
            break
        seen.add(term.casefold())
        taken.append(term)
    return _joined(taken)


def is_echo(text: str, prompt: str) -> bool:
    """Whether `text` may come from `prompt` rather than from the microphone: it says nothing else, or lists its terms in their order."""
    said, hinted = _plain(text), _plain(prompt)
    if not said or not hinted:
        return False
    if _holds(hinted, said):
        return True
    terms = [_plain(term) for term in prompt.split(",")]
    runs = ([word for term in terms[start : start + _RUN] for word in term] for start in range(len(terms) - _RUN + 1))
    return any(_holds(said, run) for run in runs if run)


def agree(first: str, second: str) -> bool:
    """Whether two transcripts of the same sound are mostly the same words."""
    one, other = set(_plain(first)), set(_plain(second))
    return bool(one & other) and len(one & other) * 2 >= max(len(one), len(other))


def _joined(terms: Sequence[str]) -> str:
    return ", ".join(terms)


def _clean(text: str) -> str:
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(visible.replace(",", " ").replace("<|", " ").replace("|>", " ").split())


def _plain(text: str) -> list[str]:
    return [word for word in _MARKS.sub(" ", text.casefold()).split() if word]


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(whole[start : start + len(part)]) == list(part) for start in range(len(whole) - len(part) + 1))
