"""One answer on its way to speech: hidden things are put back, sentences cut, claims looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mmassist.dialogue.grounding import Grounder
from mmassist.dialogue.structured import parse, sentences
from mmassist.privacy.vault import Unmasker, Vault
from mmassist.speech.sentences import SentenceSplitter
from mmassist.values import BackendEvent, Channel, Claim, Earcon, Finished
from mmassist.visible import visible

# A small model may imitate the fences of its prompt.
_FENCE = re.compile(r"</?data-[0-9a-f]{12}(?: \w{1,20})?>")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be said. `claims`: what of it was looked up in the scene; `earcon`: the short sound before it."""

    channel: Channel
    text: str
    claims: tuple[Claim, ...] = ()
    earcon: Earcon | None = None


class Telling:
    """Hears the answer as it streams in. `text` is all of the answer so far, with hidden things put back."""

    def __init__(self, vault: Vault, grounder: Grounder | None, *, early: bool) -> None:
        """`grounder`: None for a backend that says only what the scene holds. `early`: see `SentenceSplitter`."""
        self._unmasker = Unmasker(vault)
        self._grounder = grounder
        self._splitter = SentenceSplitter(early=early)
        self._parts: list[str] = []
        self.finished: Finished | None = None
        self.has_told = False
        """Whether anything of it could be said."""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def hear(self, event: BackendEvent) -> list[Piece]:
        """Takes the next event; returns what can be said with it. `finished` is the last one."""
        if isinstance(event, Finished):
            self.finished = event
            return []
        return self._feed(event.text)

    def _feed(self, delta: str) -> list[Piece]:
        return self._pieces(self._splitter.feed(self._kept(self._unmasker.feed(delta))))

    def flush(self) -> list[Piece]:
        """The stream is at its end: what is left of it."""
        rest = self._splitter.feed(self._kept(self._unmasker.flush()))
        return self._pieces([*rest, *self._splitter.flush()])

    def cut(self) -> list[Piece]:
        """The stream broke off: what came is said all the same."""
        return self.flush()

    def _kept(self, text: str) -> str:
        self._parts.append(text)
        return text

    def _pieces(self, texts: Iterable[str]) -> list[Piece]:
        texts = [said for text in texts if (said := " ".join(visible(_FENCE.sub(" ", text)).split()))]
        self.has_told = self.has_told or bool(texts)
        if self._grounder is None:
            return [Piece(Channel.DETAIL, text) for text in texts]
        checked = [self._grounder.check(text) for text in texts]
        return [Piece(Channel.DETAIL, each.spoken, each.claims) for each in checked]


class StructuredTelling(Telling):
    """Of an answer that is one JSON object: nothing can be said before its end. Raises BadAnswer if it is none."""

    def _feed(self, delta: str) -> list[Piece]:
        self._kept(self._unmasker.feed(delta))
        return []

    def flush(self) -> list[Piece]:
        self._kept(self._unmasker.flush())
        return self._pieces(sentences(parse(self.text)))

    def cut(self) -> list[Piece]:
        """Half an object says nothing."""
        return []


class WholeTelling(Telling):
    """Of an answer that the app reads itself: it is handed over in one piece at its end, with hidden things put back, and nothing of it is
    looked up yet."""

    def _feed(self, delta: str) -> list[Piece]:
        self._kept(self._unmasker.feed(delta))
        return []

    def flush(self) -> list[Piece]:
        self._kept(self._unmasker.flush())
        self.has_told = bool(self.text.strip())
        return [Piece(Channel.DETAIL, self.text)] if self.has_told else []

    def cut(self) -> list[Piece]:
        """Half an object says nothing."""
        return []
