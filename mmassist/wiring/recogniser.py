"""Which speech model understands the user: the one that they want, or the best that is there; another one from the next thing said on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from mmassist.engine.engine import Engine
from mmassist.engine.hearing import Hearing
from mmassist.engine.supervisor import Part
from mmassist.errors import ModelMissing
from mmassist.inference.store import Store
from mmassist.perception.hearing.installed import best, chosen
from mmassist.perception.hearing.late import LateTranscriber
from mmassist.perception.hearing.listener import Listener
from mmassist.sayings import run_on, saying
from mmassist.settings import ListenSettings
from mmassist.values import Fault
from mmassist.wiring.rooms import Warmer

_KIND = "whisper"


class Recogniser:
    """Belongs to the engine's loop. Without any speech model commands are understood all the same."""

    def __init__(self, store: Store, engine: Engine, keeper: Part, warmer: Warmer, wanted: ListenSettings) -> None:
        """`keeper`: who watches over the model's process. Nothing is loaded yet."""
        self._store = store
        self._engine = engine
        self._keeper = keeper
        self._warmer = warmer
        self._wanted = wanted
        self._now = self._made(wanted)
        self._before: set[LateTranscriber] = set()
        self.listener = Listener(self._now)

    def warm(self, *then: Callable[[], Awaitable[None]]) -> None:
        """Loads in the background, and does `then`; what fails there is heard."""
        if self._now is not None:
            self._keeper.on_again = partial(self._warmer.warm, self._now.start)
            if not self._keeper.is_off:
                self._warmer.warm(self._now.start, *then)

    def rouse(self) -> None:
        """Somebody begins to speak: see `LateTranscriber.rouse`."""
        if self._now is not None:
            self._warmer.warm(self._now.rouse)

    def use(self, wanted: ListenSettings, hearing: Hearing) -> None:
        """From the next thing said on. The model before ends once it has understood what was said before."""
        self._wanted = wanted
        self._replace(hearing)
        self.warm()

    async def renew(self, hearing: Hearing, changed: str) -> str:
        """The model `changed` has come or gone: the best that is there now is used as `use` says, and named to the user once loaded.
        Returns its name; "" where there is none, or `changed` is of another kind."""
        if all(one.name != changed for one in self._store.catalogue.models if one.kind == _KIND):
            return ""
        if self._wanted.model and all(one.name != self._wanted.model for one in self._store.catalogue.models):
            return self._wanted.model  # a folder of the user's own
        name = await asyncio.to_thread(self._best)
        if name and self._now is not None and self._now.name == name:
            return name
        self._replace(hearing)
        if self._now is not None:
            self.warm(partial(self._tell, self._now, self._store.catalogue.model(name or self._wanted.model).title))
        return name

    def _best(self) -> str:
        """The name of the one to use; "" where it, or any, is not there. Blocks."""
        if wanted := self._wanted.model:
            return wanted if self._store.find(wanted) else ""
        try:
            return best(self._store, self._wanted.language)
        except ModelMissing:
            return ""

    async def _tell(self, made: LateTranscriber, title: str) -> None:
        if made is self._now and made.name:
            self._engine.news(saying("{model} understands what you say from now on.", model=title))

    def _replace(self, hearing: Hearing) -> None:
        before, self._now = self._now, self._made(self._wanted)
        self.listener.use(self._now)
        self._keeper.on_again = lambda: None
        if before is not None:
            self._before.add(before)
            self._warmer.warm(hearing.over, self._end_before)

    async def _end_before(self) -> None:
        while self._before:
            await self._before.pop().aclose()

    async def aclose(self) -> None:
        await self._end_before()
        if self._now is not None:
            await self._now.aclose()

    def _made(self, wanted: ListenSettings) -> LateTranscriber | None:
        models = self._store.catalogue.models
        if not wanted.model and not any(self._store.find(one.name) for one in models if one.kind == _KIND):
            return None

        def trouble(fault: Fault) -> None:
            self._engine.announce(run_on(fault.spoken, fault.remedy))

        return LateTranscriber(lambda: chosen(self._store, wanted.model, wanted.language), self._keeper, trouble, self._engine.fault)
