"""Tells what Whisper makes up on silence from what was said. Pure but for the list, which is read once a process."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

_MARKS = re.compile(r"[^\w]+|_+")
# Nobody says more in a second; fast speech has some 20 letters in it.
_LETTERS_A_SECOND = 30.0
_DOUBTED_SILENCE, _DOUBTED_WORDS = 0.3, -0.7


@dataclass(frozen=True, slots=True)
class Signs:
    """`no_speech`: the model's own probability that nobody spoke. `log_probability`: of its text, a token. `voiced`: as in `Hints`."""

    no_speech: float
    log_probability: float
    voiced: float | None


def is_made_up(text: str, signs: Signs) -> bool:
    """Whether `text` is one of the known inventions, and there is a sign that it was not spoken."""
    too_much = signs.voiced is not None and len(_plain(text)) > signs.voiced * _LETTERS_A_SECOND
    doubted = too_much or signs.no_speech > _DOUBTED_SILENCE or signs.log_probability < _DOUBTED_WORDS
    return doubted and may_be_made_up(text)


def may_be_made_up(text: str) -> bool:
    """Whether `text` is one of the known inventions."""
    return _plain(text) in _known()


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.casefold()).split())


@functools.cache
def _known() -> frozenset[str]:
    content = (resources.files(__package__) / "hallucinated.toml").read_text("utf-8")
    return frozenset(tomllib.loads(content)["sentences"])
