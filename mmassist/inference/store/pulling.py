"""Pulling a model: file after file, from where each had come to, held to its digest, and in its place only when all are there."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import shutil
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from mmassist.errors import PullFailed
from mmassist.inference.store import faults
from mmassist.inference.store.catalogue import Model
from mmassist.inference.store.checking import Finding
from mmassist.inference.store.holding import Holding
from mmassist.inference.store.manifest import Check, Kept, Manifest
from mmassist.inference.store.part import Part
from mmassist.inference.store.progress import Progress, Report, Stage, megabytes
from mmassist.inference.store.source import Absent, Interrupted, Request, Restart, Source, Stream
from mmassist.inference.store.staging import Staging, Unkept
from mmassist.sayings import run_on, saying

BLOCK = 256 * 1024
"""Bytes that a kill may cost, or what comes in a second if that is less."""

_SECOND = 1.0
_TRIES, _ANEW = 5, 3
_PAUSE = 0.25  # seconds, doubled before each further try
_MUCH = 1 << 20  # bytes after which an interruption is a new one
_NOTICED = 200_000_000  # bytes: to read so many takes a moment in which something should be heard
_MARGIN = 32_000_000  # bytes that are left free for others
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

T = TypeVar("T")


class Pull:
    """One pull of one model, whose lock is held. `report` is called on the loop."""

    def __init__(self, model: Model, staging: Staging, source: Source, report: Report) -> None:
        self._model = model
        self._staging = staging
        self._source = source
        self._report = report
        self._revision = model.revision
        self._holding = Holding(model, staging.known)
        self._kept: dict[str, Kept] = {}
        # What is known of each file from the journal already, so that the first figure that is told is the true one.
        self._sizes: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        for file, begun in staging.journal.begun.items():
            self._sizes[file] = sum(block.length for block in begun.blocks)
            self._measured(file, begun.facts.total)
            self._revision = begun.facts.revision or self._revision

    async def run(self) -> list[Finding]:
        """Returns when the model is in its place. Raises PullFailed; what came is kept then, and where it is cancelled."""
        try:
            self._room(self._model.bytes - sum(self._sizes.values()))
            *first, largest = self._model.files
            for file in first:
                await self._one_of((file,))
            for group in self._model.choices:
                await self._one_of(group)
            for file in self._model.optional:
                with contextlib.suppress(Absent):
                    await self._file(file)
            await self._one_of((largest,))
            self._tell(Stage.CHECKING)
            manifest = Manifest(self._model.name, self._source.name, self._commit(), date.today().isoformat(), self._kept)
            return await unbroken(lambda: self._staging.finish(manifest))
        except OSError as error:
            raise self._disk(error) from error

    async def _one_of(self, group: tuple[str, ...]) -> None:
        """Fetches the first that the source has; one that has begun to come comes first."""
        for file in sorted(group, key=lambda name: name not in self._staging.journal.begun):
            with contextlib.suppress(Absent):
                await self._file(file)
                return
        raise PullFailed(
            f"{self._source.name} has no {group[0]}",
            saying("{source} has no {file} of {model}.", source=self._source.title, file=group[0], model=self._model.title),
            saying(
                "Try another source. If it was there before, run mmassist models remove {name}, then pull it again.", name=self._model.name
            ),
        )

    async def _file(self, file: str) -> None:
        part = await unbroken(lambda: Part(self._staging.folder, file, self._staging.journal))
        try:
            if self._sizes.get(file, 0) > _NOTICED:
                self._tell(Stage.CHECKING, note="Checking what has come already.")
            await unbroken(part.resume)
            if not part.done:
                await self._fetched(part)
            self._kept[file] = Kept(part.size, part.sha256, await self._judged(part))
            self._sizes[file] = self._totals[file] = part.size
        finally:
            await unbroken(part.close)

    async def _fetched(self, part: Part) -> None:
        tries = anew = 0
        while True:
            before = part.size
            try:
                return await self._streamed(part)
            except Restart as error:
                anew += 1
                if anew > _ANEW:
                    raise self._gave_up(str(error)) from error
                self._tell(Stage.PULLING, part, f"{error} {part.file} is fetched from its beginning.")
                await unbroken(part.drop)
            except Interrupted as error:
                tries = 1 if part.size - before >= _MUCH else tries + 1
                if tries >= _TRIES:
                    raise self._gave_up(str(error)) from error
                self._tell(Stage.PULLING, part, f"{error} Trying again.")
                await asyncio.sleep(error.after or _PAUSE * 2**tries)

    async def _streamed(self, part: Part) -> None:
        request = Request(self._model, part.file, self._revision, part.size, part.facts)
        self._tell(Stage.PULLING, part)
        async with self._source.open(request) as stream:
            facts = stream.facts
            limit = self._holding.accepted(part.file, facts)
            self._revision = facts.revision or self._revision
            self._measured(part.file, facts.total)
            if not stream.start:
                if part.size:
                    changed = part.facts is None or not facts.same_file(part.facts)
                    why = "The file has changed at the source." if changed else "The server can't go on where it stopped."
                    self._tell(Stage.PULLING, part, f"{why} {part.file} is fetched from its beginning.")
                await unbroken(lambda: part.restart(facts))
            self._room(facts.total - part.size)
            await self._taken(part, stream, limit)
        if part.size < facts.total:
            raise Interrupted("The connection was lost.")

    async def _taken(self, part: Part, stream: Stream, limit: int) -> None:
        """Writes what comes, in blocks; also the last one, before whatever ended it goes on its way."""
        loop = asyncio.get_running_loop()
        waiting = bytearray()
        since = loop.time()

        async def write() -> None:
            block = bytes(waiting)
            waiting.clear()
            if block:
                await unbroken(lambda: part.append(block))
                self._tell(Stage.PULLING, part)

        try:
            async with contextlib.aclosing(stream.chunks) as chunks:
                async for chunk in chunks:
                    waiting += chunk
                    if part.size + len(waiting) > limit:
                        waiting.clear()
                        raise Restart("The source sends more than it said.")
                    if len(waiting) >= BLOCK or loop.time() - since >= _SECOND:
                        await write()
                        since = loop.time()
        finally:
            await write()

    async def _judged(self, part: Part) -> Check:
        """Holds what came to its digest. Raises PullFailed, and what came of the file is gone then."""
        try:
            check = await unbroken(lambda: self._holding.judged(part))
        except PullFailed:
            await unbroken(part.drop)
            raise
        if not part.done:
            await unbroken(part.finish)
        return check

    def _commit(self) -> str:
        return "" if self._revision == self._model.revision else self._revision

    def _measured(self, file: str, total: int) -> None:
        if total >= 0:
            self._totals[file] = total

    def _tell(self, stage: Stage, part: Part | None = None, note: str = "") -> None:
        if part is not None:
            self._sizes[part.file] = part.size
        done, total = sum(self._sizes.values()), sum(self._totals.values())
        if self._model.files[-1] not in self._totals:
            total = max(total, self._model.bytes)  # the largest is not asked for yet
        self._report(Progress(stage, self._model.name, part.file if part else "", done, max(total, done), note))

    def _room(self, needed: int) -> None:
        """Asked before anything is fetched, and again when the exact length of a file is known. Raises PullFailed."""
        free = shutil.disk_usage(self._staging.folder).free
        if needed + _MARGIN > free:
            raise PullFailed(
                "not enough room on the disk",
                saying(
                    "There is not enough room on the disk: {needed} megabytes are needed, {free} are free.",
                    needed=megabytes(needed),
                    free=megabytes(free),
                ),
                saying("Free about {size} megabytes, then run the same command again.", size=megabytes(needed + _MARGIN - free)),
            )

    def _gave_up(self, why: str) -> PullFailed:
        return PullFailed(why, run_on(why, self._so_far()))

    def _so_far(self) -> str:
        return saying("{size} megabytes have come and are kept.", size=megabytes(sum(self._sizes.values())))

    def _disk(self, error: OSError) -> PullFailed:
        if error.errno in _FULL:
            needed = max(0, max(self._model.bytes, sum(self._totals.values())) - sum(self._sizes.values()))
            return PullFailed(
                "the disk is full",
                run_on("The disk is full.", self._so_far()),
                saying("Free about {size} megabytes, then run the same command again.", size=megabytes(needed + _MARGIN)),
            )
        if isinstance(error, Unkept):
            return PullFailed(
                "what was written is not what is read",
                saying("The disk does not keep what is written to it. {model} was removed.", model=self._model.title),
                "Check the disk, then run the same command again.",
            )
        return faults.unwritable(error)


async def unbroken(work: Callable[[], T]) -> T:
    """Runs `work` on a thread, to its end even where this is cancelled: nothing goes on behind a lock that was let go."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
