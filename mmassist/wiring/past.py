"""The history of one run, and what the app's windows do with it: each command's outcome is told, and each failure heard."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from mmassist.desktop import paths
from mmassist.engine.engine import Engine
from mmassist.engine.history import Options, Page, Query
from mmassist.engine.history_thread import History
from mmassist.errors import MmassistError
from mmassist.plurals import counted
from mmassist.sayings import saying
from mmassist.settings import Settings

_ALL = 1_000_000


def history_file() -> Path:
    return paths.data_dir() / "history.db"


def history_of(settings: Settings) -> Options:
    """What the user wants to be kept."""
    return Options(settings.history.enabled, settings.history.days, settings.history.megabytes)


class Past:
    """Belongs to the engine's loop. `show` gets what was found, `tell` how a command went, which is also said."""

    def __init__(self, history: History, engine: Engine, show: Callable[[Page], None], tell: Callable[[str], None]) -> None:
        self._history = history
        self._engine = engine
        self._show = show
        self._tell = tell

    async def find(self, query: Query) -> None:
        with self._heard():
            self._show(await self._history.find(query))

    async def delete(self, ids: tuple[int, ...]) -> None:
        with self._heard():
            self._say(saying("{entries} of the history deleted.", entries=counted(await self._history.delete(ids), "entry")))

    async def export(self, path: Path, query: Query) -> None:
        """All that `query` finds, whatever its limit."""
        with self._heard():
            number = await self._history.export(path, Query(query.text, query.program, limit=_ALL))
            self._say(saying("{entries} of the history written to {file}.", entries=counted(number, "entry"), file=path.name))

    async def wipe(self) -> None:
        with self._heard():
            await self._history.wipe()
            self._say("The history is wiped.")

    def _say(self, text: str) -> None:
        self._tell(self._engine.own(text))
        self._engine.announce(text)

    @contextlib.contextmanager
    def _heard(self) -> Iterator[None]:
        try:
            yield
        except MmassistError as error:
            self._tell(self._engine.own(error.told))
            self._engine.fault(error)
