"""What has been said already, so that it is not said again. Compared by facts, as bare words, not by the form of sentences."""

from __future__ import annotations

from mmassist.backends.describer.text import sentences, words


_SHORT_TITLE = 3


class Told:
    """Grows while an answer is worded. A fact counts as told if its words stand in a row in what was said."""

    def __init__(self, spoken: str = "") -> None:
        self._said = ""
        self._sentences: list[str] = []
        self.add(spoken)

    def has(self, text: str) -> bool:
        fact = words(text)
        return fact.isspace() or fact in self._said

    def has_title(self, title: str) -> bool:
        """As `has`, but a title of a word or two must have begun a sentence: "Save" in a question is no title."""
        fact = words(title)
        if fact.isspace() or fact not in self._said:
            return False
        return fact.count(" ") > _SHORT_TITLE or any(sentence.startswith(fact) for sentence in self._sentences)

    def add(self, text: str) -> None:
        self._said += words(text)
        self._sentences += map(words, sentences(text))

    def untold(self, text: str) -> list[str]:
        """The sentences of `text` that have not been said."""
        return [sentence for sentence in sentences(text) if not self.has(sentence)]
