"""What a window can ask of the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mmassist.engine.history import Query


@dataclass(frozen=True, slots=True)
class HistoryCommands:
    """Each returns at once and is called on the main thread.

    `find`: what is found comes as a `Page` by `Bridge.history`, newest first; `Page.programs` are those to filter by, and
    `Query(text, program, before=page.entries[-1].id)` asks for what is older. `delete`: entries by their `id`; `export`: all that a query
    finds, to a file that ends in .json, .csv or .txt; `wipe`: everything, without a trace. How these went comes as a sentence by
    `Bridge.history_told`, and is spoken; the window then asks for its page anew.
    """

    find: Callable[[Query], None]
    delete: Callable[[tuple[int, ...]], None]
    export: Callable[[Path, Query], None]
    wipe: Callable[[], None]
