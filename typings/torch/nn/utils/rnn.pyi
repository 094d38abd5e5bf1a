from collections.abc import Sequence

from torch import Tensor

def pad_sequence(sequences: Sequence[Tensor], batch_first: bool, padding_value: float) -> Tensor: ...
