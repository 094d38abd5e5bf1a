from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

class Cider:
    def __init__(self, n: int = ..., sigma: float = ...) -> None: ...
    def compute_score(self, gts: Mapping[int, list[str]], res: Mapping[int, list[str]]) -> tuple[np.float64, NDArray[np.float64]]: ...
