"""The download of a model by an Ollama server: from what the server reports to what a user is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """What the server is doing. Its own words are not shown: they hold digests, and may hold anything."""

    ASKING = "looking the model up"
    LOADING = "downloading"
    CHECKING = "checking what was downloaded"
    STORING = "storing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is. Bytes of all files that the server has begun with so far, so that `total` may grow; 0 before the first."""

    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that an Ollama server has. `size`: bytes on its disk. `pictures`: whether it sees, None where the server does not tell.

    `elsewhere`: Ollama's own service runs it, whatever its name.
    """

    name: str
    size: int
    pictures: bool | None
    elsewhere: bool


_STAGES = (
    ("pulling manifest", Stage.ASKING),
    ("pulling", Stage.LOADING),
    ("downloading", Stage.LOADING),
    ("verifying", Stage.CHECKING),
    ("writing", Stage.STORING),
    ("removing", Stage.STORING),
    ("success", Stage.DONE),
)


class Download:
    """Adds up what the server reports of each file."""

    def __init__(self) -> None:
        self._stage = Stage.ASKING
        self._files: dict[str, tuple[int, int]] = {}  # by digest: bytes done, bytes in all

    def add(self, report: Mapping[str, Any]) -> Progress:
        """Raises TypeError or ValueError for a report that is none. A status that is not known leaves the stage as it was."""
        status = report["status"].casefold()
        self._stage = next((stage for words, stage in _STAGES if status.startswith(words)), self._stage)
        if digest := report.get("digest"):
            total = int(report.get("total") or 0)
            self._files[str(digest)] = (min(int(report.get("completed") or 0), total), total)
        files = self._files.values()
        return Progress(self._stage, sum(done for done, _ in files), sum(total for _, total in files))


def installed(tag: Mapping[str, Any], shown: Mapping[str, Any]) -> Installed:
    """From the server's list and from what it shows of the model; the list of a newer server tells all."""
    told = {**shown, **tag}
    can = told.get("capabilities")
    sees = "vision" in can if isinstance(can, list) else None
    return Installed(str(tag["name"]), int(tag.get("size") or 0), sees, bool(told.get("remote_host")))
