from typing import Any

from numpy.typing import NDArray

from . import models as models

__version__: str

class StorageView:
    shape: list[int]
    @staticmethod
    def from_array(array: NDArray[Any]) -> StorageView: ...

def get_cuda_device_count() -> int: ...
def get_supported_compute_types(device: str, device_index: int = 0) -> set[str]: ...
def set_random_seed(seed: int) -> None: ...
