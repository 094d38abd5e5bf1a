"""A question whose answer is known, and what of a window it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mmassist.evaluation.layout import Element, Spec
from mmassist.evaluation.report import Shown
from mmassist.evaluation.truth import Truth


@dataclass(frozen=True, slots=True)
class Question:
    """`kind`: what is asked for. `must`: of each of these groups one text must be said, word for word; `never`: none of these may be.
    `first`: the word that the answer must begin with, where it is a yes or no. `places`: the only places that may be named, in the words of
    `regions.toml`; one of them must be, unless they are empty. `outline`: false where it is asked of the picture alone."""

    kind: str
    text: str
    must: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    first: str = ""
    places: frozenset[str] = frozenset()
    outline: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What a maker of questions works with: the window as it was drawn, and a seeded source of chance."""

    spec: Spec
    truth: Truth
    shown: Shown
    random: Random

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(self.spec.root.shown())

    @property
    def is_english(self) -> bool:
        return self.spec.language == "en"

    def pick(self, *wordings: str) -> str:
        """One of several ways to ask."""
        return self.random.choice(wordings)


def all_of(*texts: str) -> tuple[tuple[str, ...], ...]:
    """Every one of them must be said."""
    return tuple((text,) for text in texts)
