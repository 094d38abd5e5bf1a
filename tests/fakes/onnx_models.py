"""Small ONNX models of random weights, and a folder that holds one as `mmassist/models` holds ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np

from mmassist.measure.eyes_graph import Graph
from mmassist.measure.eyes_vit import Size, fp32, from_bytes, from_floats, from_levels, int8, tower
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES

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


Found: TypeAlias = tuple[str, tuple[float, float, float, float], float, tuple[str, ...]]
"""Role, box (left, top, right, bottom), score in a white picture, states."""


def box_finder(*found: Found, notes: Mapping[str, str] | None = None) -> bytes:
    """An element detector that finds the same in each picture, the less surely the darker it is, and takes each for a form."""
    scores = np.zeros((1, len(found), len(ROLES)), np.float32)
    boxes = np.array([[box for _, box, _, _ in found]], np.float32)
    states = np.zeros((1, len(found), len(STATES)), np.float32)
    for at, (role, _, score, held) in enumerate(found):
        scores[0, at, ROLES.index(role)] = score
        states[0, at, [STATES.index(state) for state in held]] = 1
    graph = Graph()
    pictures = graph.input("pictures", "float32", ["n", "height", "width", 3])
    light = graph.node("Div", graph.node("ReduceMax", pictures, keepdims=0), graph.constant(np.array([255], np.float32)))
    nothing = graph.node("Mul", light, graph.constant(np.zeros(1, np.float32)))
    outputs = [graph.node("Mul", light, graph.constant(scores))]
    outputs += [graph.node("Add", nothing, graph.constant(values)) for values in (boxes, states)]
    kinds = graph.node("Add", nothing, graph.constant(np.eye(len(KINDS), dtype=np.float32)[None, 0]))
    told = {"roles": json.dumps(ROLES), "states": json.dumps(STATES), "kinds": json.dumps(KINDS)} if notes is None else notes
    shape: list[int | str] = [1, len(found), "k"]
    return graph.model(*((output, shape) for output in outputs), (kinds, [1, len(KINDS)]), notes=told)


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
    """Writes each model and a manifest of all of them; the detector is the one that is called elements."""
    for name, content in contents.items():
        (folder / f"{name}.onnx").write_bytes(content)
    (folder / "manifest.toml").write_text(
        "\n".join(row(name, content, kind="elements" if name == "elements" else "icons") for name, content in contents.items()), "utf-8"
    )
    return folder
