"""What has been said already, so that it is not said again. Compared by facts, as bare words, not by the form of sentences."""

from __future__ import annotations

from mmassist.backends.describer.text import sentences, word_count, words

_SHORT = 2
"""Words in a text that may well stand in another one by chance: "Save" in a question is not the button, "3" in a date not the score."""


class Told:
    """Grows while an answer is worded."""

    def __init__(self, spoken: str = "") -> None:
        self._text = ""
        self._said = ""
        self._sentences: list[str] = []
        self.add(spoken)

    def add(self, text: str) -> None:
        self._text += f" {text}"
        self._said += words(text)
        self._sentences += map(words, sentences(text))

    def has(self, text: str) -> bool:
        """Whether its words stand in a row in what was said."""
        fact = words(text)
        return text in self._text if fact.isspace() else fact in self._said

    def has_title(self, title: str) -> bool:
        """As `has`, but a short one must have begun a sentence."""
        fact = words(title)
        return self.has(title) and (_is_long(fact) or any(sentence.startswith(fact) for sentence in self._sentences))

    def is_sentence(self, text: str) -> bool:
        """Whether it was said as a sentence of its own: the words of a title may well begin the question that its dialog asks."""
        return words(text) in self._sentences

    def has_sentence(self, text: str) -> bool:
        """As `has`, but a short one must have been a sentence of its own."""
        fact = words(text)
        return self.has(text) and (_is_long(fact) or fact in self._sentences)

    def untold(self, text: str) -> list[str]:
        """The sentences of `text` that have not been said."""
        return [sentence for sentence in sentences(text) if not self.has_sentence(sentence)]


def _is_long(fact: str) -> bool:
    return word_count(fact) > _SHORT or fact.isspace()
