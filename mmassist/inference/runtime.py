"""Runs ONNX models for text: the one place that says with how many threads, on which device, and what their failures mean."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt, PerceptionError

_THREADS = 4


class Session:
    """One model with one input and one output. Used from one thread at a time."""

    def __init__(self, model: bytes) -> None:
        """On CUDA where onnxruntime was built for it and a driver answers, else on the CPU. Raises ModelCorrupt."""
        without_telemetry()
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(_THREADS, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Every picture has its own shape: plans made for one shape only cost memory.
        options.enable_mem_pattern = False
        # Spinning threads steal the cores from speech, and from each other: on two busy cores a line took 30 ms with, 17 ms without.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
        providers = [name for name in wanted if name in onnxruntime.get_available_providers()]
        self._failures = (state.Fail, state.RuntimeException, state.InvalidArgument, state.EPFail)
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        except (state.Fail, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented) as error:
            raise ModelCorrupt("onnxruntime can't load a text model") from error
        self._input = self._session.get_inputs()[0].name

    def metadata(self, key: str) -> str:
        """What the model's author wrote into it, "" if nothing."""
        return self._session.get_modelmeta().custom_metadata_map.get(key, "")

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Raises PerceptionError where the runtime fails (memory, device)."""
        try:
            output: NDArray[np.float32] = self._session.run(None, {self._input: batch})[0]
        except self._failures as error:
            raise PerceptionError(f"a text model failed: {type(error).__name__}") from error
        return output


def without_telemetry() -> None:
    """To be called before onnxruntime is first imported in a process: it reports its use to its maker over the network.

    Only the variable keeps it from that; `disable_telemetry_events`, called right after the import, comes too late (both measured in a
    network namespace, with version 1.32).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
