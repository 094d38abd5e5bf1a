"""Small ONNX models of random weights, and a folder that holds one as `mmassist/models` holds ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from mmassist.measure.eyes_graph import Graph
from mmassist.measure.eyes_vit import Size, fp32, from_bytes, from_floats, from_levels, int8, tower

SMALL = Size(side=32, patch=16, width=24, depth=2, heads=2, out=8)


def small_tower() -> bytes:
    """Takes uint8 pictures of 32 x 32 and gives 8 dimensions."""
    return tower(from_bytes, int8, SMALL)


def level_tower() -> bytes:
    """The same weights in fp32, and for pictures as floats from 0 to 255."""
    return tower(from_levels, fp32, SMALL)


def float_tower() -> bytes:
    """The same weights in fp32, for pictures as floats from -1 to 1, the channel first: none of ours."""
    return tower(from_floats, fp32, SMALL)


def colour_namer() -> bytes:
    """Gives the mean colour of a picture of 4 x 4, 255 times too long, and as scores of two labels how red and how blue it is."""
    graph = Graph()
    levels = graph.node("Cast", graph.input("pictures", "uint8", ["n", 4, 4, 3]), to=1)
    mean = graph.node("ReduceMean", levels, graph.constant(np.array([1, 2])), keepdims=0)
    scores = graph.node("MatMul", mean, graph.constant(np.array([[1, 0], [0, 0], [0, 1]], np.float32)))
    return graph.model((mean, ["n", 3]), (scores, ["n", 2]), notes={"labels": '["red", "blue"]', "threshold": "128.0"})


def row(name: str, content: bytes, precision: str = "int8", kind: str = "icons") -> str:
    """The manifest's lines for a model of that content in the file NAME.onnx."""
    return "\n".join(
        (
            "[[models]]",
            f'name = "{name}"',
            f'kind = "{kind}"',
            f'precision = "{precision}"',
            f'file = "{name}.onnx"',
            f"bytes = {len(content)}",
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            'licence = "GPL-3.0-or-later"',
            'recipe = "tiny"',
            "",
        )
    )


def models_folder(folder: Path, **contents: bytes) -> Path:
    """Writes each model and a manifest of all of them."""
    for name, content in contents.items():
        (folder / f"{name}.onnx").write_bytes(content)
    (folder / "manifest.toml").write_text("\n".join(row(name, content) for name, content in contents.items()), "utf-8")
    return folder
