"""A thing that a text mentions, in a form that does not depend on how it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mmassist.values import ClaimKind

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """What stands in a text from `start` to `end`.

    `keys`: what it is; two mentions that share one are the same thing. `weak`: what it may be as well, where the writing leaves it open.
    `implied`: what a screen that holds it says besides, and `hinted`: what it may say; neither counts where the mention is an answer's.
    `parts`: what it is made of. `parts_hold`: a screen that holds the whole says each part by itself; `parts_prove`: an answer is
    proven by its parts standing side by side. `counted`: a plain count or place in a list, which a scene can count.
    """

    kind: ClaimKind
    start: int
    end: int
    keys: tuple[Key, ...]
    weak: tuple[Key, ...] = ()
    implied: tuple[Key, ...] = ()
    hinted: tuple[Key, ...] = ()
    parts: tuple[Mention, ...] = ()
    parts_hold: bool = True
    parts_prove: bool = False
    counted: bool = False


_ALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "!": "1", "s": "5", "b": "8"})


def alike(text: str) -> str:
    """`text` in small letters, with those that look alike made the same."""
    return text.casefold().replace("rn", "m").translate(_ALIKE)
