from collections.abc import Sequence
from typing import Any, BinaryIO

from torch import Tensor
from torch.nn import Module

class ONNXProgram:
    def save(self, destination: str | BinaryIO) -> None: ...

def export(
    model: Module,
    args: tuple[Tensor, ...],
    *,
    input_names: Sequence[str],
    output_names: Sequence[str],
    dynamic_shapes: Any,
    dynamo: bool,
    verbose: bool,
) -> ONNXProgram | None: ...
