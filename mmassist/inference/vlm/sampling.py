"""Which token comes next, and when a model only repeats itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.vlm.faults import failed

# A passage of so many tokens, from and to, that stands there so often in a row is no answer any more. Of short ones there may be more:
# figures are tokens of their own.
_CIRCLES = ((1, 3, 12), (4, 40, 3))


def chosen(logits: NDArray[np.float32], temperature: float, chance: np.random.Generator) -> int:
    """The likeliest at a temperature of 0, else one drawn by chance. Raises PerceptionError where the model gave no numbers."""
    best = int(logits.argmax())
    if not np.isfinite(logits[best]):
        raise failed("its logits are no numbers")
    if temperature <= 0:
        return best
    weights = np.exp((logits - logits[best]).astype(np.float64) / temperature)
    return int(chance.choice(len(weights), p=weights / weights.sum()))


def circles(tokens: Sequence[int]) -> bool:
    """Whether the end of an answer says the same again and again, as small models do that are sure of nothing."""
    return any(_repeats(tokens, length, times) for least, most, times in _CIRCLES for length in range(least, most + 1))


def _repeats(tokens: Sequence[int], length: int, times: int) -> bool:
    tail = list(tokens[-length * times :])
    return len(tail) == length * times and tail == tail[-length:] * times
