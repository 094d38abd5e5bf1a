from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T", covariant=True)

class Dataset(Generic[T]):
    def __getitem__(self, at: int) -> T: ...

class DataLoader(Generic[T]):
    def __init__(
        self,
        dataset: Dataset[T],
        *,
        batch_size: int | None = ...,
        num_workers: int = ...,
        prefetch_factor: int | None = ...,
        pin_memory: bool = ...,
        multiprocessing_context: str | None = ...,
    ) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...
