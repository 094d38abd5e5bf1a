"""What was told before, told again: the newest answer, and from there back and forward."""

from __future__ import annotations

import asyncio
from enum import StrEnum

from mmassist.engine.engine import Engine
from mmassist.engine.history import Entry, Query, headline
from mmassist.engine.history_thread import History
from mmassist.errors import MmassistError
from mmassist.sayings import saying
from mmassist.speech.sentences import SentenceSplitter


class Step(StrEnum):
    """Where to in the history, from the answer that was told again last."""

    NEWEST = "newest"
    OLDER = "older"
    NEWER = "newer"


_ENDS = {
    Step.NEWEST: "The history is empty.",
    Step.OLDER: "There is nothing older in the history.",
    Step.NEWER: "There is nothing newer in the history.",
}


class Recall:
    """Belongs to the engine's loop."""

    def __init__(self, history: History, engine: Engine) -> None:
        self._history = history
        self._engine = engine
        self._at = 0
        self._going: asyncio.Task[None] | None = None

    def go(self, step: Step) -> None:
        """Says the answer there; what was being said makes way. Returns at once."""
        self._engine.make_way()
        if self._going is not None:
            self._going.cancel()
        self._going = asyncio.create_task(self._tell(step), name="history")

    async def over(self) -> None:
        """Returns when what was asked for last was handed to speech."""
        if self._going is not None:
            await asyncio.wait([self._going])

    async def _tell(self, step: Step) -> None:
        try:
            entry = await self._found(step)
        except MmassistError as error:
            self._engine.fault(error)
            return
        if entry is not None:
            self._at = entry.id
            self._say(entry)
        elif step is Step.NEWEST and not self._history.enabled:
            self._engine.announce("The history is switched off. Switch it on in the settings: history, enabled.")
        else:
            self._engine.announce(_ENDS[step])

    async def _found(self, step: Step) -> Entry | None:
        """Older than nothing is the newest."""
        if step is Step.NEWER and not self._at:
            return None
        before, after = (self._at if step is one else 0 for one in (Step.OLDER, Step.NEWER))
        found = await self._history.find(Query(before=before, after=after, limit=1))
        return found.entries[0] if found.entries else None

    def _say(self, entry: Entry) -> None:
        """Sentence by sentence, so that it begins at once. A title is a screen's: it goes where answers do."""
        self._engine.tell(headline(entry))
        if entry.question:
            self._engine.tell(saying("You asked: {question}", question=entry.question))
        splitter = SentenceSplitter(early=False)
        for text in [*splitter.feed(entry.spoken), *splitter.flush()]:
            self._engine.tell(text)
