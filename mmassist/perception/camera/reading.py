"""Reads a page that a camera sees: quality first, then the page made ready, then its text in reading order, then how sure that is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np

from mmassist.perception.camera.exposure import Light, exposure
from mmassist.perception.camera.page import Prepared, inner, prepared
from mmassist.perception.reading_order import ordered
from mmassist.values import Box, Frame, Pixels, TextLine


class Outcome(StrEnum):
    """`READ`: all of it. `PARTLY`: some text was left that can't be read surely. The others say why there is nothing to rely on."""

    READ = "read"
    PARTLY = "partly"
    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    COVERED = "covered"
    UNREADABLE = "unreadable"
    NOTHING = "nothing"


class Reader(Protocol):
    """What `perception.text.TextReader` does."""

    def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]: ...


@dataclass(frozen=True, slots=True)
class PageText:
    """`lines`: in reading order, boxes in the space of `prepared.picture`; of a page that can't be relied on, what was read all the same.

    `covered`: the part of the page's ink that lies in lines which were read surely, 0 to 1.
    """

    outcome: Outcome
    lines: tuple[TextLine, ...] = ()
    prepared: Prepared | None = None
    covered: float = 0.0


SURE = 0.8
"""From this confidence on a line counts as surely read."""

# Of the ink, how much must be in such lines to be relied on, and to be all.
_ENOUGH, _ALL = 0.5, 0.8
# Letters with room for fewer edges than this run together: see `Prepared.crispness`.
_CRISP = 3.0
_LIGHTS = {Light.DARK: Outcome.DARK, Light.BRIGHT: Outcome.BRIGHT, Light.COVERED: Outcome.COVERED}


async def read_page(reader: Reader, frame: Frame) -> PageText:
    """The text of the page in `frame`. Belongs to the reader's loop; the picture is made ready on a thread.

    Raises what the reader raises. Cancelling ends the reading within a line.
    """
    light = await asyncio.to_thread(exposure, frame.pixels)
    if light.light in _LIGHTS:
        return PageText(_LIGHTS[light.light])
    ready = await asyncio.to_thread(prepared, frame.pixels)
    found: list[TextLine] = []
    async for lines in reader.read(replace(frame, pixels=ready.picture, origin=(0, 0))):
        found += lines
    return judged(ready, ordered(found))


def judged(ready: Prepared, lines: Sequence[TextLine]) -> PageText:
    """How far `lines`, which were read from `ready`, can be relied on. Pure."""
    sure = [line for line in lines if line.confidence >= SURE and len(line.text.strip()) > 1]
    covered = _covered(ready.picture, sure)
    if covered >= _ENOUGH:
        outcome = Outcome.READ if covered >= _ALL else Outcome.PARTLY
    elif ready.letters == 0 and not sure and not 0 < ready.crispness < _CRISP:
        outcome = Outcome.NOTHING
    else:
        outcome = Outcome.BLURRED if ready.crispness < _CRISP else Outcome.UNREADABLE
    return PageText(outcome, tuple(lines), ready, covered)


def _covered(picture: Pixels, lines: Sequence[TextLine]) -> float:
    """The part of the ink, away from the page's edges, that lies in `lines`."""
    dark = picture[..., 1] < 128
    rows, columns = inner(dark.shape)
    known = np.zeros_like(dark)
    for line in lines:
        known[line.box.y : line.box.bottom, line.box.x : line.box.right] = True
    whole = int(dark[rows, columns].sum())
    return float((dark & known)[rows, columns].sum()) / whole if whole else 0.0
