"""The words that the captioner has, and how what it writes becomes a sentence.

Names of controls are not among them: it points at a control instead, whose name is then put in as it was read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

BEGIN, END = "<begin>", "<end>"
CLOSING = (".", ",", ";")


@dataclass(frozen=True, slots=True)
class Words:
    """`all` in the order of their numbers; numbers from `len(all)` on point at controls.

    What some of them claim: `roles` which role one or several things have, `states` that the things before it are in a state, or are not,
    `numbers` how many there are, `places` where a thing stands.
    """

    all: tuple[str, ...]
    roles: dict[str, str]
    states: dict[str, tuple[str, bool]]
    numbers: dict[str, int]
    places: dict[str, str]

    @property
    def places_by_key(self) -> dict[str, str]:
        return {place: word for word, place in self.places.items()}

    def number(self, word: str) -> int:
        """Raises ValueError for a word that it does not have."""
        return self.all.index(word)


@cache
def words() -> Words:
    """English."""
    table = tomllib.loads((resources.files("mmassist.resources") / "captioner.en.toml").read_text("utf-8"))
    roles = {word: role for role, said in table["roles"].items() for word in said}
    states = {word: (state, True) for state, word in table["states"].items()}
    states |= {word: (state, False) for state, word in table["not"].items()}
    numbers = {word: number for number, word in enumerate(table["numbers"])}
    places = {word: place for place, word in table["places"].items()}
    every = (BEGIN, END, *CLOSING, *table["words"], *roles, *states, *numbers, *places)
    if len(set(every)) != len(every):
        raise ValueError("captioner.en.toml has a word twice")
    return Words(every, roles, states, numbers, places)


def sentence(written: Sequence[int], names: Sequence[str], known: Words) -> str:
    """What it wrote, as it is spoken. `names`: of the controls that are pointed at."""
    said, begins, space = "", True, ""
    for number in written:
        if number >= len(known.all):
            word = names[number - len(known.all)]
        elif known.all[number] in (BEGIN, END):
            continue
        else:
            word = known.all[number]
            word = word[:1].upper() + word[1:] if begins else word
        said += word if word in CLOSING else space + word
        begins, space = word == ".", " "
    return said
