"""Finds the controls in a picture, by its pixels alone. The model runs in a worker process of its own; it comes with mmassist."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmassist.errors import PerceptionError
from mmassist.inference import frames, shipped
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.values import Box, Pixels, State

MODULE = "mmassist.perception.elements.process"

_SINGLE = tuple(State(state) for state in STATES)


@dataclass(frozen=True, slots=True)
class Options:
    """`folder`: where the models are; `least`: the score from which on an element is reported, None for that from which on the model is
    right often enough; `states`: the score from which on a state is;
    `hang_after`: seconds of silence after which the worker is killed."""

    folder: Path = shipped.FOLDER
    least: float | None = None
    states: float = 0.5
    hang_after: float = 15.0


@dataclass(frozen=True, slots=True)
class Element:
    """A control that is seen. `role`: one of `vocabulary.ROLES`, or "spin button"; `box`: picture's space; `confidence`: 0 to 1; `signs`:
    where arrows and the like are drawn in it, which are no text."""

    role: str
    box: Box
    states: frozenset[State]
    confidence: float
    signs: Box | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is seen in a picture: `elements`, the surest first; `kinds`: how likely the whole is each of `vocabulary.KINDS`, 0 to 1."""

    elements: tuple[Element, ...]
    kinds: Mapping[str, float]


class ElementFinder:
    """Belongs to one asyncio loop."""

    def __init__(self, options: Options | None = None, keeper: Keeper | None = None, on_fallback: Callable[[], None] | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does. `on_fallback` is called once, on the loop, when the graphics card gave
        up and the CPU goes on."""
        self._options = options or Options()
        self._worker = Worker(MODULE, hang_after=self._options.hang_after, keeper=keeper)
        self._on_fallback = on_fallback

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> None:
        """Returns once the model is loaded and warm. Raises ModelMissing, ModelCorrupt or WorkerLost: then nothing can be found."""
        await self._asked("open")

    async def find(self, pixels: Pixels) -> Found:
        """`pixels`: (height, width, 4), BGRA, any size.

        Starts where it was not started. Raises as `start` does, or PerceptionError; after either the next call works.
        """
        with frames.shared(pixels) as fields:
            reply = await self._asked("find", least=self._options.least, **fields)
        if reply.fields["fell_back"] and self._on_fallback:
            self._on_fallback()
            self._on_fallback = None
        roles, scores = reply.fields["roles"], reply.fields["scores"]
        values = np.frombuffer(reply.body, np.float32)
        boxes, states = values[: 4 * len(roles)].reshape(-1, 4), values[4 * len(roles) :].reshape(-1, len(STATES))
        found = (
            Element(ROLES[role], _box(box.tolist()), self._states(bits.tolist()), round(score, 4))
            for role, box, bits, score in zip(roles, boxes, states, scores, strict=True)
        )
        kinds = dict(zip(KINDS, reply.fields["kinds"], strict=True))
        return Found(tuple(element for element in found if element.box.area), kinds)

    def _states(self, bits: list[float]) -> frozenset[State]:
        return frozenset(state for state, sure in zip(_SINGLE, bits, strict=True) if sure >= self._options.states)

    async def _asked(self, op: str, **fields: object) -> Message:
        found: Message | None = None
        async with contextlib.aclosing(self._worker.request(op, folder=str(self._options.folder), **fields)) as replies:
            async for reply in replies:
                found = reply
        if found is None:
            raise PerceptionError("the detector gave no answer")
        return found

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()


def _box(sides: list[float]) -> Box:
    left, top, right, bottom = map(round, sides)
    return Box(left, top, right - left, bottom - top)
