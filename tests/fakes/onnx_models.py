"""Small ONNX models of random weights, and a folder that holds one as `mmassist/models` holds ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mmassist.measure.eyes_vit import Size, fp32, from_bytes, from_floats, int8, tower

SMALL = Size(side=32, patch=16, width=24, depth=2, heads=2, out=8)


def small_tower() -> bytes:
    """Takes uint8 pictures of 32 x 32 and gives 8 dimensions."""
    return tower(from_bytes, int8, SMALL)


def float_tower() -> bytes:
    """The same weights in fp32, and for pictures as floats."""
    return tower(from_floats, fp32, SMALL)


def row(name: str, content: bytes, shape: str = "[0, 32, 32, 3]", precision: str = "int8", kind: str = "encoder") -> str:
    """The manifest's lines for a model of that content in the file NAME.onnx."""
    return "\n".join(
        (
            "[[models]]",
            f'name = "{name}"',
            f'kind = "{kind}"',
            f'precision = "{precision}"',
            f'file = "{name}.onnx"',
            f"size = {len(content)}",
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            'licence = "GPL-3.0-or-later"',
            f"input = {shape}",
            'outputs = ["embedding"]',
            "",
        )
    )


def models_folder(folder: Path, **contents: bytes) -> Path:
    """Writes each model and a manifest of all of them."""
    for name, content in contents.items():
        (folder / f"{name}.onnx").write_bytes(content)
    (folder / "manifest.toml").write_text("\n".join(row(name, content) for name, content in contents.items()), "utf-8")
    return folder
