"""How what is hidden is told: "3 items hidden: 2 cards and a phone number." Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mmassist.plurals import counted, one
from mmassist.sayings import listed, saying


def hidden_sentence(names: Sequence[str]) -> str:
    """One sentence for the placeholders' names ("card 1", "card 2"), in the order in which their kinds come first; "" for none."""
    if not names:
        return ""
    kinds = Counter(name.rpartition(" ")[0] for name in names)
    parts = [_counted(kind, number) for kind, number in kinds.items()]
    return saying("{items} hidden: {listed}.", items=counted(len(names), "item"), listed=listed(parts))


def _counted(kind: str, number: int) -> str:
    if kind == "unread text":
        return saying("a text that could not be read") if number == 1 else saying("{number} texts that could not be read", number=number)
    return one(kind) if number == 1 else counted(number, kind)
