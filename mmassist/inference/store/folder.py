"""A folder that a model is copied from: a USB stick, another computer's disk, what was fetched by other means."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import BinaryIO

from mmassist.errors import PullFailed
from mmassist.inference.store import disk
from mmassist.inference.store.catalogue import Model
from mmassist.inference.store.journal import Facts
from mmassist.inference.store.manifest import MOST, NAME, decode
from mmassist.inference.store.sealed import SealBroken
from mmassist.inference.store.source import FOLDER, Absent, Interrupted, Request, Restart, Stream
from mmassist.sayings import saying


class Folder:
    """A source of models. Each lies in a folder of its name below this one, or the folder itself is the model's. Links are not followed."""

    name = FOLDER
    title = "The folder"

    def __init__(self, path: Path) -> None:
        """Raises PullFailed where there is no such folder."""
        if not path.is_dir():
            raise PullFailed("no such folder", "There is no such folder.", "Check its name, and that the drive is connected.")
        self._path = path.resolve()

    @contextlib.asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator[Stream]:
        """See `Source`. A manifest of ours that lies beside the files says what they must be."""
        with contextlib.ExitStack() as held:
            file, sha256 = await asyncio.to_thread(_opened, held, self._place(request.model), request)
            yield _stream(file, request, Facts(self.name, sha256=sha256))

    async def aclose(self) -> None:
        """Nothing is held open."""

    def _place(self, model: Model) -> Path:
        return next((place for place in (self._path / model.name, self._path) if place.is_dir()), self._path)


def _opened(held: contextlib.ExitStack, place: Path, request: Request) -> tuple[BinaryIO, str]:
    """The file, and its digest by the folder's manifest. Raises Absent or PullFailed."""
    try:
        sha256 = _recorded(place, request)
        # A file that has a second name is as good here: what counts is what was read.
        return held.enter_context(disk.opened(place, request.file, links=0)), sha256
    except FileNotFoundError as error:
        raise Absent from error
    except disk.Unfit as error:
        raise PullFailed(
            f"{request.file} {error.strerror}",
            saying("In the folder {file} is a link or something else than a file. It was not copied.", file=request.file),
            "Copy the files themselves into the folder, then run the same command again.",
        ) from error
    except OSError as error:
        raise PullFailed(
            f"the folder can't be read: {error.strerror}",
            "The folder can't be read.",
            "Check its rights, and that the drive is connected and well.",
        ) from error


def _stream(file: BinaryIO, request: Request, facts: Facts) -> Stream:
    found = os.fstat(file.fileno())
    facts = Facts(facts.source, found.st_size, f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}", facts.sha256)
    start = request.start
    if start and (request.facts is None or not facts.same_file(request.facts)):
        raise Restart("The folder has another file.")
    file.seek(start)
    return Stream(facts, start, _blocks(file))


async def _blocks(file: BinaryIO) -> AsyncGenerator[bytes, None]:
    try:
        while block := await asyncio.to_thread(file.read, disk.BLOCK):
            yield block
    except OSError as error:
        raise Interrupted("The drive can't be read.") from error


def _recorded(place: Path, request: Request) -> str:
    """The file's digest by the folder's own manifest, empty where there is none. Raises PullFailed for one that is damaged."""
    try:
        with disk.opened(place, NAME, links=0) as file:
            manifest = decode(file.read(MOST))
    except FileNotFoundError:
        return ""
    except SealBroken as error:
        raise PullFailed(
            "the folder's manifest is damaged",
            saying("The copy of {model} in the folder is damaged. Nothing was taken from it.", model=request.model.title),
            "Copy it into the folder again.",
        ) from error
    kept = manifest.files.get(request.file)
    return kept.sha256 if kept and manifest.model == request.model.name else ""
