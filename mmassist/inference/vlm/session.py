"""Models whose runs can be broken off, and whose outputs may stay where they were made: what a decoder remembers is not copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import Array, Session
from mmassist.inference.vlm.faults import failed, unfit
from mmassist.inference.vlm.stopping import Stop, Stopped

if TYPE_CHECKING:
    from onnxruntime import OrtValue

_THREADS = 8
_TYPES: Mapping[str, type[np.generic]] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
}


class CardLost(Exception):
    """The graphics card failed and the CPU goes on: what lay on the card is gone. Caught where that can be made anew."""


@dataclass(frozen=True, slots=True)
class Port:
    """An input or an output. `shape`: free sides are names."""

    shape: tuple[int | str, ...]
    type: type[np.generic]


class StoppableSession(Session):
    """One model, used from one thread. `inputs`, `outputs`: by name, in the model's order."""

    def __init__(self, model: bytes, wanted: Sequence[str]) -> None:
        """Raises ModelCorrupt."""
        super().__init__(model, _THREADS, wanted)
        self.inputs = {each.name: Port(tuple(each.shape), _type(each.type)) for each in self._session.get_inputs()}
        self.outputs = tuple(each.name for each in self._session.get_outputs())

    def value(self, batch: Array) -> OrtValue:
        """`batch` where the model runs."""
        import onnxruntime

        return onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(batch), self._place)

    def kept(self, inputs: Mapping[str, OrtValue], wanted: Sequence[str], stop: Stop) -> dict[str, OrtValue]:
        """The `wanted` outputs, where the model runs. `inputs`: from `value`, or outputs of a run before.

        Raises Stopped; CardLost, after which all `inputs` must be made anew; PerceptionError where the runtime fails.
        """
        binding = self._session.io_binding()
        try:
            for name, value in inputs.items():
                binding.bind_ortvalue_input(name, value)
            for name in wanted:
                binding.bind_output(name, self._place)
            self._session.run_with_iobinding(binding, stop.options())
        except self._lost as error:
            if stop.is_set:
                raise Stopped from error
            if not self.on_gpu:
                raise failed(type(error).__name__) from error
            self._leave_gpu(error)
            raise CardLost from error
        return dict(zip(wanted, binding.get_outputs(), strict=True))

    def found(self, inputs: Mapping[str, Array], wanted: str, stop: Stop) -> NDArray[Any]:
        """One output as an array. A card that fails is left, and the CPU does the same again. Raises as `kept`, but for CardLost."""
        try:
            return self._found(inputs, wanted, stop)
        except CardLost:
            return self._found(inputs, wanted, stop)

    def _found(self, inputs: Mapping[str, Array], wanted: str, stop: Stop) -> NDArray[Any]:
        placed = {name: self.value(batch) for name, batch in inputs.items()}
        return self.kept(placed, [wanted], stop)[wanted].numpy()

    @property
    def _place(self) -> str:
        return "cuda" if self.on_gpu else "cpu"


def _type(name: str) -> type[np.generic]:
    if name not in _TYPES:
        raise unfit("it takes numbers of a kind that is not known")
    return _TYPES[name]
