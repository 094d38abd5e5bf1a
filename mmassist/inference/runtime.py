"""Runs ONNX models: the one place that says with how many threads, on which device, and what their failures mean."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt, PerceptionError
from mmassist.inference.cores import physical_cores

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

log = logging.getLogger(__name__)

Array = NDArray[Any]
Provider = tuple[str, Mapping[str, str]]

CPU, CUDA, TENSORRT = "CPUExecutionProvider", "CUDAExecutionProvider", "TensorrtExecutionProvider"
CPU_ONLY = (CPU,)
"""For models so small that the way to a graphics card costs more than they do, and for int8."""

_THREADS = 4
_SPIN, _SPIN_SINCE = 10, (1, 32)
"""Microseconds for which a thread that has done its part of a layer waits awake for the next; and the version since which that can be said,
as far as it was tried: older ones would spin for up to half a second."""
_ANY = (CUDA, CPU)
_FIXED = (TENSORRT, CUDA, CPU)


class Session:
    """One model. Used from one thread at a time.

    Where a graphics card runs it and fails (its memory is full, the card is gone), it goes on on the CPU for good; `fell_back` says why.
    """

    def __init__(self, model: bytes, threads: int = _THREADS, wanted: Sequence[str] = _ANY) -> None:
        """On the first of `wanted` for which onnxruntime was built and whose driver answers; at most `threads`. Raises ModelCorrupt."""
        without_telemetry()
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        self._threads = threads
        # Runs with bound inputs fail with Python's own.
        self._lost = (state.Fail, state.RuntimeException, state.EPFail, RuntimeError)
        self._refused = (state.Fail, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented)
        self.fell_back = ""
        """Why it left the graphics card, for the log; empty if it did not."""
        self._session = self._opened(model, self._providers(wanted))
        # Kept only where it may be needed once more.
        self._model = model if self.on_gpu else b""
        self._input = self._session.get_inputs()[0].name

    @property
    def providers(self) -> tuple[str, ...]:
        """What really runs it, first choice first: not what onnxruntime was built for, which it lists without any driver."""
        return tuple(self._session.get_providers())

    @property
    def on_gpu(self) -> bool:
        return self.providers[:1] != CPU_ONLY

    @property
    def input(self) -> tuple[tuple[int | str, ...], str]:
        """Shape and type of what goes in; free sides are names. The type as onnxruntime calls it, such as "tensor(float)"."""
        first = self._session.get_inputs()[0]
        return tuple(first.shape), first.type

    def shape(self, name: str) -> tuple[int | str, ...]:
        """Of the input of that name; free sides are names. Raises KeyError where there is none."""
        return {given.name: tuple(given.shape) for given in self._session.get_inputs()}[name]

    def metadata(self, key: str) -> str:
        """What the model's author wrote into it, "" if nothing."""
        return self._session.get_modelmeta().custom_metadata_map.get(key, "")

    def run(self, batch: Array) -> NDArray[np.float32]:
        """Of a model with one input and one output. Raises PerceptionError where the runtime fails (memory, device)."""
        return self.run_all(batch)[0]

    def run_all(self, batch: Array) -> list[NDArray[np.float32]]:
        """All outputs of a model with one input. Raises as `run` does."""
        return self.run_named({self._input: batch})

    def run_named(self, inputs: Mapping[str, Array]) -> list[NDArray[np.float32]]:
        """All outputs, in the model's order. Raises PerceptionError where the runtime fails on the CPU too, or the inputs don't fit."""
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        try:
            return self._run(inputs)
        except self._lost as error:
            if not self.on_gpu:
                raise _failed(error) from error
            self._leave_gpu(error)
        except state.InvalidArgument as error:
            raise _failed(error) from error
        try:
            return self._run(inputs)
        except self._lost as error:
            raise _failed(error) from error

    def _run(self, inputs: Mapping[str, Array]) -> list[NDArray[np.float32]]:
        outputs: list[NDArray[np.float32]] = self._session.run(None, inputs)
        return outputs

    def _leave_gpu(self, error: Exception) -> None:
        self.fell_back = type(error).__name__
        log.warning("a model left the graphics card (%s); the CPU runs it from now on", self.fell_back)
        self._session = self._opened(self._model, [(CPU, {})])
        self._model = b""

    def _opened(self, model: bytes, providers: Sequence[Provider]) -> InferenceSession:
        """A card whose driver is there but can't load it is left out. Raises ModelCorrupt."""
        import onnxruntime

        try:
            return onnxruntime.InferenceSession(model, self._options(), providers=list(providers))
        except (*self._refused, *self._lost) as error:
            if [name for name, _ in providers] == list(CPU_ONLY):
                raise ModelCorrupt("onnxruntime can't load a model") from error
            self.fell_back = type(error).__name__
            log.warning("the graphics card can't load a model (%s)", self.fell_back)
        return self._opened(model, [(CPU, {})])

    def _options(self) -> SessionOptions:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(self._threads, physical_cores()))
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Every picture has its own shape: plans made for one shape only cost memory.
        options.enable_mem_pattern = False
        # Threads that spin for long steal the cores from speech, and from each other: on two busy cores a line took 30 ms with that, 17 ms
        # without. Those that sleep at once must be woken for each layer: on two idle ones a tower in int8 took 14 ms, and 12 ms as it is.
        can_be_brief = tuple(map(int, onnxruntime.__version__.split(".")[:2])) >= _SPIN_SINCE
        options.add_session_config_entry("session.intra_op.allow_spinning", "1" if can_be_brief else "0")
        if can_be_brief:
            options.add_session_config_entry("session.intra_op.spin_duration_us", str(_SPIN))
        return options

    def _providers(self, wanted: Sequence[str]) -> list[Provider]:
        return [(name, self._provider_options(name)) for name in available(wanted)]

    def _provider_options(self, name: str) -> Mapping[str, str]:
        # Grown by as much as is asked for, not doubled: others need the card's memory too. A search for the fastest convolution takes
        # seconds for each new shape.
        return {"arena_extend_strategy": "kSameAsRequested", "cudnn_conv_algo_search": "HEURISTIC"} if name == CUDA else {}


