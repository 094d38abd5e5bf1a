from pathlib import Path
from typing import Any

from onnx import helper as helper

def load(f: Path) -> Any: ...
def load_model_from_string(s: bytes) -> Any: ...
