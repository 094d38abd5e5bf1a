"""A model's own vocabulary: text to tokens, and tokens to text as they come, by whole characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mmassist.inference.vlm.faults import unfit

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = "tokenizer.json"

_BROKEN = "\ufffd"  # one for each run of bytes that are no text, and one for a character that is not whole yet
_MOST_HELD = 32  # tokens: of what is no text there may be any number


class Vocabulary:
    """Of one model; used from one thread."""

    def __init__(self, content: bytes) -> None:
        """`content`: of tokenizer.json. Raises ModelCorrupt."""
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Tokenizer = Tokenizer.from_buffer(content)
        except ValueError as error:
            raise unfit(f"{FILE} is no vocabulary") from error
        # Some are published as they were trained with.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._steering = {token.content: number for number, token in self._tokenizer.get_added_tokens_decoder().items()}
        self._numbers = frozenset(self._steering.values())
        self._markup = re.compile("|".join(map(re.escape, sorted(filter(None, self._steering), key=len, reverse=True))) or r"(?!)")

    def number(self, steering: str) -> int:
        """Of a token that steers. Raises ModelCorrupt where there is none."""
        if steering not in self._steering:
            raise unfit(f"{FILE} lacks a token that steers")
        return self._steering[steering]

    def steers(self, token: int) -> bool:
        """Whether a token is no text but steers."""
        return token in self._numbers

    def encoded(self, text: str) -> list[int]:
        """With what steers in `text` taken as such."""
        return list(self._tokenizer.encode(text).ids)

    def harmless(self, text: str) -> str:
        """The same text with a space in all that would steer: whatever a text looks like, it is no more than text."""
        while found := self._markup.search(text):
            text = f"{text[: found.start() + 1]} {text[found.start() + 1 :]}"
        return text

    def decoded(self, tokens: Iterable[int]) -> str:
        """What steers is left out."""
        return self._tokenizer.decode(list(tokens), skip_special_tokens=True)


class Spelling:
    """Makes text of tokens one by one; a character whose bytes come in several tokens is told when it is whole."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._held: list[int] = []
        self._told = 0  # signs of what is held
        self._begun = False

    def add(self, token: int) -> str:
        """What can be told now; empty while a character is not whole. What is no text is dropped."""
        if self._vocabulary.steers(token):
            return ""
        self._held.append(token)
        text = self._vocabulary.decoded(self._held)
        if text.endswith(_BROKEN) and len(self._held) < _MOST_HELD:
            fresh, self._told = text[self._told : -1], len(text) - 1
            return self._cleaned(fresh)
        fresh = text[self._told :]
        self._held.clear()
        self._told = 0
        return self._cleaned(fresh)

    def _cleaned(self, text: str) -> str:
        text = text.replace(_BROKEN, "")
        if not self._begun:
            text = text.lstrip()
            self._begun = bool(text)
        return text