class FixedSession(Session):
    """One model that is always given batches of the same few shapes.

    On a graphics card the batch's place there is kept, and after the first time the recorded work is replayed as a whole (a CUDA graph).
    """

    def __init__(self, model: bytes, threads: int = _THREADS, wanted: Sequence[str] = _FIXED, engines: Path | None = None) -> None:
        """`engines`: where TensorRT, if it is there, may keep what it makes of a model, which takes it minutes; without it is not asked."""
        self._engines = engines
        self._bound: dict[tuple[tuple[int, ...], ...], _Bound] = {}
        super().__init__(model, threads, wanted if engines else [name for name in wanted if name != TENSORRT])

    def warm(self, *shapes: tuple[int, ...], dtype: type[np.generic] = np.float32) -> None:
        """Runs a batch of each shape, off the hot path: what a first run must prepare is prepared then. Raises PerceptionError."""
        for shape in shapes:
            self.run(np.zeros(shape, dtype))

    def _run(self, inputs: Mapping[str, Array]) -> list[NDArray[np.float32]]:
        if CUDA not in self.providers:
            return super()._run(inputs)
        shapes = tuple(batch.shape for batch in inputs.values())
        if shapes not in self._bound:
            # A graph holds addresses, so each shape has its own.
            self._bound[shapes] = _Bound(self._session, inputs, len(self._bound) + 1)
        return self._bound[shapes].run(inputs)

    def _leave_gpu(self, error: Exception) -> None:
        self._bound.clear()
        super()._leave_gpu(error)

    def _options(self) -> SessionOptions:
        options = super()._options()
        options.enable_mem_pattern = True
        return options

    def _provider_options(self, name: str) -> Mapping[str, str]:
        if name == CUDA:
            return {**super()._provider_options(name), "enable_cuda_graph": "1"}
        if name == TENSORRT:
            kept = str(self._engines)
            return {"trt_fp16_enable": "1", "trt_engine_cache_enable": "1", "trt_engine_cache_path": kept, "trt_timing_cache_enable": "1"}
        return super()._provider_options(name)


class _Bound:
    """Inputs and outputs of one shape that stay where they are on the card."""

    def __init__(self, session: InferenceSession, inputs: Mapping[str, Array], number: int) -> None:
        import onnxruntime

        self._session, self._binding = session, session.io_binding()
        self._inputs = {name: onnxruntime.OrtValue.ortvalue_from_numpy(batch, "cuda", 0) for name, batch in inputs.items()}
        for name, value in self._inputs.items():
            self._binding.bind_ortvalue_input(name, value)
        names = [output.name for output in session.get_outputs()]
        for name in names:
            self._binding.bind_output(name, "cuda")
        # Once without recording: only that tells how large the outputs are, and where.
        session.run_with_iobinding(self._binding, _recorded_as(-1))
        outputs = self._binding.get_outputs()
        self._binding.clear_binding_outputs()
        for name, value in zip(names, outputs, strict=True):
            self._binding.bind_ortvalue_output(name, value)
        self._recorded = _recorded_as(number)

    def run(self, inputs: Mapping[str, Array]) -> list[NDArray[np.float32]]:
        for name, batch in inputs.items():
            self._inputs[name].update_inplace(np.ascontiguousarray(batch))
        self._session.run_with_iobinding(self._binding, self._recorded)
        return self._binding.copy_outputs_to_cpu()


def available(wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` for which onnxruntime was built: whether they work only a session can tell."""
    import onnxruntime

    built = onnxruntime.get_available_providers()
    return [name for name in wanted if name in built]


def _recorded_as(number: int) -> Any:
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("gpu_graph_id", str(number))
    return options


def _failed(error: Exception) -> PerceptionError:
    return PerceptionError(f"a model failed: {type(error).__name__}")


def without_telemetry() -> None:
    """To be called before onnxruntime is first imported in a process: it reports its use to its maker over the network.

    Only the variable keeps it from that; `disable_telemetry_events`, called right after the import, comes too late (both measured in a
    network namespace, with version 1.32).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
