"""An item in a few words, as the list of what was seen shows it."""

from __future__ import annotations

from mmassist.backends.describer.phrases import languages, phrases
from mmassist.values import Item, State

# Which states are worth a word in the list; the others are the tree's own bookkeeping.
_TOLD = (State.DEFAULT, State.CHECKED, State.SELECTED, State.DISABLED, State.INVALID, State.REQUIRED, State.EXPANDED)
_LONGEST = 200  # letters of a name or a value


def in_words(item: Item, language: str) -> str:
    """Name, kind, value and states; in English where the describer does not speak `language`, a code such as "de"."""
    words = phrases(language if language in languages() else "en")
    states = (words.state(state.value, item.role) for state in _TOLD if state in item.states)
    return ", ".join(" ".join(part.split())[:_LONGEST] for part in (item.name, words.noun(item.role), item.value, *states) if part)
