"""The judge's closed vocabulary, read from vocabulary.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mmassist.values import Role

NUMBERS = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words`: sayable though not on the screen. `roles`: words for a role. `states`: words for a state. `counts`: plural to what it
    counts. `singulars`: plural to singular. `signs`: those that stand alone as words; `sign_names`: said word to sign. `everyday`: small
    lists of common words by use, see the file."""

    words: frozenset[str]
    roles: dict[Role, tuple[tuple[str, ...], ...]]
    states: dict[str, frozenset[str]]
    counts: dict[tuple[str, ...], tuple[str, ...]]
    singulars: dict[tuple[str, ...], tuple[str, ...]]
    signs: frozenset[str]
    sign_names: dict[str, str]
    numbers: dict[str, int]
    everyday: dict[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """The one vocabulary."""
    data = tomllib.loads(files("mmassist.evaluation").joinpath("vocabulary.toml").read_text("utf-8"))
    counts = {tuple(plural.split()): tuple(roles) for plural, roles in data["counts"].items()}
    singular = data["singular"]
    return Vocabulary(
        words=frozenset(word for group in data["words"].values() for word in group.split()),
        roles={Role(role): tuple(tuple(name.split()) for name in names) for role, names in data["roles"].items()},
        states={state: frozenset(words) for state, words in data["states"].items()},
        counts=counts,
        singulars={plural: tuple(singular.get(" ".join(plural), " ".join(plural)[:-1]).split()) for plural in counts},
        signs=frozenset(data["signs"]),
        sign_names={name: sign for sign, names in data["signs"].items() for name in names},
        numbers={word: number for number, word in enumerate(NUMBERS.split())},
        everyday={kind: frozenset(words) for kind, words in data["everyday"].items()},
    )
