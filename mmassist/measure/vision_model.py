"""A vision-language model of random weights in the hub's three-file layout: SmolVLM's architecture, at any size, in fp32 or int8.

It says nothing that means anything, as fast as a real one. The graphs are written by hand, since nothing that exports models comes with
mmassist; that they are the real architecture is tested against torch, and against transformers' own answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.measure.eyes_graph import Graph
from mmassist.measure.eyes_vit import Dense, fp32
from mmassist.measure.vision_weights import TINY, Size, Source, Weights, write_files

FILES = {
    "vision_encoder": "vision_encoder_quantized",
    "embed_tokens": "embed_tokens_int8",
    "decoder_model_merged": "decoder_model_merged_int8",
}
"""Of each part, as the hub names it in the precision for processors."""

_EPSILON, _TOWER_EPSILON = 1e-5, 1e-6
_THETA = 100_000.0
_FAR = np.float32(-1e9)


def make(folder: Path, size: Size = TINY, seed: int = 7, dense: Dense = fp32) -> Path:
    """Writes the model into `folder` (made if need be), its weights into the folder `onnx` in it, and returns it."""
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    write_files(folder, size)
    source = Source(size, seed)
    parts: dict[str, Callable[[Source, Dense], bytes]] = {"vision_encoder": tower, "embed_tokens": table, "decoder_model_merged": decoder}
    for part, made in parts.items():
        (folder / "onnx" / f"{FILES[part]}.onnx").write_bytes(made(source, dense))
    return folder


def table(source: Source, dense: Dense = fp32) -> bytes:
    """Tokens to rows."""
    graph = _Named()
    rows = graph.constant(source.table("model.text_model.embed_tokens.weight", source.size.vocabulary, source.size.width))
    found = graph.node("Gather", rows, graph.input("input_ids", "int64", ["batch", "tokens"]))
    return graph.model((graph.named("inputs_embeds", found), ["batch", "tokens", source.size.width]))


def tower(source: Source, dense: Dense = fp32) -> bytes:
    """Squares to rows: SigLIP (Zhai et al. 2023, arXiv:2303.15343), its pieces gathered into fewer tokens, a projection."""
    return _Tower(source, dense).model()


def decoder(source: Source, dense: Dense = fp32) -> bytes:
    """Rows to logits, with what was read before: Llama (Touvron et al. 2023, arXiv:2302.13971) with shared keys and values."""
    return _Decoder(source, dense).model()


class _Named(Graph):
    def named(self, name: str, source: str) -> str:
        """The same value under a name of its own."""
        self._names = itertools.chain((name,), self._names)
        return self.node("Identity", source)


class _Part:
    """`graph`, and the layers that both halves are made of."""

    def __init__(self, source: Source, dense: Dense) -> None:
        self.source, self.size, self.graph = source, source.size, _Named()
        self._dense = dense

    def numbers(self, *values: int) -> str:
        return self.graph.constant(np.array(values, np.int64))

    def number(self, value: float) -> str:
        return self.graph.constant(np.array(value, np.float32))

    def linear(self, name: str, rows: str, inside: int, outside: int, bias: Weights | None = None) -> str:
        weights = np.ascontiguousarray(self.source.matrix(f"{name}.weight", outside, inside).T)
        return self._dense(self.graph, rows, weights, np.zeros(outside, np.float32) if bias is None else bias)

    def biased(self, name: str, rows: str, inside: int, outside: int) -> str:
        return self.linear(name, rows, inside, outside, self.source.shift(f"{name}.bias", outside))

    def mixed(self, asked: str, keys: str, values: str, head: int, mask: str = "") -> str:
        """Attention: (batch, heads, tokens, head) each; the keys' and values' tokens may be more."""
        graph = self.graph
        turned = graph.node("Transpose", keys, perm=(0, 1, 3, 2))
        weights = graph.node("Mul", graph.node("MatMul", asked, turned), self.number(head**-0.5))
        weights = graph.node("Add", weights, mask) if mask else weights
        found = graph.node("MatMul", graph.node("Softmax", weights, axis=-1), values)
        joined = graph.node("Transpose", found, perm=(0, 2, 1, 3))
        return graph.node("Reshape", joined, self.numbers(0, 0, -1))

    def heads(self, rows: str, count: int, head: int) -> str:
        """(batch, tokens, count x head) as (batch, count, tokens, head)."""
        parted = self.graph.node("Reshape", rows, self.numbers(0, 0, count, head))
        return self.graph.node("Transpose", parted, perm=(0, 2, 1, 3))


class _Tower(_Part):
    def model(self) -> bytes:
        graph, size = self.graph, self.size
        pixels = graph.input("pixel_values", "float32", ["batch", "squares", 3, size.tile, size.tile])
        mask = graph.input("pixel_attention_mask", "bool", ["batch", "squares", size.tile, size.tile])
        # What is masked counts as black; a square of a picture that was scaled to fit has nothing masked.
        seen = graph.node("Unsqueeze", graph.node("Cast", mask, to=1), self.numbers(2))
        squares = graph.node("Reshape", graph.node("Mul", pixels, seen), self.numbers(-1, 3, size.tile, size.tile))
        rows = self._pieces(squares)
        for layer in range(size.tower_depth):
            rows = self._layer(f"model.vision_model.encoder.layers.{layer}", rows)
        rows = self._normal("model.vision_model.post_layernorm", rows)
        found = self.linear("model.connector.modality_projection.proj", self._gathered(rows), self._gathered_width, size.width)
        return graph.model((graph.named("image_features", found), ["squares", size.positions, size.width]))

    @property
    def _gathered_width(self) -> int:
        return self.size.tower_width * self.size.shuffle**2

    def _pieces(self, squares: str) -> str:
        graph, size, name = self.graph, self.size, "model.vision_model.embeddings"
        weights = self.source.matrix(f"{name}.patch_embedding.weight", size.tower_width, 3, size.patch, size.patch)
        bias = self.source.shift(f"{name}.patch_embedding.bias", size.tower_width)
        side = (size.patch, size.patch)
        pieces = graph.node("Conv", squares, graph.constant(weights), graph.constant(bias), strides=side, kernel_shape=side)
        rows = graph.node("Transpose", graph.node("Reshape", pieces, self.numbers(0, 0, -1)), perm=(0, 2, 1))
        places = self.source.table(f"{name}.position_embedding.weight", size.pieces, size.tower_width)
        return graph.node("Add", rows, graph.constant(places))

    def _layer(self, name: str, rows: str) -> str:
        graph, size = self.graph, self.size
        width, head = size.tower_width, size.tower_width // size.tower_heads
        normal = self._normal(f"{name}.layer_norm1", rows)
        asked, keys, values = (
            self.heads(self.biased(f"{name}.self_attn.{one}_proj", normal, width, width), size.tower_heads, head) for one in "qkv"
        )
        mixed = self.mixed(asked, keys, values, head)
        rows = graph.node("Add", rows, self.biased(f"{name}.self_attn.out_proj", mixed, width, width))
        hidden = self.biased(f"{name}.mlp.fc1", self._normal(f"{name}.layer_norm2", rows), width, size.tower_hidden)
        bent = graph.node("Gelu", hidden, approximate="tanh")
        return graph.node("Add", rows, self.biased(f"{name}.mlp.fc2", bent, size.tower_hidden, width))

    def _normal(self, name: str, rows: str) -> str:
        scale = self.source.scale(f"{name}.weight", self.size.tower_width)
        shift = self.source.shift(f"{name}.bias", self.size.tower_width)
        constants = self.graph.constant(scale), self.graph.constant(shift)
        return self.graph.node("LayerNormalization", rows, *constants, axis=-1, epsilon=_TOWER_EPSILON)

    def _gathered(self, rows: str) -> str:
        """So many pieces in each direction side by side in one row."""
        graph, size = self.graph, self.size
        across, each = size.tile // size.patch, size.shuffle
        shape = self.numbers(-1, across // each, each, across // each, each * size.tower_width)
        turned = graph.node("Transpose", graph.node("Reshape", rows, shape), perm=(0, 1, 3, 2, 4))
        return graph.node("Reshape", turned, self.numbers(-1, size.positions, self._gathered_width))


class _Decoder(_Part):
    def model(self) -> bytes:
        graph, size = self.graph, self.size
        rows = graph.input("inputs_embeds", "float32", ["batch", "tokens", size.width])
        allowed = graph.input("attention_mask", "int64", ["batch", "whole"])
        places = graph.input("position_ids", "int64", ["batch", "tokens"])
        mask, turns = self._mask(allowed, places), self._turns(places)
        presents: list[tuple[str, list[int | str]]] = []
        for layer in range(size.depth):
            rows, keys, values = self._layer(layer, rows, mask, turns)
            shape: list[int | str] = ["batch", size.shared, "whole", size.head]
            presents += [(graph.named(f"present.{layer}.{kind}", kept), shape) for kind, kept in (("key", keys), ("value", values))]
        rows = self._normal("model.text_model.norm", rows)
        head = np.ascontiguousarray(self.source.head().T)
        logits = self._dense(graph, rows, head, np.zeros(size.vocabulary, np.float32))
        return graph.model((graph.named("logits", logits), ["batch", "tokens", size.vocabulary]), *presents)

    def _mask(self, allowed: str, places: str) -> str:
        """What is added to the weights: nothing for what came before or is the token itself, much less than nothing for the others."""
        graph = self.graph
        whole = graph.node("Gather", graph.node("Shape", allowed), self.numbers(1), axis=0)
        zero, one = (graph.constant(np.array(value)) for value in (0, 1))
        columns = graph.node("Range", zero, graph.node("Squeeze", whole), one)
        later = graph.node("Greater", columns, graph.node("Unsqueeze", places, self.numbers(1, 3)))
        hidden = graph.node("Equal", graph.node("Unsqueeze", allowed, self.numbers(1, 2)), zero)
        return graph.node("Mul", graph.node("Cast", graph.node("Or", later, hidden), to=1), graph.constant(np.array(_FAR)))

    def _turns(self, places: str) -> tuple[str, str]:
        """Cosine and sine by which each place turns its token's asked and kept (Su et al. 2021, arXiv:2104.09864)."""
        graph, half = self.graph, self.size.head // 2
        speeds = (_THETA ** (-np.arange(half, dtype=np.float32) / half)).astype(np.float32)
        angles = graph.node("Mul", graph.node("Unsqueeze", graph.node("Cast", places, to=1), self.numbers(1, 3)), graph.constant(speeds))
        both = graph.node("Concat", angles, angles, axis=-1)
        return graph.node("Cos", both), graph.node("Sin", both)

    def _turned(self, rows: str, turns: tuple[str, str]) -> str:
        graph = self.graph
        parts = graph.node("Split", rows, outputs=2, axis=-1, num_outputs=2)
        aside = graph.node("Concat", graph.node("Neg", f"{parts}.1"), parts, axis=-1)
        return graph.node("Add", graph.node("Mul", rows, turns[0]), graph.node("Mul", aside, turns[1]))

    def _layer(self, layer: int, rows: str, mask: str, turns: tuple[str, str]) -> tuple[str, str, str]:
        """Rows, and all keys and values that were read so far."""
        graph, size, name = self.graph, self.size, f"model.text_model.layers.{layer}"
        normal = self._normal(f"{name}.input_layernorm", rows)
        asked, keys, values = (
            self.heads(self.linear(f"{name}.self_attn.{one}_proj", normal, size.width, count * size.head), count, size.head)
            for one, count in (("q", size.heads), ("k", size.shared), ("v", size.shared))
        )
        keys, values = (
            graph.node("Concat", self._past(layer, kind), fresh, axis=2)
            for kind, fresh in (("key", self._turned(keys, turns)), ("value", values))
        )
        mixed = self.mixed(self._turned(asked, turns), self._each(keys), self._each(values), size.head, mask)
        rows = graph.node("Add", rows, self.linear(f"{name}.self_attn.o_proj", mixed, size.heads * size.head, size.width))
        normal = self._normal(f"{name}.post_attention_layernorm", rows)
        gate, up = (self.linear(f"{name}.mlp.{one}_proj", normal, size.width, size.hidden) for one in ("gate", "up"))
        bent = graph.node("Mul", graph.node("Mul", gate, graph.node("Sigmoid", gate)), up)
        return graph.node("Add", rows, self.linear(f"{name}.mlp.down_proj", bent, size.hidden, size.width)), keys, values

    def _past(self, layer: int, kind: str) -> str:
        return self.graph.input(f"past_key_values.{layer}.{kind}", "float32", ["batch", self.size.shared, "past", self.size.head])

    def _each(self, kept: str) -> str:
        """Keys or values, of which several heads share one, for each head."""
        graph, size = self.graph, self.size
        times = size.heads // size.shared
        spread = graph.node("Expand", graph.node("Unsqueeze", kept, self.numbers(2)), self.numbers(1, 1, times, 1, 1))
        sides = graph.node("Shape", kept)
        batch, tokens = (graph.node("Gather", sides, self.numbers(side), axis=0) for side in (0, 2))
        shape = graph.node("Concat", batch, self.numbers(size.heads), tokens, self.numbers(size.head), axis=0)
        return graph.node("Reshape", spread, shape)

    def _normal(self, name: str, rows: str) -> str:
        """By the root of the mean square (Zhang and Sennrich 2019, arXiv:1910.07467)."""
        graph = self.graph
        mean = graph.node("ReduceMean", graph.node("Mul", rows, rows), self.numbers(-1), keepdims=1)
        root = graph.node("Sqrt", graph.node("Add", mean, self.number(_EPSILON)))
        scale: NDArray[np.float32] = self.source.scale(f"{name}.weight", self.size.width)
        return graph.node("Mul", graph.node("Div", rows, root), graph.constant(scale))
