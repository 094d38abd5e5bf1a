"""How what is hidden is told: "3 items hidden: 2 cards and a phone number." Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_VOWELS = "aeiou"


def hidden_sentence(names: Sequence[str]) -> str:
    """One sentence for the placeholders' names ("card 1", "card 2"), in the order in which their kinds come first; "" for none."""
    if not names:
        return ""
    kinds = Counter(name.rpartition(" ")[0] for name in names)
    parts = [_counted(kind, number) for kind, number in kinds.items()]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    if len(names) == 1:
        return f"1 item hidden: {listed}."
    return f"{len(names)} items hidden: {listed}."


def _counted(kind: str, number: int) -> str:
    if kind == "unread text":
        return "a text that could not be read" if number == 1 else f"{number} texts that could not be read"
    if number == 1:
        return f"{'an' if kind[0] in _VOWELS else 'a'} {kind}"
    plural = f"{kind}es" if kind.endswith("s") else f"{kind}s"
    return f"{number} {plural}"
