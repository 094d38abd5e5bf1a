"""What a large image tower costs on a graphics card, of what the card could do: ViT-B/16, from bytes in the machine's memory to vectors
there.

The limit is that of the card for products of large matrices in float16, measured in the same rounds by the same runtime.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import CPU, CUDA, FixedSession
from mmassist.measure.eyes_graph import Graph
from mmassist.measure.eyes_vit_fused import VIT_B, fused_tower, operations
from mmassist.measure.series import Asked, RoundFailed, Series, tell

_MANY, _PART, _TIMES = 64, 50.0, 10.0
_SIDE, _FEW, _MORE = 8192, 4, 36
_RUNS = 20

ASKED = (
    Asked("limit", "products of matrices of 8,192 by 8,192 in float16", "TFLOP/s", None),
    Asked("many", "ViT-B/16, 64 pictures, bytes to vectors, both in the machine's memory", "ms", None),
    Asked("longer", "the same: how many times as long as at the limit", "times", 100 / _PART),
    Asked("one", "ViT-B/16, one picture", "ms", None),
    Asked("times", "the same: how many times as long as at the limit", "times", _TIMES),
)


def measure(series: Series, rounds: int) -> None:
    """Raises RoundFailed where no graphics card runs it."""
    tell("  making a tower and products of matrices")
    tower = FixedSession(fused_tower(VIT_B), wanted=(CUDA, CPU))
    few, more = (FixedSession(_products(count), wanted=(CUDA, CPU)) for count in (_FEW, _MORE))
    for session in (tower, few, more):
        if not session.on_gpu:
            raise RoundFailed(f"no graphics card runs it: {session.fell_back or session.providers}")
    chance = np.random.default_rng(2032)
    many = chance.integers(0, 256, (_MANY, VIT_B.side, VIT_B.side, 3), np.uint8)
    factor = chance.standard_normal((_SIDE, _SIDE), np.float32).astype(np.float16)
    # what a first run prepares is not its speed
    for session, batch in ((tower, many), (tower, many[:1]), (few, factor), (more, factor)):
        session.run(batch)
    for _ in range(rounds):
        # the way to the card is the same for both
        limit = 2.0 * _SIDE**3 * (_MORE - _FEW) / (_median(more, factor, 3) - _median(few, factor, 3))
        series.add("limit", limit / 1e12)
        for key, times, batch in (("many", "longer", many), ("one", "times", many[:1])):
            spent = _median(tower, batch, _RUNS)
            series.add(key, 1000 * spent)
            series.add(times, spent * limit / operations(VIT_B, len(batch)))


def _median(session: FixedSession, batch: NDArray[Any], runs: int) -> float:
    """Seconds."""
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        session.run(batch)
        spent.append(time.perf_counter() - began)
    return float(np.median(spent))


def _products(count: int) -> bytes:
    """A matrix multiplied by itself, and that by it, and so on; what comes out is one number, so that nothing is copied back."""
    graph = Graph()
    factor = graph.input("factor", "float16", [_SIDE, _SIDE])
    scaled = graph.node("Mul", factor, graph.constant(np.array(_SIDE**-0.5, np.float16)))
    product = factor
    for _ in range(count):
        product = graph.node("MatMul", product, scaled)
    return graph.model((graph.node("ReduceMean", graph.node("Cast", product, to=1), keepdims=0), []))
