"""Reads the text in a picture, line by line as it is recognised. The models run in a worker process of their own."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from mmassist.errors import MmassistError, WorkerLost
from mmassist.inference import frames, weights
from mmassist.inference.keeping import Keeper
from mmassist.inference.worker import Worker
from mmassist.perception.change import same
from mmassist.perception.scripts import is_sparse
from mmassist.values import Box, Frame, Pixels, TextLine

MODULE = "mmassist.perception.text_process"


@dataclass(frozen=True, slots=True)
class Options:
    """`least_confidence`: lines below it are not reported. `legible`: what is read less surely counts as illegible, reported or not, and
    so does what is read as too few signs for its place.

    `hang_after`: seconds of silence after which the worker is killed.
    """

    least_confidence: float = 0.5
    legible: float = 0.7
    hang_after: float = 15.0


# A box that is neither much wider than high nor the other way round is more likely a picture than text.
_LONG = 1.8


@dataclass(slots=True)
class _Progress:
    """How far the reading of `pixels` is, which are kept by whoever reads them: 8 MB of a screen."""

    pixels: weakref.ReferenceType[Pixels]
    left: tuple[Box, ...]
    illegible: list[Box]

    def is_of(self, pixels: Pixels) -> bool:
        mine = self.pixels()
        return mine is not None and (mine is pixels or same(mine, pixels))


@dataclass(frozen=True, slots=True)
class _Whole:
    """A picture that was read to its end."""

    pixels: Pixels
    progress: _Progress
    lines: tuple[TextLine, ...]


class TextReader:
    """Belongs to one asyncio loop; readings may overlap, the worker takes them in turn.

    The last two pictures that were read whole are known here: the same pixels again cost no more than comparing them.
    """

    def __init__(self, options: Options, keeper: Keeper | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does."""
        self._options = options
        self._worker = Worker(MODULE, hang_after=options.hang_after, keeper=keeper)
        self._known: list[_Whole] = []
        self._progress: list[_Progress] = []

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> None:
        """Returns once the models are loaded and warm (about a second). Raises ModelMissing, ModelCorrupt or WorkerLost."""
        try:
            await self._worker.start()
        except MmassistError:
            # A worker that can't open its models only ends; why it did is found here.
            for file in (weights.DETECTION, weights.RECOGNITION) if self._worker.keeper.refusal is None else ():
                weights.load(file)
            raise

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        """Yields the lines of `frame` in small groups as they are recognised; boxes in the picture's space, `block` always 0.

        `first` (picture's space): the focused window or control; lines in it come first, then the nearest. Groups are not in
        reading order: see `reading_order.ordered`. Ends when the picture was read whole. Closing the generator cancels the
        reading within one line. If the worker is lost the picture is read once more, and no line is told twice. Raises PerceptionError,
        or WorkerLost if that fails too; after either the next reading works.
        """
        for known in self._known:
            if same(known.pixels, frame.pixels):
                yield tuple(sorted(known.lines, key=lambda line: first is None or not line.box.intersection(first)))
                return
        found: list[TextLine] = []
        progress = self._begun(frame)
        for is_last in (False, True):
            try:
                async with contextlib.aclosing(self._read_on(frame, first, progress)) as batches:
                    async for batch in batches:
                        lines = tuple(line for line in batch if line not in found)
                        found.extend(lines)
                        if lines:
                            yield lines
                break
            except WorkerLost:
                if is_last:
                    raise
                progress.illegible.clear()
        if not progress.left:
            self._known = [*self._known[-1:], _Whole(frame.pixels, progress, tuple(found))]

    async def _read_on(self, frame: Frame, first: Box | None, progress: _Progress) -> AsyncGenerator[tuple[TextLine, ...], None]:
        """Yields what is read with confidence, and notes how far it is."""
        await self.start()
        with frames.shared(frame.pixels) as fields:
            request = self._worker.request("read", first=first.as_list() if first else None, **fields)
            async with contextlib.aclosing(request) as replies:
                async for reply in replies:
                    given = [_line(row) for row in reply.fields["lines"]]
                    progress.left = tuple(Box(*box) for box in reply.fields["left"])
                    progress.illegible += [line.box for line in given if self._is_illegible(line)]
                    yield tuple(line for line in given if line.confidence >= self._options.least_confidence)

    def unread(self, frame: Frame) -> tuple[Box, ...]:
        """The parts of `frame` (picture's space) whose text has not been read yet: all of it before `read` has begun."""
        progress = self._of(frame)
        return progress.left if progress else (Box(0, 0, frame.width, frame.height),)

    def illegible(self, frame: Frame) -> tuple[Box, ...]:
        """Where in `frame` (picture's space), as far as it was read, there seems to be text that could not be read with confidence."""
        progress = self._of(frame)
        return tuple(progress.illegible) if progress else ()

    def _begun(self, frame: Frame) -> _Progress:
        progress = _Progress(weakref.ref(frame.pixels), (Box(0, 0, frame.width, frame.height),), [])
        self._progress = [*self._progress[-3:], progress]
        return progress

    def _of(self, frame: Frame) -> _Progress | None:
        """Of a reading that came to its end, however many were begun since; else the newest."""
        progress = [*self._progress, *(known.progress for known in self._known)]
        return next((one for one in reversed(progress) if one.is_of(frame.pixels)), None)

    def _is_illegible(self, line: TextLine) -> bool:
        low, high = sorted((line.box.width, line.box.height))
        return high > _LONG * low and (line.confidence < self._options.legible or is_sparse(line.text, high, low))

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()


def _line(row: list[object]) -> TextLine:
    text, x, y, width, height, confidence = row
    return TextLine(str(text), Box(_int(x), _int(y), _int(width), _int(height)), float(str(confidence)))


def _int(value: object) -> int:
    return int(str(value))
