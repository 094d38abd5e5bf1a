"""Where a model may come from: what a source must do, and how it says that it can't."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from mmassist.inference.store.catalogue import Model
from mmassist.inference.store.journal import Facts

FOLDER = "folder"
"""The name of a folder as a source: where it lies is nobody's business but the user's."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file of a model. `revision`: of the repository. `start`: bytes that are here already, of the file of which `facts` were said."""

    model: Model
    file: str
    revision: str
    start: int = 0
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A file's bytes from `start` on, which is what was asked for, or 0 where the source begins anew."""

    facts: Facts
    start: int
    chunks: AsyncGenerator[bytes, None]


class Absent(Exception):
    """The source has no such file."""


class Restart(Exception):
    """The bytes that are here don't fit what the source has: the file must be fetched from its beginning. The message says why, aloud."""


class Interrupted(Exception):
    """It may go better in a while. The message says what happened, for the ear; `after`: seconds that the source asks to wait."""

    def __init__(self, message: str, after: float = 0) -> None:
        super().__init__(message)
        self.after = after


class Source(Protocol):
    """`name`: as the manifest keeps it. `title`: as it is spoken, at the beginning of a sentence."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def open(self, request: Request) -> AbstractAsyncContextManager[Stream]:
        """Raises Absent, Restart or Interrupted, also while the bytes are read; PullFailed where it is of no use to go on."""
        ...

    async def aclose(self) -> None: ...
