"""What the readers of mentions share: the words of a text, and how to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mmassist.dialogue.claims.mention import Mention
from mmassist.dialogue.claims.numerals import Decimal
from mmassist.dialogue.claims.tokens import Token
from mmassist.dialogue.claims.words import Words

Found: TypeAlias = "tuple[Mention, int] | None"
"""A mention and the index of the word behind it; None where none begins."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` of one text; `decimal`: the mark before decimals."""

    tokens: list[Token]
    words: Words
    decimal: Decimal

    def at(self, index: int) -> Token | None:
        """The word at `index`, None beyond the ends."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def folded(self, index: int) -> str:
        """The word at `index` in small letters, "" beyond the ends."""
        return self.tokens[index].folded if 0 <= index < len(self.tokens) else ""

    def follows(self, index: int, stops: str = "") -> str:
        """The folded word at `index` if it belongs to what is before it: no mark but those of `stops` stands between; else ""."""
        if not 0 < index < len(self.tokens) or self.tokens[index - 1].stop.strip(stops):
            return ""
        return self.tokens[index].folded
