"""What has been said already, so that it is not said again. Compared by facts, as bare words, not by the form of sentences."""

from __future__ import annotations

from mmassist.backends.describer.text import sentences, words


class Told:
    """Grows while an answer is worded. A fact counts as told if its words stand in a row in what was said."""

    def __init__(self, spoken: str = "") -> None:
        self._said = words(spoken)

    def has(self, text: str) -> bool:
        fact = words(text)
        return fact.isspace() or fact in self._said

    def add(self, text: str) -> None:
        self._said += words(text)

    def untold(self, text: str) -> list[str]:
        """The sentences of `text` that have not been said."""
        return [sentence for sentence in sentences(text) if not self.has(sentence)]
