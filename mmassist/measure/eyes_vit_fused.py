"""The same towers as `eyes_vit` as they are prepared for a graphics card: several steps at once, and in float16 where that is asked for.

The operators are onnxruntime's own (com.microsoft), those that its optimiser puts in place of an exported tower's: attention with the
products before it, the sum with what was before together with its norm, and the bias together with its GELU. Each saves a way through the
card's memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.measure.eyes_graph import FUSED, Graph
from mmassist.measure.eyes_vit import Size

VIT_B = Size(width=768, heads=12)
"""ViT-B/16."""

_EPSILON = 1e-6


def fused_tower(size: Size, half: bool = True, seed: int = 0) -> bytes:
    """Takes uint8, (n, side, side, 3), RGB; gives (n, size.out), length 1. With the weights of `eyes_vit.tower` of the same seed."""
    return _Maker(size, np.dtype(np.float16 if half else np.float32), np.random.default_rng(seed)).model()


def operations(size: Size, pictures: int) -> float:
    """Additions and multiplications of the products of matrices of one batch, two for each pair."""
    tokens = (size.side // size.patch) ** 2
    layer = tokens * 12 * size.width**2 + 2 * tokens**2 * size.width
    pairs = tokens * 3 * size.patch**2 * size.width + size.depth * layer + size.width * size.out
    return 2.0 * pictures * pairs


class _Maker:
    def __init__(self, size: Size, kind: np.dtype[Any], chance: np.random.Generator) -> None:
        self._size, self._kind, self._chance, self._graph = size, kind, chance, Graph()

    def model(self) -> bytes:
        graph, size = self._graph, self._size
        tokens = self._dense(self._pieces(), 3 * size.patch**2, size.width)
        place = self._drawn(1, (size.side // size.patch) ** 2, size.width)
        sums = graph.node("Add", tokens, graph.constant(place))
        normal = graph.node("LayerNormalization", sums, self._ones(), axis=-1, epsilon=_EPSILON)
        for _ in range(size.depth):
            asked, nothing = self._drawn(size.width, 3 * size.width), self._zeros(3 * size.width)
            seen = graph.node("Attention", normal, graph.constant(asked), nothing, domain=FUSED, num_heads=size.heads)
            normal, sums = self._joined(self._dense(seen, size.width, size.width), sums)
            wide = self._dense(normal, size.width, 4 * size.width)
            bent = graph.node("BiasGelu", wide, self._zeros(4 * size.width), domain=FUSED)
            normal, sums = self._joined(self._dense(bent, 4 * size.width, size.width), sums)
        mean = graph.node("ReduceMean", normal, graph.constant(np.array([1])), keepdims=0)
        rows = graph.node("Cast", self._dense(mean, size.width, size.out), to=1)
        length = graph.node("ReduceL2", rows, graph.constant(np.array([1])), keepdims=1)
        return graph.model((graph.node("Div", rows, length), ["n", size.out]))

    def _pieces(self) -> str:
        """(n, pieces, their pixels), from -1 to 1."""
        graph, size = self._graph, self._size
        across = size.side // size.patch
        picture = graph.input("pictures", "uint8", ["n", size.side, size.side, 3])
        cut = graph.node("Reshape", picture, graph.constant(np.array([-1, across, size.patch, across, 3 * size.patch])))
        pieces = graph.node("Transpose", cut, perm=(0, 1, 3, 2, 4))
        flat = graph.node("Reshape", pieces, graph.constant(np.array([0, across**2, 3 * size.patch**2])))
        scale, shift = (graph.constant(np.array(value, self._kind)) for value in (1 / 127.5, 1.0))
        return graph.node("Sub", graph.node("Mul", graph.node("Cast", flat, to=10 if self._kind == np.float16 else 1), scale), shift)

    def _joined(self, tokens: str, before: str) -> tuple[str, str]:
        """Normed, and the plain sum."""
        normed = self._graph.node(
            "SkipLayerNormalization",
            *(tokens, before, self._ones(), self._zeros(self._size.width)),
            outputs=4,
            unused=(1, 2),
            domain=FUSED,
            epsilon=_EPSILON,
        )
        return normed, f"{normed}.3"

    def _dense(self, tokens: str, inside: int, outside: int) -> str:
        return self._graph.node("MatMul", tokens, self._graph.constant(self._drawn(inside, outside)))

    def _ones(self) -> str:
        return self._graph.constant(np.ones(self._size.width, self._kind))

    def _zeros(self, count: int) -> str:
        return self._graph.constant(np.zeros(count, self._kind))

    def _drawn(self, *shape: int) -> NDArray[Any]:
        return (self._chance.standard_normal(shape, np.float32) / np.float32(np.sqrt(shape[-2]))).astype(self._kind)
