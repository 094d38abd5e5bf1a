from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO

class Params:
    iouThrs: NDArray[np.float64]
    maxDets: list[int]
    areaRng: list[list[float]]
    areaRngLbl: list[str]
    catIds: list[int]

class COCOeval:
    params: Params
    eval: dict[str, Any]
    def __init__(self, cocoGt: COCO, cocoDt: COCO, iouType: str = ...) -> None: ...
    def evaluate(self) -> None: ...
    def accumulate(self) -> None: ...
