from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

class _Reader(Protocol):
    def get_next(self) -> dict[str, NDArray[np.float32]] | None: ...

class CalibrationMethod(Enum):
    MinMax = ...

class QuantFormat(Enum):
    QDQ = ...

class QuantType(Enum):
    QInt8 = ...
    QUInt8 = ...

def quantize_dynamic(
    model_input: Path, model_output: Path, op_types_to_quantize: list[str], per_channel: bool, weight_type: QuantType
) -> None: ...
def quantize_static(
    model_input: Path,
    model_output: Path,
    calibration_data_reader: _Reader,
    quant_format: QuantFormat,
    op_types_to_quantize: list[str],
    per_channel: bool,
    activation_type: QuantType,
    weight_type: QuantType,
    calibrate_method: CalibrationMethod,
    nodes_to_exclude: list[str],
) -> None: ...
