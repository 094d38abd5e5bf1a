"""Runs ONNX models: the one place that says with how many threads, on which device, and what their failures mean."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt, PerceptionError

CPU_ONLY = ("CPUExecutionProvider",)
"""For models so small that the way to a graphics card costs more than they do."""

_THREADS = 4
_ANY = ("CUDAExecutionProvider", *CPU_ONLY)


class Session:
    """One model. Used from one thread at a time."""

    def __init__(self, model: bytes, threads: int = _THREADS, wanted: Sequence[str] = _ANY) -> None:
        """On the first of `wanted` for which onnxruntime was built and whose driver answers; at most `threads`. Raises ModelCorrupt."""
        without_telemetry()
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(threads, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Every picture has its own shape: plans made for one shape only cost memory.
        options.enable_mem_pattern = False
        # Spinning threads steal the cores from speech, and from each other: on two busy cores a line took 30 ms with, 17 ms without.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        providers = [name for name in wanted if name in onnxruntime.get_available_providers()]
        self._failures = (state.Fail, state.RuntimeException, state.InvalidArgument, state.EPFail)
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        except (state.Fail, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented) as error:
            raise ModelCorrupt("onnxruntime can't load a model") from error
        self._input = self._session.get_inputs()[0].name

    def metadata(self, key: str) -> str:
        """What the model's author wrote into it, "" if nothing."""
        return self._session.get_modelmeta().custom_metadata_map.get(key, "")

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of a model with one input and one output. Raises PerceptionError where the runtime fails (memory, device)."""
        return self.run_named({self._input: batch})[0]

    def run_named(self, inputs: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """All outputs, in the model's order. Raises PerceptionError where the runtime fails."""
        try:
            outputs: list[NDArray[np.float32]] = self._session.run(None, inputs)
        except self._failures as error:
            raise PerceptionError(f"a model failed: {type(error).__name__}") from error
        return outputs


def without_telemetry() -> None:
    """To be called before onnxruntime is first imported in a process: it reports its use to its maker over the network.

    Only the variable keeps it from that; `disable_telemetry_events`, called right after the import, comes too late (both measured in a
    network namespace, with version 1.32).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
