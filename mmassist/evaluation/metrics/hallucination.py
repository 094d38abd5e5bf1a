"""How much of what a caption names is not in the picture: CHAIR (Rohrbach et al., 2018, arXiv:1809.02156)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Hallucination:
    """Counts over all captions: `named` things, `invented` ones among them, `captions`, and those with an invented thing.

    Who names nothing invents nothing: read the shares beside `named`.
    """

    named: int
    invented: int
    captions: int
    inventing: int

    @property
    def per_thing(self) -> float:
        """CHAIRi; 0 where nothing was named."""
        return self.invented / self.named if self.named else 0.0

    @property
    def per_caption(self) -> float:
        """CHAIRs; 0 where there is no caption."""
        return self.inventing / self.captions if self.captions else 0.0


def chair(captions: Iterable[tuple[Sequence[str], Collection[str]]]) -> Hallucination:
    """Each caption: the things that it names, as often as it does, and those that are there."""
    named = invented = count = inventing = 0
    for things, there in captions:
        wrong = sum(thing not in there for thing in things)
        named, invented = named + len(things), invented + wrong
        count, inventing = count + 1, inventing + (wrong > 0)
    return Hallucination(named, invented, count, inventing)


def mentioned(caption: str, names: Mapping[str, str]) -> list[str]:
    """The things that `caption` names, in its order. `names`: a thing's canonical name for each word or words that may stand for it.

    The longest name counts: a "radio button" is no "button". A plural in s is its singular's thing.
    """
    words = _WORD.findall(caption.lower())
    longest = max((len(name.split()) for name in names), default=0)
    found, at = list[str](), 0
    while at < len(words):
        width, thing = next(((n, thing) for n in range(longest, 0, -1) if (thing := _named(words[at : at + n], names))), (1, ""))
        found += [thing] if thing else []
        at += width
    return found


def _named(words: list[str], names: Mapping[str, str]) -> str:
    whole = " ".join(words)
    forms = (whole, whole.removesuffix("s"), whole.removesuffix("es"))
    return next((names[form] for form in forms if form in names), "")
