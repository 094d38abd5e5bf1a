"""The part of the model that goes on from what it was given, token by token, and remembers what it has read (a KV cache)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.vlm.faults import unfit
from mmassist.inference.vlm.session import StoppableSession
from mmassist.inference.vlm.stopping import Stop

if TYPE_CHECKING:
    from onnxruntime import OrtValue

Rows = NDArray[np.float32]

_EMBEDDED, _MASK, _PLACES, _LOGITS = "inputs_embeds", "attention_mask", "position_ids", "logits"
_PAST, _PRESENT = "past_key_values", "present"
_REMEMBERED = re.compile(rf"{_PAST}\.\d+\.(?:key|value)")


@dataclass(slots=True)
class Memory:
    """What was read so far: `length` tokens. `values`: keys and values of each layer, where the model runs, by the names of its inputs."""

    length: int = 0
    values: Mapping[str, OrtValue] = field(default_factory=dict)


class Decoder:
    """One model with one `Memory` for each answer."""

    def __init__(self, session: StoppableSession) -> None:
        """Raises ModelCorrupt for a model that is no such decoder."""
        self.session = session
        ports = session.inputs
        self._remembered = [name for name in ports if _REMEMBERED.fullmatch(name)]
        self._presents = [name.replace(_PAST, _PRESENT, 1) for name in self._remembered]
        others = set(ports) - set(self._remembered)
        if not self._remembered or not {_EMBEDDED, _MASK} <= others <= {_EMBEDDED, _MASK, _PLACES}:
            raise unfit("its decoder takes something else")
        if not {_LOGITS, *self._presents} <= set(session.outputs):
            raise unfit("its decoder gives something else")
        sides = [ports[name].shape for name in self._remembered]
        if not all(len(side) == 4 and isinstance(side[1], int) and isinstance(side[3], int) for side in sides):
            raise unfit("its decoder remembers otherwise")

    @property
    def width(self) -> int | None:
        """Of a token's row; None where the model leaves it open."""
        side = self.session.inputs[_EMBEDDED].shape[-1]
        return side if isinstance(side, int) else None

    def empty(self) -> Memory:
        """Nothing read."""
        ports = self.session.inputs
        shapes = {name: (1, int(ports[name].shape[1]), 0, int(ports[name].shape[3])) for name in self._remembered}
        nothing = {name: np.zeros(shape, ports[name].type) for name, shape in shapes.items()}
        return Memory(0, {name: self.session.value(batch) for name, batch in nothing.items()})

    def read(self, rows: Rows, memory: Memory, stop: Stop) -> None:
        """Takes in embedded tokens, shape (tokens, width), and works out no answer. Raises as `StoppableSession.kept`; `memory` stays as it
        was then."""
        self._run(rows, memory, self._presents, stop)

    def next(self, rows: Rows, memory: Memory, stop: Stop) -> Rows:
        """The same, and how likely each token comes next: logits, shape (vocabulary,)."""
        found = self._run(rows, memory, [*self._presents, _LOGITS], stop)
        return np.asarray(found[_LOGITS].numpy()[0, -1], np.float32)

    def forget(self, memory: Memory, length: int) -> None:
        """All but the first `length` tokens."""
        if length < memory.length:
            memory.values = {name: self.session.value(value.numpy()[:, :, :length]) for name, value in memory.values.items()}
            memory.length = length

    def _run(self, rows: Rows, memory: Memory, wanted: list[str], stop: Stop) -> dict[str, OrtValue]:
        ports, whole = self.session.inputs, memory.length + len(rows)
        given: dict[str, NDArray[np.generic]] = {_EMBEDDED: rows[None], _MASK: np.ones((1, whole), np.int64)}
        if _PLACES in ports:
            given[_PLACES] = np.arange(memory.length, whole)[None]
        placed = {name: self.session.value(batch.astype(ports[name].type, copy=False)) for name, batch in given.items()}
        found = self.session.kept({**placed, **memory.values}, wanted, stop)
        memory.values = {past: found[present] for past, present in zip(self._remembered, self._presents, strict=True)}
        memory.length = whole
        return found
