"""Opens ONNX models for text: one place that says with how many threads and on which device."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mmassist.errors import ModelCorrupt

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_THREADS = 4


def open_session(model: bytes) -> InferenceSession:
    """An inference session for `model`; on CUDA where onnxruntime was built for it and a driver answers, else on the CPU.

    Raises ModelCorrupt if onnxruntime can't read the model.
    """
    import onnxruntime

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
    try:
        return onnxruntime.InferenceSession(model, options, providers=providers)
    except RuntimeError as error:
        raise ModelCorrupt("onnxruntime can't load a text model") from error
