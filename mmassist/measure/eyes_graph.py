"""Writes ONNX models by hand, so that what runs models can be measured where nothing is installed that makes them.

ONNX is protobuf (onnx.proto, IR version 10); only what a feed-forward network needs is written.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_IR_VERSION, _OPSET = 10, 20
_OURS, FUSED = "", "com.microsoft"
"""Domains of operators: ONNX's own, and those of onnxruntime that do the work of several at once."""
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7, "bool": 9, "float16": 10}

Attribute = int | float | str | Sequence[int]


class Graph:
    """Grows node by node; each is given the names of its inputs and answers the name of its output."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._inputs: list[bytes] = []
        self._names: Iterator[str] = (f"v{number}" for number in itertools.count())

    def input(self, name: str, dtype: str, shape: Sequence[int | str]) -> str:
        self._inputs.append(_value(name, dtype, shape))
        return name

    def constant(self, values: NDArray[Any]) -> str:
        name = next(self._names)
        dims = b"".join(_number(1, side) for side in values.shape)
        raw = np.ascontiguousarray(values).tobytes()
        self._constants.append(dims + _number(2, _TYPES[values.dtype.name]) + _text(8, name) + _bytes(9, raw))
        return name

    def node(
        self, op: str, *inputs: str, outputs: int = 1, unused: Sequence[int] = (), domain: str = _OURS, **attributes: Attribute
    ) -> str:
        """A node of one output, or the first of `outputs`; the others are named behind it with a dot and their number, and not made where
        they are `unused`."""
        name = next(self._names)
        names = [name, *("" if number in unused else f"{name}.{number}" for number in range(1, outputs))]
        fields = [*(_text(1, source) for source in inputs), *(_text(2, out) for out in names), _text(4, op), _text(7, domain)]
        fields += [_bytes(5, _attribute(key, value)) for key, value in attributes.items()]
        self._nodes.append(b"".join(fields))
        return name

    def model(self, *outputs: tuple[str, Sequence[int | str]], notes: Mapping[str, str] | None = None) -> bytes:
        """The whole model. `outputs`: names and shapes, all float32; `notes`: what stands in its metadata."""
        graph = [*(_bytes(1, node) for node in self._nodes), _text(2, "graph"), *(_bytes(5, one) for one in self._constants)]
        graph += [*(_bytes(11, one) for one in self._inputs), *(_bytes(12, _value(name, "float32", shape)) for name, shape in outputs)]
        written = b"".join(_bytes(14, _text(1, key) + _text(2, value)) for key, value in (notes or {}).items())
        operators = _bytes(8, _text(1, _OURS) + _number(2, _OPSET)) + _bytes(8, _text(1, FUSED) + _number(2, 1))
        return _number(1, _IR_VERSION) + _bytes(7, b"".join(graph)) + operators + written


def _value(name: str, dtype: str, shape: Sequence[int | str]) -> bytes:
    sides = b"".join(_bytes(1, _number(1, side) if isinstance(side, int) else _text(2, side)) for side in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _TYPES[dtype]) + _bytes(2, sides)))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    if isinstance(value, float):
        return _text(1, name) + _key(2, 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, 3)
    return _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, 7)


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """Negative numbers as their 64 bits."""
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
