"""Makes 8-bit integers of a model's weights and activations, for processors.

Two ways, because what serves one kind of network spoils the other: products of matrices find the scale of their activations as they run;
convolutions get theirs beforehand, from pictures that we rendered.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import without_telemetry


class _Samples:
    """What onnxruntime asks for calibration data: one input after the other, then None."""

    def __init__(self, name: str, batches: Iterable[NDArray[np.float32]]) -> None:
        self._batches: Iterator[dict[str, NDArray[np.float32]]] = iter([{name: batch} for batch in batches])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        return next(self._batches, None)


def quantised_products(model: bytes) -> bytes:
    """`model` with its products of matrices in int8, one scale for each column; convolutions stay as they are."""
    without_telemetry()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole, made = Path(folder) / "whole.onnx", Path(folder) / "made.onnx"
        whole.write_bytes(model)
        quantize_dynamic(whole, made, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, weight_type=QuantType.QInt8)
        return made.read_bytes()


def quantised_convolutions(model: bytes, name: str, batches: Iterable[NDArray[np.float32]], left: tuple[str, ...] = ()) -> bytes:
    """`model` with its convolutions in int8, one scale for each channel, and uint8 between them (QDQ).

    `name` is its input, `batches` what it is calibrated on. Nodes whose name begins with one of `left` stay as they are.
    """
    without_telemetry()
    import onnx
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        whole, prepared, made = (Path(folder) / file for file in ("whole.onnx", "prepared.onnx", "made.onnx"))
        whole.write_bytes(model)
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        nodes: Any = onnx.load(prepared).graph.node
        quantize_static(
            prepared,
            made,
            _Samples(name, batches),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            nodes_to_exclude=[node.name for node in nodes if node.name.startswith(left)] if left else [],
        )
        return made.read_bytes()
