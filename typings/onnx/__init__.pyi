from pathlib import Path
from typing import Any

from onnx import helper as helper

class TensorProto:
    FLOAT: int
    FLOAT16: int

def load(f: Path) -> Any: ...
def load_model_from_string(s: bytes) -> Any: ...
