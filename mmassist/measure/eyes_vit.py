"""Image towers of random weights, as ONNX: a vision transformer (Dosovitskiy et al., 2021, arXiv:2010.11929) in fp32 and in int8.

Random weights take as long as trained ones. How near int8 stays to fp32 they show only roughly: trained ones have wider outliers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.measure.eyes_graph import Graph

Dense = Callable[[Graph, str, NDArray[np.float32], NDArray[np.float32]], str]


@dataclass(frozen=True, slots=True)
class Size:
    """`side`: of the square picture, `patch`: of its pieces, in pixels; `width`: of a token. The default is ViT-S/16."""

    side: int = 224
    patch: int = 16
    width: int = 384
    depth: int = 12
    heads: int = 6
    out: int = 256


def from_bytes(graph: Graph, size: Size) -> str:
    """Takes uint8, (n, side, side, 3), RGB. The tokens' raw pixels."""
    return _from_levels(graph, graph.node("Cast", graph.input("pictures", "uint8", ["n", size.side, size.side, 3]), to=1), size)


def from_levels(graph: Graph, size: Size) -> str:
    """Takes float32, (n, side, side, 3), RGB, 0 to 255: as our own are exported."""
    return _from_levels(graph, graph.input("pictures", "float32", ["n", size.side, size.side, 3]), size)


def from_floats(graph: Graph, size: Size) -> str:
    """Takes float32, (n, 3, side, side), from -1 to 1, as others' towers are exported."""
    picture = graph.input("pictures", "float32", ["n", 3, size.side, size.side])
    return _patches(graph, graph.node("Transpose", picture, perm=(0, 2, 3, 1)), size)


def fp32(graph: Graph, tokens: str, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    return graph.node("Add", graph.node("MatMul", tokens, graph.constant(weights)), graph.constant(bias))


def int8(graph: Graph, tokens: str, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    """Weights in int8 with a scale for each column, tokens in uint8 with a scale for each run: dynamic quantisation."""
    scales = (np.abs(weights).max(axis=0) / 127).astype(np.float32)
    whole = graph.constant(np.clip(np.rint(weights / scales), -127, 127).astype(np.int8))
    tokens8 = graph.node("DynamicQuantizeLinear", tokens, outputs=3)
    product = graph.node("MatMulInteger", tokens8, whole, f"{tokens8}.2", graph.constant(np.zeros(len(scales), np.int8)))
    scale = graph.node("Mul", f"{tokens8}.1", graph.constant(scales))
    return graph.node("Add", graph.node("Mul", graph.node("Cast", product, to=1), scale), graph.constant(bias))


def tower(source: Callable[[Graph, Size], str], dense: Dense, size: Size | None = None, seed: int = 0) -> bytes:
    """The model's bytes; the same `seed` gives the same weights whatever `source` and `dense` are. Output: (n, size.out), length 1."""
    made = _Maker(size or Size(), dense, np.random.default_rng(seed))
    return made.model(source)


class _Maker:
    def __init__(self, size: Size, dense: Dense, chance: np.random.Generator) -> None:
        self._size, self._dense, self._chance, self._graph = size, dense, chance, Graph()

    def model(self, source: Callable[[Graph, Size], str]) -> bytes:
        graph, size = self._graph, self._size
        count = (size.side // size.patch) ** 2
        tokens = self._layer(source(graph, size), 3 * size.patch**2, size.width)
        tokens = graph.node("Add", tokens, graph.constant(self._drawn(1, count, size.width)))
        for _ in range(size.depth):
            tokens = graph.node("Add", tokens, self._attention(self._normal(tokens)))
            hidden = graph.node("Gelu", self._layer(self._normal(tokens), size.width, 4 * size.width), approximate="none")
            tokens = graph.node("Add", tokens, self._layer(hidden, 4 * size.width, size.width))
        mean = graph.node("ReduceMean", self._normal(tokens), graph.constant(np.array([1])), keepdims=0)
        rows = self._layer(mean, size.width, size.out)
        length = graph.node("ReduceL2", rows, graph.constant(np.array([1])), keepdims=1)
        return graph.model((graph.node("Div", rows, length), ["n", size.out]))

    def _attention(self, tokens: str) -> str:
        graph, size = self._graph, self._size
        each = size.width // size.heads
        shape = graph.constant(np.array([0, 0, size.heads, each]))
        parts = graph.node("Split", self._layer(tokens, size.width, 3 * size.width), outputs=3, axis=-1, num_outputs=3)
        asked, keys, values = (
            graph.node("Transpose", graph.node("Reshape", part, shape), perm=perm)
            for part, perm in ((parts, (0, 2, 1, 3)), (f"{parts}.1", (0, 2, 3, 1)), (f"{parts}.2", (0, 2, 1, 3)))
        )
        scale = graph.constant(np.array(each**-0.5, np.float32))
        weights = graph.node("Softmax", graph.node("Mul", graph.node("MatMul", asked, keys), scale), axis=-1)
        mixed = graph.node("Transpose", graph.node("MatMul", weights, values), perm=(0, 2, 1, 3))
        joined = graph.node("Reshape", mixed, graph.constant(np.array([0, 0, size.width])))
        return self._layer(joined, size.width, size.width)

    def _normal(self, tokens: str) -> str:
        ones = self._graph.constant(np.ones(self._size.width, np.float32))
        return self._graph.node("LayerNormalization", tokens, ones, axis=-1, epsilon=1e-6)

    def _layer(self, tokens: str, inside: int, outside: int) -> str:
        return self._dense(self._graph, tokens, self._drawn(inside, outside), np.zeros(outside, np.float32))

    def _drawn(self, *shape: int) -> NDArray[np.float32]:
        """Normal with a deviation that keeps a layer's output as large as its input."""
        return self._chance.standard_normal(shape, np.float32) / np.float32(np.sqrt(shape[-2]))


def _from_levels(graph: Graph, picture: str, size: Size) -> str:
    scale, shift = (graph.constant(np.array(value, np.float32)) for value in (1 / 127.5, 1.0))
    return _patches(graph, graph.node("Sub", graph.node("Mul", picture, scale), shift), size)


def _patches(graph: Graph, picture: str, size: Size) -> str:
    """(n, side, side, 3) cut into (n, pieces, their pixels)."""
    across = size.side // size.patch
    cut = graph.node("Reshape", picture, graph.constant(np.array([-1, across, size.patch, across, 3 * size.patch])))
    pieces = graph.node("Transpose", cut, perm=(0, 1, 3, 2, 4))
    return graph.node("Reshape", pieces, graph.constant(np.array([0, across**2, 3 * size.patch**2])))
