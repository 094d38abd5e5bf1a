"""Reads the text in a picture, line by line as it is recognised. The models run in a worker process of their own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from mmassist.errors import MmassistError
from mmassist.inference import frames, weights
from mmassist.inference.worker import Worker
from mmassist.perception.change import same
from mmassist.values import Box, Frame, Pixels, TextLine

MODULE = "mmassist.perception.text_process"


@dataclass(frozen=True, slots=True)
class Options:
    """`least_confidence`: lines below it are not reported. `hang_after`: seconds of silence after which the worker is killed."""

    least_confidence: float = 0.5
    hang_after: float = 15.0


class TextReader:
    """Belongs to one asyncio loop; readings may overlap, the worker takes them in turn.

    The last two pictures that were read whole are known here: the same pixels again cost no more than comparing them.
    """

    def __init__(self, options: Options, on_lost: Callable[[], None] | None = None) -> None:
        """`on_lost` is called, on the loop, each time the worker ended without being asked to."""
        self._options = options
        self._worker = Worker(MODULE, hang_after=options.hang_after, on_lost=on_lost)
        self._known: list[tuple[Pixels, tuple[TextLine, ...]]] = []

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
            for file in (weights.DETECTION, weights.RECOGNITION):
                weights.load(file)
            raise

    async def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]:
        """Yields the lines of `frame` in small groups as they are recognised; boxes in the picture's space, `block` always 0.

        `first` (picture's space): the focused window or control; lines in it come first, then the nearest. Groups are not in
        reading order: see `reading_order.ordered`. Ends when the picture was read whole. Closing the generator cancels the
        reading within one line. Raises PerceptionError or WorkerLost; after either the next reading works.
        """
        for pixels, lines in self._known:
            if same(pixels, frame.pixels):
                yield tuple(sorted(lines, key=lambda line: first is None or not line.box.intersection(first)))
                return
        found: list[TextLine] = []
        await self.start()
        with frames.shared(frame.pixels) as fields:
            request = self._worker.request("read", first=first.as_list() if first else None, **fields)
            async with contextlib.aclosing(request) as replies:
                async for reply in replies:
                    lines = tuple(_line(row) for row in reply.fields["lines"] if row[5] >= self._options.least_confidence)
                    found.extend(lines)
                    if lines:
                        yield lines
                    if reply.fields.get("complete"):
                        self._known = [*self._known[-1:], (frame.pixels, tuple(found))]

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()


def _line(row: list[object]) -> TextLine:
    text, x, y, width, height, confidence = row
    return TextLine(str(text), Box(_int(x), _int(y), _int(width), _int(height)), float(str(confidence)))


def _int(value: object) -> int:
    return int(str(value))
