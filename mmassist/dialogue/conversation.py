"""What was asked and answered before, per window or image: bounded, in memory only, a value that every change makes anew. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmassist.dialogue.tokens import estimated_tokens
from mmassist.values import Exchange, Target, TargetKind, Window

MOST_EXCHANGES, MOST_TARGETS = 20, 16
"""Of one conversation, and conversations; the oldest go."""

_MESSAGES = 16  # tokens that an exchange costs besides its texts, at most


def identity(target: Target, window: Window | None) -> str:
    """Of what is talked about: the window in front whatever its title, else the image file, the camera or the screen."""
    if not target.on_screen:
        return f"{target.kind.value} {target.path}"
    if target.kind is TargetKind.WINDOW and window is not None:
        return f"window {window.id} {window.pid or 0}"
    return f"{target.kind.value} {target.monitor}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """About one thing. `exchanges`: oldest first. `backend`, `pictures`: who answered last, and what it was shown, as a digest."""

    exchanges: tuple[Exchange, ...] = ()
    backend: str = ""
    pictures: str = ""

    def add(self, exchange: Exchange, backend: str = "", pictures: str = "") -> Conversation:
        """With one more exchange. One without an answer is none; another answer of the same turn takes the place of the first."""
        if not exchange.answer.strip():
            return self
        kept = tuple(one for one in self.exchanges if one.turn_id != exchange.turn_id)
        return Conversation((*kept, exchange)[-MOST_EXCHANGES:], backend, pictures)

    def recent(self, limit_tokens: int) -> tuple[Exchange, ...]:
        """The newest that cost at most so many tokens in all, oldest first and without a gap."""
        kept: list[Exchange] = []
        for one in reversed(self.exchanges):
            limit_tokens -= estimated_tokens(one.question) + estimated_tokens(one.answer) + _MESSAGES
            if limit_tokens < 0:
                break
            kept.insert(0, one)
        return tuple(kept)

    def follows(self, backend: str, pictures: str) -> int:
        """The turn that the next one follows up: the last, if the same backend was shown the very same pictures; else 0.

        `pictures`: a digest of all that would be sent; empty for none, which nothing can refer back to.
        """
        is_same = bool(self.exchanges and pictures) and (self.backend, self.pictures) == (backend, pictures)
        return self.exchanges[-1].turn_id if is_same else 0


@dataclass(frozen=True, slots=True)
class Conversations:
    """All conversations by `identity`, the one last spoken in at the end."""

    by_identity: tuple[tuple[str, Conversation], ...] = ()

    def about(self, key: str) -> Conversation:
        """An empty one where nothing was said yet."""
        return next((conversation for known, conversation in self.by_identity if known == key), Conversation())

    def add(self, key: str, exchange: Exchange, backend: str = "", pictures: str = "") -> Conversations:
        """With one more exchange about `key`; of too many conversations the one silent for longest goes."""
        others = tuple(one for one in self.by_identity if one[0] != key)
        conversation = self.about(key).add(exchange, backend, pictures)
        return replace(self, by_identity=(*others, (key, conversation))[-MOST_TARGETS:])

    def without(self, key: str) -> Conversations:
        """Forgets what was said about `key`."""
        return replace(self, by_identity=tuple(one for one in self.by_identity if one[0] != key))
