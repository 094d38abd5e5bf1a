from collections.abc import Iterable
from typing import Any

from torch import Tensor

class AdamW:
    param_groups: list[dict[str, Any]]
    state: dict[Tensor, dict[str, Tensor]]
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, object]],
        lr: float = ...,
        betas: tuple[float, float] = ...,
        *,
        fused: bool = ...,
    ) -> None: ...
    def step(self) -> None: ...
    def zero_grad(self, set_to_none: bool = ...) -> None: ...
