"""Whisper's vocabulary: text to tokens and back, the tokens that steer, and which tokens make a word."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.perception.hearing.faults import model_corrupt, model_missing

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")
_MARKUP = re.compile(r"<\|[^|]*\|>")
# Written without spaces between words.
_UNSPACED = frozenset(("zh", "ja", "th", "lo", "my", "yue"))
_BROKEN = "\ufffd"


class Vocabulary:
    """Of one model. `languages`: the token of each code."""

    def __init__(self, folder: Path) -> None:
        """Reads `tokenizer.json`. Raises ModelMissing or ModelCorrupt."""
        self._tokenizer, self._steering = _read(folder / "tokenizer.json")
        try:
            self.end = self._steering["<|endoftext|>"]
            self._start = self._steering["<|startoftranscript|>"]
            self._previous = self._steering["<|startofprev|>"]
            self._transcribe = self._steering["<|transcribe|>"]
            self._no_times = self._steering["<|notimestamps|>"]
        except KeyError as error:
            raise model_corrupt(f"tokenizer.json has no {error}") from error
        found = ((_LANGUAGE.fullmatch(token), number) for token, number in self._steering.items())
        self.languages = {match[1]: number for match, number in found if match}

    def encoded(self, text: str) -> list[int]:
        """Ordinary tokens alone: whatever a text looks like, it steers nothing."""
        return self._tokenizer.encode(_MARKUP.sub(" ", text)).ids

    def decoded(self, tokens: Sequence[int]) -> str:
        return self._tokenizer.decode([token for token in tokens if token < self.end])

    def beginning(self, language: str, multilingual: bool) -> list[int]:
        """What stands before a transcript, without the prompt."""
        return [self._start, self.languages[language], self._transcribe] if multilingual else [self._start]

    def request(self, beginning: Sequence[int], prompt: Sequence[int]) -> list[int]:
        """What the decoder is given: `prompt` as what was said before, then `beginning`, and that no times are wanted."""
        before = [self._previous, *prompt] if prompt else []
        return [*before, *beginning, self._no_times]

    def words(self, tokens: Sequence[int], language: str) -> list[tuple[str, int]]:
        """Each word with its space and its marks, and how many tokens it has; the counts sum up to those of `tokens`."""
        unspaced = language in _UNSPACED
        words: list[tuple[str, int]] = []
        for text, count in self._characters(tokens):
            begins = not _is_mark(text) if unspaced else text.startswith(" ")
            if words and not begins:
                words[-1] = (words[-1][0] + text, words[-1][1] + count)
            else:
                words.append((text, count))
        return words

    def _characters(self, tokens: Sequence[int]) -> list[tuple[str, int]]:
        """The smallest runs of tokens that make whole characters; what makes none at all stands as it is."""
        pieces: list[tuple[str, int]] = []
        held: list[int] = []
        for token in tokens:
            held.append(token)
            text = self.decoded(held)
            if _BROKEN not in text or len(held) >= 4:  # no character has more than four bytes
                pieces.append((text, len(held)))
                held = []
        return [*pieces, (self.decoded(held), len(held))] if held else pieces


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(sign).startswith("P") for sign in text.strip())


def _read(path: Path) -> tuple[Tokenizer, dict[str, int]]:
    """Of its own making, because the library's loader tells nothing narrower than that it failed; and the tokens that steer, by name."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    if not path.is_file():
        raise model_missing(f"{path.name} is not in the model's folder")
    try:
        content = json.loads(path.read_text("utf-8"))
        vocabulary = {str(token): int(number) for token, number in content["model"]["vocab"].items()}
        merges = [_pair(merge) for merge in content["model"]["merges"]]
        steering = {str(token["content"]): int(token["id"]) for token in content["added_tokens"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise model_corrupt(f"{path.name} is no vocabulary") from error
    if not all(first in vocabulary and second in vocabulary and first + second in vocabulary for first, second in merges):
        raise model_corrupt(f"{path.name} merges what it does not know")
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer, {**vocabulary, **steering}


def _pair(merge: str | list[str]) -> tuple[str, str]:
    """Old files write "a b", new ones ["a", "b"]."""
    first, second = merge.split(" ") if isinstance(merge, str) else merge
    return first, second
