"""The record of turns for the app's panel: shown, exported, forgotten, and each failure of it heard."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mmassist.engine.engine import Engine
from mmassist.engine.metrics import Stats
from mmassist.engine.metrics_thread import Metrics
from mmassist.errors import MmassistError
from mmassist.sayings import saying

_SHOWN = 30 * 86_400  # seconds back from now


class Figures:
    """Belongs to the engine's loop. `show` gets new figures, `tell` how a command went, which is also said."""

    def __init__(self, metrics: Metrics, engine: Engine, show: Callable[[Stats], None], tell: Callable[[str], None]) -> None:
        self._metrics = metrics
        self._engine = engine
        self._show = show
        self._tell = tell

    async def refresh(self) -> None:
        """Shows the last 30 days."""
        with self._heard():
            self._show(await self._metrics.stats(time.time() - _SHOWN))

    async def export(self, path: Path) -> None:
        """Writes all turns to a file that ends in .csv or .json."""
        with self._heard():
            await self._metrics.export(path)
            self._say(saying("The figures are in {file}.", file=path.name))

    async def wipe(self) -> None:
        """Forgets all turns."""
        with self._heard():
            await self._metrics.wipe()
            self._say("All figures are forgotten.")
        await self.refresh()

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
