from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

class Output:
    txts: Sequence[str] | None
    boxes: NDArray[np.float32] | None

class RapidOCR:
    def __init__(self, config_path: str | None = None, params: dict[str, Any] | None = None) -> None: ...
    def __call__(self, img_content: NDArray[np.uint8]) -> Output: ...
