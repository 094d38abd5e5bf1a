"""The commands that go through what was seen: to an item, to the next one, its letters, and its text into the clipboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from mmassist.backends.describer.questions import standing, where_is
from mmassist.backends.describer.spelling import spelled
from mmassist.backends.describer.walk import Kind, stops, told
from mmassist.dialogue.commands import Match
from mmassist.engine.brains import EMBEDDED
from mmassist.engine.engine import Engine
from mmassist.engine.walking import Walk
from mmassist.errors import ClipboardRefused, NothingToTake
from mmassist.plurals import counted
from mmassist.sayings import own, saying
from mmassist.values import Channel, Role, Scene

_MOST_COPIED = 100_000  # characters


class Going:
    """Belongs to the engine's loop. What is told makes way for what the user goes to."""

    def __init__(self, engine: Engine, walk: Walk, ask: Callable[[str, str], None]) -> None:
        """`ask` begins a turn that answers a question, by the backend of that name, "" for whoever answers questions."""
        self._engine = engine
        self._walk = walk
        self._ask = ask
        self.actions: dict[str, Callable[[Match, float], None]] = {
            "items": lambda match, at: self._tell_all(),
            "where": lambda match, at: self._where(match.rest),
            "spell": lambda match, at: self._spell(phonetic=False),
            "spell-phonetic": lambda match, at: self._spell(phonetic=True),
            "next-letter": lambda match, at: self._letter(forward=True),
            "previous-letter": lambda match, at: self._letter(forward=False),
            "copy": lambda match, at: self._copy(),
        }
        for kind in Kind:
            name = "" if kind is Kind.ITEM else f"-{kind.value}"
            self.actions |= {f"next{name}": partial(self._step, kind, True), f"previous{name}": partial(self._step, kind, False)}

    def stand(self, turn_id: int, index: int) -> None:
        """Goes to an item that the user has chosen from a list, by its index in what that turn has seen. Raises NothingToTake."""
        turn = self._engine.seen
        with self._arriving():
            if turn is None or turn.turn_id != turn_id or turn.scene is None or not 0 <= index < len(turn.scene.items):
                raise NothingToTake("a list of an older turn", "This is no longer what was described last.", "Describe the window again.")
            self._walk.stand(index)

    def repeated(self) -> bool:
        """Tells the item again, if that is what the user heard last."""
        if not self._is_item_told():
            return False
        self._engine.tell(self._walk.told())
        return True

    @contextmanager
    def _arriving(self) -> Iterator[Scene]:
        """What is told is cut off, and what it has seen is taken up."""
        turn = self._engine.seen
        with self._engine.answering():
            self._engine.aloud.turn_away()
            yield self._walk.follow(turn)

    def _step(self, kind: Kind, forward: bool, match: Match, at: float) -> None:
        with self._arriving():
            self._engine.tell(self._walk.step(kind, forward))

    def _tell_all(self) -> None:
        with self._arriving() as scene:
            found = stops(scene, Kind.ITEM)
            self._engine.tell(saying("{items}.", items=counted(len(found), "item")))
            for index in found:
                self._engine.tell(told(scene, index, self._walk.language))

    def _where(self, thing: str) -> None:
        """Asked of the describer where it knows the thing, whose words give the place; of whoever answers questions where it does not."""
        question, turn = where_is(thing, self._walk.language), self._engine.seen
        is_known = turn is not None and turn.scene is not None and standing(turn.scene, question, self._walk.language) >= 0
        self._ask(question, EMBEDDED if is_known else "")

    def _spell(self, *, phonetic: bool) -> None:
        text = self._told_last(to="spell")
        with self._engine.answering():
            for word in spelled(text, self._walk.language, phonetic=phonetic):
                self._engine.tell(word)

    def _letter(self, *, forward: bool) -> None:
        with self._arriving():
            self._engine.tell(self._walk.spell_on(forward) or own(f"No {'further' if forward else 'earlier'} letter."))

    def _copy(self) -> None:
        text = self._told_last(to="copy")[:_MOST_COPIED]
        loop = asyncio.get_running_loop()
        self._engine.copy(text, lambda is_there: loop.call_soon_threadsafe(self._copied, text, is_there))

    def _copied(self, text: str, is_there: bool) -> None:
        if is_there:
            self._engine.announce(saying("Copied, {characters}.", characters=counted(len(text), "character")))
        else:
            self._engine.fault(ClipboardRefused("the clipboard was not taken"))

    def _told_last(self, *, to: str) -> str:
        """The text that the user heard last: of the item, of what was read aloud, or of the answer. Raises NothingToTake."""
        if read := self._engine.aloud.last:
            return read
        turn = self._engine.seen
        if self._is_item_told():
            if self._walk.here().item.role is Role.PASSWORD:
                raise NothingToTake(
                    "a password field", f"This is a password field. I never {to} what is in it.", "Go to another item, or type it yourself."
                )
            text = self._walk.content()
        else:
            said = [spoken.utterance for spoken in turn.spoken] if turn else []
            text = " ".join(utterance.text for utterance in said if utterance.channel is not Channel.SYSTEM)
        if not text.strip():
            raise NothingToTake(f"nothing to {to}", f"There is nothing to {to}.", "Describe a window, or go to an item, first.")
        return text

    def _is_item_told(self) -> bool:
        turn = self._engine.seen
        if turn is None or turn.scene is None:
            return False
        self._walk.follow(turn)
        return self._walk.is_told
